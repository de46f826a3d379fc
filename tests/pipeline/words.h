/* "words": a tokeniser for tests of the engine, which do not depend on the language data of the real one. Words stand
 * between spaces; the text is one sentence. */
#pragma once

#include "tests/harness.h"

#include <string.h>

typedef EntStage Words;
typedef EntStageClass WordsClass;
G_DEFINE_TYPE (Words, words, ENT_TYPE_STAGE)

static inline void
add_words (EntDocument *doc)
{
  gsize length;
  const gchar *text = ent_document_get_text (doc, &length);

  for (gsize start = 0, end; start < length; start = end + 1)
    {
      end = start + strcspn (text + start, " ");
      if (end > start)
        ent_document_add_token (doc, start, end, 0);
    }
}

static gboolean
words_process (EntStage *self, EntDocument *doc, GError **error)
{
  EntLayers given = ent_document_get_layers (doc);
  guint n;

  if (!(given & ENT_LAYER_TOKENS))
    add_words (doc);
  ent_document_get_tokens (doc, &n);
  if (!(given & ENT_LAYER_SENTENCES) && n)
    ent_document_add_sentence (doc, 0, n);
  return TRUE;
}

static void
words_class_init (WordsClass *klass)
{
  klass->process = words_process;
  ent_stage_class_describe (klass, "words", "cut the text at its spaces", ENT_LAYER_NONE,
                            ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES);
}

static void
words_init (Words *self)
{
}

/* A document of this text, without any layer */
static inline EntDocument *
document_from_text (const char *text)
{
  EntDocument *doc = ent_document_new (text, -1, NULL);

  assert_non_null (doc);
  return doc;
}
