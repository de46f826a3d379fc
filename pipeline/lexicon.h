/* The lexicon: phrases with their types, in one file that is mapped, not parsed, at start. Knows no language. */
#pragma once

#include <entente/document.h>

G_BEGIN_DECLS

typedef struct _EntLexicon EntLexicon;

/**
 * ENT_LEXICON_MAX_SENSES:
 *
 * A phrase has at most so many senses; the compiler refuses more.
 */
#define ENT_LEXICON_MAX_SENSES 16

/**
 * EntLexiconSense:
 * @type: "country", "city", "given-name", …: the compiler's classes, not the ontology's types
 * @form: the phrase as the lexicon writes it
 * @key: what it is: "RU", a fuller name, or ""
 * @weight: how common or how large; its unit depends on the type; 0 unknown
 * @type_id: the number of @type, see ent_lexicon_find_type()
 * @exact: whether the text writes it as @form does; else they differ in case
 *
 * What a phrase stands for in one of its senses.
 */
typedef struct
{
  const gchar *type;
  const gchar *form;
  const gchar *key;
  guint32 weight;
  guint8 type_id;
  gboolean exact;
} EntLexiconSense;

EntLexicon *ent_lexicon_open (const gchar *path, GError **error);
void ent_lexicon_free (EntLexicon *self);

gint ent_lexicon_find_type (EntLexicon *self, const gchar *type);
guint ent_lexicon_get_n_phrases (EntLexicon *self);
guint ent_lexicon_get_phrase (EntLexicon *self, guint entry, EntLexiconSense *senses, guint max);
guint ent_lexicon_lookup (EntLexicon *self, const gchar *phrase, gssize length, EntLexiconSense *senses, guint max);

/* Calls back for each phrase that begins at token t, shortest first, at most to token `end` */
typedef void (*EntLexiconFunc) (guint first, guint end, const EntLexiconSense *senses, guint n, gpointer user_data);
void ent_lexicon_match (EntLexicon *self, EntDocument *doc, guint t, guint end, EntLexiconFunc func,
                        gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntLexicon, ent_lexicon_free)

/* Writing one: for the compiler and tests */
typedef struct _EntLexiconWriter EntLexiconWriter;

EntLexiconWriter *ent_lexicon_writer_new (void);
void ent_lexicon_writer_free (EntLexiconWriter *self);
void ent_lexicon_writer_add (EntLexiconWriter *self, const gchar *phrase, const gchar *type, const gchar *key,
                             guint32 weight);
gboolean ent_lexicon_writer_has (EntLexiconWriter *self, const gchar *phrase, const gchar *type);
gboolean ent_lexicon_writer_save (EntLexiconWriter *self, const gchar *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntLexiconWriter, ent_lexicon_writer_free)

G_END_DECLS
