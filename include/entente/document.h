/* A document: immutable UTF-8 text and one layer after another laid over it. Offsets are bytes into the text. */
#pragma once

#include <entente/error.h>
#include <entente/layers.h>

G_BEGIN_DECLS

#define ENT_TYPE_DOCUMENT (ent_document_get_type ())
G_DECLARE_FINAL_TYPE (EntDocument, ent_document, ENT, DOCUMENT, GObject)

EntDocument *ent_document_new (const gchar *text, gssize length, GError **error);
EntDocument *ent_document_new_take (gchar *text, gsize length, GError **error);

/* What is known of it */
const gchar *ent_document_get_text (EntDocument *self, gsize *length);
const gchar *ent_document_get_id (EntDocument *self);
void ent_document_set_id (EntDocument *self, const gchar *id);
const gchar *ent_document_get_source (EntDocument *self);
void ent_document_set_source (EntDocument *self, const gchar *source);
const gchar *ent_document_get_title (EntDocument *self);
void ent_document_set_title (EntDocument *self, const gchar *title);
const gchar *ent_document_get_date (EntDocument *self);
void ent_document_set_date (EntDocument *self, const gchar *date);
const gchar *ent_document_get_lang (EntDocument *self);
void ent_document_set_lang (EntDocument *self, const gchar *lang);
const gchar *ent_document_get_meta (EntDocument *self, const gchar *key);
void ent_document_set_meta (EntDocument *self, const gchar *key, const gchar *value);
const gchar *const *ent_document_list_meta (EntDocument *self);

/* What readers and stages want the user to know: the charset that was guessed, a limit that was met */
void ent_document_add_note (EntDocument *self, const gchar *note);
const gchar *const *ent_document_get_notes (EntDocument *self);

/* Strings, kept once a document */
EntId ent_document_intern (EntDocument *self, const gchar *string);
EntId ent_document_intern_len (EntDocument *self, const gchar *string, gsize length);
const gchar *ent_document_get_string (EntDocument *self, EntId id);

/* Offsets: bytes here, code points in JSON */
guint32 ent_document_byte_to_char (EntDocument *self, guint32 byte);
guint32 ent_document_char_to_byte (EntDocument *self, guint32 character);

/* Layers, whole: the pointers hold until something is added to the same layer */
EntLayers ent_document_get_layers (EntDocument *self);
const EntToken *ent_document_get_tokens (EntDocument *self, guint *n);
const EntSentence *ent_document_get_sentences (EntDocument *self, guint *n);
const EntMention *ent_document_get_mentions (EntDocument *self, guint *n);
const EntEntity *ent_document_get_entities (EntDocument *self, guint *n);
const EntRelation *ent_document_get_relations (EntDocument *self, guint *n);

/* Layers, one element at a time, copied: for bindings */
gboolean ent_document_get_token (EntDocument *self, guint t, EntToken *token);
gboolean ent_document_get_sentence (EntDocument *self, guint s, EntSentence *sentence);
gboolean ent_document_get_mention (EntDocument *self, guint m, EntMention *mention);
gboolean ent_document_get_entity (EntDocument *self, guint e, EntEntity *entity);
gboolean ent_document_get_relation (EntDocument *self, guint r, EntRelation *relation);

/* The text of tokens [first, end) */
gchar *ent_document_dup_words (EntDocument *self, guint first, guint end);
gboolean ent_document_token_is (EntDocument *self, guint t, const gchar *const *words);

/* Adding: only layers that the running stage says it makes */
void ent_document_mark_layers (EntDocument *self, EntLayers layers);
void ent_document_clear_layers (EntDocument *self, EntLayers layers);
guint ent_document_add_token (EntDocument *self, guint32 start, guint32 end, EntTokenFlags flags);
guint ent_document_add_sentence (EntDocument *self, guint first, guint end);
void ent_document_set_norm (EntDocument *self, guint t, const gchar *norm);
void ent_document_set_tag (EntDocument *self, guint t, EntPos pos, const gchar *lemma);
void ent_document_set_head (EntDocument *self, guint t, gint head, const gchar *dep);
guint ent_document_add_mention (EntDocument *self, guint first, guint end, const gchar *type, gfloat confidence);
guint ent_document_append_mention (EntDocument *self, const EntMention *mention);
guint ent_document_add_entity (EntDocument *self, const gchar *type, const gchar *name, const gchar *key);
void ent_document_set_aliases (EntDocument *self, guint e, const gchar *aliases);
void ent_document_set_links (EntDocument *self, guint e, const gchar *links);
void ent_document_set_mention_entity (EntDocument *self, guint m, gint e);
void ent_document_set_mention_acts_for (EntDocument *self, guint m, const gchar *key);
guint ent_document_add_relation (EntDocument *self, guint head, guint tail, const gchar *label, guint sentence,
                                 gfloat confidence);
guint ent_document_append_relation (EntDocument *self, const EntRelation *relation);

G_END_DECLS
