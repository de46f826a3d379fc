/* One sentence of CoNLL-U as it stands in the file, checked, before it becomes part of a document. */
#pragma once

#include "stages/read/read.h"

G_BEGIN_DECLS

enum
{
  CONLLU_ID,
  CONLLU_FORM,
  CONLLU_LEMMA,
  CONLLU_UPOS,
  CONLLU_XPOS,
  CONLLU_FEATS,
  CONLLU_HEAD,
  CONLLU_DEPREL,
  CONLLU_DEPS,
  CONLLU_MISC,
  CONLLU_N_COLUMNS
};

typedef struct
{
  guint64 line;
  gsize columns[CONLLU_N_COLUMNS]; /* offsets into `block` */
  gint32 head;                     /* word of the sentence from 0, itself for the root, ENT_NONE for `_` */
  EntPos pos;
  guint end; /* of a multi-word token: the word after its last; else 0 */
} EntConlluRow;

typedef struct
{
  GString *block; /* the columns, a zero byte after each */
  GArray *rows;   /* EntConlluRow: words, and multi-word tokens before theirs */
  gchar *text;    /* of `# text`, or NULL */
  gchar *document;
  gchar *title;
  GPtrArray *meta; /* key, value, … */
  gboolean new_document;
  gboolean new_paragraph;
  guint n_words;
  guint range_end; /* of the multi-word token being read, else 0 */
  guint64 first_line;
  gboolean misfit; /* the text is not what the forms spell */
} EntConllu;

void ent_conllu_init (EntConllu *self);
void ent_conllu_reset (EntConllu *self);
void ent_conllu_drop_words (EntConllu *self);
void ent_conllu_clear (EntConllu *self);
void ent_conllu_add_comment (EntConllu *self, const gchar *line, gsize length);
gboolean ent_conllu_add_row (EntConllu *self, guint64 line, gchar *row, gsize length, const gchar *file,
                             GError **error);
gboolean ent_conllu_check (EntConllu *self, const gchar *file, GError **error);
const gchar *ent_conllu_get (const EntConllu *self, const EntConlluRow *row, guint column);
gboolean ent_conllu_append (EntConllu *self, EntReadDraft *draft, gboolean *space, const gchar *file, GError **error);

G_END_DECLS
