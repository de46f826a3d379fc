/* tokenise — words and sentences as the English treebanks of Universal Dependencies cut them: break rules make pieces,
 * lists make words of them, and what stands around a full stop tells where a sentence ends. */
#include <entente.h>

#include "stages/tokenise/sentences.h"
#include "stages/tokenise/words.h"

typedef struct
{
  EntStage parent;

  GBytes *bytes;         /* the compiled rules, which the iterator points into */
  UBreakIterator *rules; /* cloned for each document: an iterator belongs to one thread */
  TokLists lists;
} EntTokenise;
typedef EntStageClass EntTokeniseClass;

GType ent_tokenise_get_type (void);
G_DEFINE_TYPE (EntTokenise, ent_tokenise, ENT_TYPE_STAGE)

static gboolean
load_rules (EntTokenise *self, GError **error)
{
  g_autofree gchar *path = ent_stage_find_data (ENT_STAGE (self), "tokenise/word.brk", error);
  UErrorCode status = U_ZERO_ERROR;
  g_autoptr (GError) local = NULL;
  g_autoptr (GMappedFile) file = path ? g_mapped_file_new (path, FALSE, &local) : NULL;

  if (!path)
    return FALSE;
  if (!file)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s", local->message);
      return FALSE;
    }
  self->bytes = g_mapped_file_get_bytes (file);
  self->rules = ubrk_openBinaryRules (g_bytes_get_data (self->bytes, NULL), (int32_t) g_bytes_get_size (self->bytes),
                                      NULL, 0, &status);
  if (U_SUCCESS (status))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "%s: expected break rules compiled by this version of ICU (%s): %s",
               path, U_ICU_VERSION, u_errorName (status));
  return FALSE;
}

static TokList *
load_list (EntTokenise *self, const gchar *name, TokListMatch match, GError **error)
{
  g_autofree gchar *path = ent_stage_find_data (ENT_STAGE (self), name, error);

  return path ? tok_list_load (path, match, error) : NULL;
}

static gboolean
ent_tokenise_load (EntStage *stage, GError **error)
{
  EntTokenise *self = (EntTokenise *) stage;
  TokLists *lists = &self->lists;

  return load_rules (self, error)
         && (lists->abbreviations = load_list (self, "tokenise/abbreviations.txt", TOK_LIST_EXACT, error))
         && (lists->affixes = load_list (self, "tokenise/affixes.txt", TOK_LIST_FOLDED, error))
         && (lists->clitics = load_list (self, "tokenise/clitics.txt", TOK_LIST_FOLDED, error))
         && (lists->domains = load_list (self, "tokenise/domains.txt", TOK_LIST_FOLDED, error))
         && (lists->literals = load_list (self, "tokenise/literals.txt", TOK_LIST_FOLDED, error))
         && (lists->multiwords = load_list (self, "tokenise/multiwords.txt", TOK_LIST_PARTS, error))
         && (lists->starters = load_list (self, "tokenise/starters.txt", TOK_LIST_EXACT, error))
         && (lists->units = load_list (self, "tokenise/units.txt", TOK_LIST_EXACT, error));
}

static void
add_tokens (EntTokenise *self, EntDocument *doc, const gchar *text, const GArray *pieces, GArray *words)
{
  const TokPiece *piece = (const TokPiece *) pieces->data;
  guint end;

  g_array_set_size (words, 0);
  for (guint p = 0; p < pieces->len; p = end)
    {
      end = p + 1;
      if (tok_is_space (&piece[p]))
        continue;
      end = tok_join (&self->lists, text, piece, pieces->len, p);
      tok_split (&self->lists, text, piece, pieces->len, p, end, words);
    }
  for (guint t = 0; t < words->len; t++)
    {
      const TokWord *word = &g_array_index (words, TokWord, t);

      ent_document_add_token (doc, word->start, word->end, word->joined ? ENT_TOKEN_JOINED : 0);
    }
}

static void
add_sentences (EntTokenise *self, EntDocument *doc, const gchar *text)
{
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  for (guint t = 0, first = 0; t < n; first = t)
    {
      t = tok_sentence_end (&self->lists, text, tokens, n, first);
      ent_document_add_sentence (doc, first, t);
    }
}

static gboolean
ent_tokenise_process (EntStage *stage, EntDocument *doc, GError **error)
{
  EntTokenise *self = (EntTokenise *) stage;
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (TokPiece));
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (TokWord));
  EntLayers given = ent_document_get_layers (doc) & (ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES);
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *rules;
  gboolean ok = TRUE;
  gsize length;
  const gchar *text = ent_document_get_text (doc, &length);

  if (given == (ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES))
    return TRUE;
  rules = ubrk_clone (self->rules, &status);
  if (U_FAILURE (status))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_STAGE, "cannot copy the break rules: %s", u_errorName (status));
      return FALSE;
    }
  for (gsize start = 0, end; ok && start < length && !(given & ENT_LAYER_TOKENS); start = end)
    {
      end = tok_block_end (text, length, start);
      g_array_set_size (pieces, 0);
      ok = tok_cut (rules, text, start, end, pieces, error);
      add_tokens (self, doc, text, pieces, words);
    }
  ubrk_close (rules);
  if (ok)
    add_sentences (self, doc, text);
  return ok;
}

static void
ent_tokenise_finalize (GObject *object)
{
  EntTokenise *self = (EntTokenise *) object;
  TokList **lists[]
      = { &self->lists.abbreviations, &self->lists.affixes,    &self->lists.clitics,  &self->lists.domains,
          &self->lists.literals,      &self->lists.multiwords, &self->lists.starters, &self->lists.units };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_clear_pointer (lists[i], tok_list_free);
  g_clear_pointer (&self->rules, ubrk_close);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  G_OBJECT_CLASS (ent_tokenise_parent_class)->finalize (object);
}

static void
ent_tokenise_class_init (EntTokeniseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_tokenise_finalize;
  klass->load = ent_tokenise_load;
  klass->process = ent_tokenise_process;
  ent_stage_class_describe (klass, "tokenise", "cut the text into words and sentences", ENT_LAYER_NONE,
                            ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES);
}

static void
ent_tokenise_init (EntTokenise *self)
{
}
