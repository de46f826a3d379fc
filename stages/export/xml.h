/* XML written into an output, for the formats that are XML. Characters that XML 1.0 cannot hold become U+FFFD. */
#pragma once

#include "stages/export/output.h"

G_BEGIN_DECLS

typedef struct _EntXml EntXml;

EntXml *ent_xml_new (EntOutput *output);
void ent_xml_free (EntXml *self);

void ent_xml_start (EntXml *self, const gchar *element);
void ent_xml_end (EntXml *self);
void ent_xml_put_attribute (EntXml *self, const gchar *name, const gchar *value);
void ent_xml_put_number (EntXml *self, const gchar *name, guint number);
void ent_xml_put_text (EntXml *self, const gchar *text);

gboolean ent_xml_is_clean (const gchar *text);
gboolean ent_xml_check (EntXml *self, GError **error);
gboolean ent_xml_finish (EntXml *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntXml, ent_xml_free)

G_END_DECLS
