#include "stages/export/xml.h"

#include <libxml/xmlwriter.h>

struct _EntXml
{
  xmlTextWriter *writer;
  EntOutput *output;
  GString *text;
  GError *error; /* the first one of the output */
};

/* What libxml2 calls with its bytes; -1 ends the writing */
static int
write_bytes (void *context, const char *bytes, int length)
{
  EntXml *self = context;

  return !self->error && ent_output_write (self->output, bytes, length, &self->error) ? length : -1;
}

/* Begins a document, with an element a line */
EntXml *
ent_xml_new (EntOutput *output)
{
  EntXml *self = g_new0 (EntXml, 1);

  self->output = output;
  self->text = g_string_new (NULL);
  self->writer = xmlNewTextWriter (xmlOutputBufferCreateIO (write_bytes, NULL, self, NULL));
  xmlTextWriterSetIndent (self->writer, 1);
  xmlTextWriterSetIndentString (self->writer, (const xmlChar *) "");
  xmlTextWriterStartDocument (self->writer, NULL, "UTF-8", NULL);
  return self;
}

void
ent_xml_free (EntXml *self)
{
  xmlFreeTextWriter (self->writer);
  g_string_free (self->text, TRUE);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
is_xml_char (gunichar c)
{
  return c >= 0x20 ? c != 0xfffe && c != 0xffff : c == '\t' || c == '\n' || c == '\r';
}

/* Whether the text comes out as it is */
gboolean
ent_xml_is_clean (const gchar *text)
{
  for (; *text; text = g_utf8_next_char (text))
    if (!is_xml_char (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

static const xmlChar *
clean (EntXml *self, const gchar *text)
{
  if (ent_xml_is_clean (text))
    return (const xmlChar *) text;
  g_string_truncate (self->text, 0);
  for (; *text; text = g_utf8_next_char (text))
    if (is_xml_char (g_utf8_get_char (text)))
      g_string_append_len (self->text, text, g_utf8_next_char (text) - text);
    else
      g_string_append (self->text, "\uFFFD");
  return (const xmlChar *) self->text->str;
}

void
ent_xml_start (EntXml *self, const gchar *element)
{
  xmlTextWriterStartElement (self->writer, (const xmlChar *) element);
}

void
ent_xml_end (EntXml *self)
{
  xmlTextWriterEndElement (self->writer);
}

void
ent_xml_put_attribute (EntXml *self, const gchar *name, const gchar *value)
{
  xmlTextWriterWriteAttribute (self->writer, (const xmlChar *) name, clean (self, value));
}

/* A number as an attribute */
void
ent_xml_put_number (EntXml *self, const gchar *name, guint number)
{
  xmlTextWriterWriteFormatAttribute (self->writer, (const xmlChar *) name, "%u", number);
}

void
ent_xml_put_text (EntXml *self, const gchar *text)
{
  xmlTextWriterWriteString (self->writer, clean (self, text));
}

/* FALSE with the reason where the output took no more */
gboolean
ent_xml_check (EntXml *self, GError **error)
{
  if (self->error)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else
    return TRUE;
  return FALSE;
}

/* Ends what is open, and writes what is left */
gboolean
ent_xml_finish (EntXml *self, GError **error)
{
  xmlTextWriterEndDocument (self->writer);
  xmlTextWriterFlush (self->writer);
  return ent_xml_check (self, error);
}
