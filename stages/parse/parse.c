/* parse — dependency trees of Universal Dependencies, by the network of the pack. */
#include "stages/parse/network.h"

#include <entente.h>

typedef struct
{
  EntStage parent;
  EntModel *model;
  EntWords *words;
  ParseNet *net;
} EntParse;
typedef EntStageClass EntParseClass;
GType ent_parse_get_type (void);
G_DEFINE_TYPE (EntParse, ent_parse, ENT_TYPE_STAGE)

static gboolean
load (EntParse *self, GError **error)
{
  EntStage *stage = (EntStage *) self;
  g_autofree gchar *model = ent_stage_find_data (stage, PARSE_FILE, error);

  if (!model || !(self->model = ent_model_open (model, "parse", error))
      || !(self->words = ent_words_open_for (stage, self->model, error)))
    return FALSE;
  self->net = parse_net_new (self->model, self->words, error);
  return self->net != NULL;
}

static void
unload (EntParse *self)
{
  g_clear_pointer (&self->net, parse_net_free);
  g_clear_pointer (&self->model, ent_model_free);
  g_clear_pointer (&self->words, ent_words_free);
}

static gboolean
ent_parse_load (EntStage *stage, GError **error)
{
  unload ((EntParse *) stage);
  return load ((EntParse *) stage, error);
}

/* Where a long sentence is best cut: behind the last stop in the second half of what fits, else behind all of that */
static guint
end_of_part (EntDocument *doc, guint first, guint end)
{
  static const gchar *const stops[] = { ";", ",", ":", ".", "–", "—", "|", NULL };

  if (end - first <= PARSE_LONGEST)
    return end;
  for (guint t = first + PARSE_LONGEST; t-- > first + PARSE_LONGEST / 2;)
    if (ent_document_token_is (doc, t, stops))
      return t + 1;
  return first + PARSE_LONGEST;
}

/* A report may begin with where and when it was written, "KYIV, March 4 — …", which is no part of its first sentence:
 * the token after its dash, or @first where there is none */
#define LONGEST_DATELINE 14

static guint
after_dateline (EntDocument *doc, guint first, guint end)
{
  static const gchar *const dashes[] = { "—", "–", "-", "--", NULL };
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);
  EntTokenFlags opening = ENT_TOKEN_UPPER | ENT_TOKEN_LINE_START;

  if ((tokens[first].flags & opening) != opening || tokens[first].end - tokens[first].start < 3)
    return first;
  for (guint t = first + 1; t + 1 < end && t < first + LONGEST_DATELINE; t++)
    if (ent_document_token_is (doc, t, dashes) && tokens[t].flags & ENT_TOKEN_SPACE_BEFORE
        && tokens[t + 1].flags & ENT_TOKEN_SPACE_BEFORE)
      return t + 1;
  return first;
}

/* A document in hand */
typedef struct
{
  const ParseNet *net;
  EntDocument *doc;
  EntWordForm *forms;
  EntScratch *scratch;
} Parsing;

/* The words of a part; its root hangs on that of the sentence's first part. Gives the root */
static guint
parse_part (const Parsing *self, guint first, guint end, gint above)
{
  guint heads[PARSE_LONGEST], n = end - first, root = first;
  guint8 labels[PARSE_LONGEST];

  parse_net_run (self->net, self->forms + first, n, self->scratch, heads, labels);
  for (guint t = 0; t < n; t++)
    if (heads[t])
      ent_document_set_head (self->doc, first + t, first + heads[t] - 1, parse_net_get_label (self->net, labels[t]));
    else
      {
        root = first + t;
        ent_document_set_head (self->doc, root, above < 0 ? (gint) root : above, above < 0 ? "root" : "parataxis");
      }
  return root;
}

static void
parse_sentence (const Parsing *self, const EntSentence *sentence)
{
  guint end = sentence->first + sentence->n;
  guint begin = after_dateline (self->doc, sentence->first, end);
  gint root = -1;

  for (guint first = begin; first < end;)
    {
      guint part_end = end_of_part (self->doc, first, end);
      guint part_root = parse_part (self, first, part_end, root);

      root = root < 0 ? (gint) part_root : root;
      first = part_end;
    }
  if (begin > sentence->first)
    parse_part (self, sentence->first, begin, root);
}

static gboolean
ent_parse_process (EntStage *stage, EntDocument *doc, GError **error)
{
  EntParse *self = (EntParse *) stage;
  guint n_tokens, n_sentences;
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  const EntSentence *sentences = ent_document_get_sentences (doc, &n_sentences);
  Parsing parsing = { .net = self->net, .doc = doc, .scratch = ent_scratch_new () };

  parsing.forms = ent_word_forms_new (ent_document_get_text (doc, NULL), tokens, n_tokens, self->words);
  for (guint s = 0; s < n_sentences; s++)
    parse_sentence (&parsing, &sentences[s]);
  g_free (parsing.forms);
  ent_scratch_free (parsing.scratch);
  return TRUE;
}

static void
ent_parse_finalize (GObject *object)
{
  unload ((EntParse *) object);
  G_OBJECT_CLASS (ent_parse_parent_class)->finalize (object);
}

static void
ent_parse_class_init (EntParseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_parse_finalize;
  klass->load = ent_parse_load;
  klass->process = ent_parse_process;
  ent_stage_class_describe (klass, "parse", "find the head of each word, and how it hangs on it",
                            ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES, ENT_LAYER_HEADS);
}

static void
ent_parse_init (EntParse *self)
{
}
