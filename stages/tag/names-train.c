/* Training the learned tagger of names: gold to labels, and what sources leave open. */
#include "stages/tag/names.h"

#include "pipeline/stage-private.h"
#include <entente/error.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

struct _NamesTrainer
{
  Lexicon lexicon;
  Patterns *patterns;
  EntWords *classes;
  Lists *lists; /* NULL where the pack has none */
  gchar **types;
  guint n_types;
  GPtrArray *lessons;  /* Lesson */
  guint n_blocks;      /* of sentences, dealt out to the folds */
  GArray *confidences; /* EntConfidence */
  GArray *ids;         /* guint64, see join_features() */
  GArray *offsets;     /* guint32 */
};

/* A pack without lists is no error */
static gboolean
load_lists (NamesTrainer *self, const gchar *pack, GError **error)
{
  g_autofree gchar *path = ent_pack_find (pack, "tag/" LISTS_FILE, NULL);

  self->lists = path ? lists_open (path, error) : NULL;
  return !path || self->lists;
}

/* Parts of the data that are labelled by a model trained on the others, as the first look labels what is new to it */
#define N_FOLDS 4
#define NO_FOLD N_FOLDS
/* A document with more is dealt out in parts: some sources are one document */
#define SENTENCES_OF_A_FOLD 100

/* A document to learn from */
typedef struct
{
  Tagging tagging;
  EntWordForm *forms;
  NameFeatures *features;
  guint64 *allowed;  /* the labels that each token may have */
  guint8 *is_marked; /* whether the gold says something of it */
  guint8 *labels;    /* those that the first look found */
  guint8 *folds;     /* of each sentence; NO_FOLD for those that cannot be learned from */
  guint times;
} Lesson;

static void
lesson_free (Lesson *self)
{
  EntDocument *doc = self->tagging.doc;

  name_features_free (self->features);
  g_free (self->forms);
  tag_end (&self->tagging);
  g_free (self->allowed);
  g_free (self->is_marked);
  g_free (self->labels);
  g_free (self->folds);
  g_free (self);
  g_object_unref (doc);
}

static gboolean
load_data (NamesTrainer *self, const gchar *pack, GError **error)
{
  g_autofree gchar *lexicon = ent_pack_find (pack, "tag/lexicon.bin", error);
  g_autofree gchar *table = lexicon ? ent_pack_find (pack, "tag/clusters.bin", error) : NULL;

  if (!table || !tag_lexicon_open (&self->lexicon, lexicon, error))
    return FALSE;
  self->patterns = tag_patterns_load (pack, error);
  self->classes = self->patterns ? ent_words_open (table, error) : NULL;
  return self->classes && load_lists (self, pack, error);
}

/* After O, L and U comes O, B or U; after B and I comes I or L of the same type */
static guint64 *
make_follows (guint n_types)
{
  guint n_labels = 1 + NAME_LABELS_A_TYPE * n_types;
  guint64 *follows = g_new0 (guint64, n_labels + 1);
  guint64 done = G_GUINT64_CONSTANT (1);

  for (guint type = 0; type < n_types; type++)
    done |= G_GUINT64_CONSTANT (1) << name_label (type, NAME_LAST)
            | G_GUINT64_CONSTANT (1) << name_label (type, NAME_UNIT);
  follows[0] = follows[n_labels] = done;
  follows[0] |= G_GUINT64_CONSTANT (1) << n_labels;
  for (guint type = 0; type < n_types; type++)
    {
      guint64 open = G_GUINT64_CONSTANT (1) << name_label (type, NAME_BEGIN)
                     | G_GUINT64_CONSTANT (1) << name_label (type, NAME_INSIDE);

      follows[name_label (type, NAME_BEGIN)] = follows[name_label (type, NAME_UNIT)] = follows[0];
      follows[name_label (type, NAME_INSIDE)] = follows[name_label (type, NAME_LAST)] = open;
    }
  return follows;
}

static EntCrfTrainer *
make_trainer (NamesTrainer *self)
{
  static const gchar parts[] = "BILU";
  guint n_labels = 1 + NAME_LABELS_A_TYPE * self->n_types;
  g_auto (GStrv) labels = g_new0 (gchar *, n_labels + 1);
  g_autofree guint64 *follows = make_follows (self->n_types);

  labels[0] = g_strdup ("O");
  for (guint y = 1; y < n_labels; y++)
    labels[y]
        = g_strdup_printf ("%c-%s", parts[(y - 1) % NAME_LABELS_A_TYPE], self->types[(y - 1) / NAME_LABELS_A_TYPE]);
  return ent_crf_trainer_new ((const gchar *const *) labels, n_labels, follows);
}

NamesTrainer *
names_trainer_new (const gchar *pack, const gchar *const *types, GError **error)
{
  g_autoptr (NamesTrainer) self = g_new0 (NamesTrainer, 1);

  self->types = g_strdupv ((gchar **) types);
  self->n_types = g_strv_length (self->types);
  if (!self->n_types || 1 + NAME_LABELS_A_TYPE * self->n_types >= ENT_CRF_MAX_LABELS)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "%u types of names: expected from 1 to %u", self->n_types,
                   (ENT_CRF_MAX_LABELS - 2) / NAME_LABELS_A_TYPE);
      return NULL;
    }
  if (!load_data (self, pack, error))
    return NULL;
  self->lessons = g_ptr_array_new_with_free_func ((GDestroyNotify) lesson_free);
  self->confidences = g_array_new (FALSE, FALSE, sizeof (EntConfidence));
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  return g_steal_pointer (&self);
}

void
names_trainer_free (NamesTrainer *self)
{
  g_clear_pointer (&self->lessons, g_ptr_array_unref);
  g_clear_pointer (&self->confidences, g_array_unref);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->offsets, g_array_unref);
  g_clear_pointer (&self->classes, ent_words_free);
  g_clear_pointer (&self->lists, lists_free);
  g_clear_pointer (&self->patterns, tag_patterns_free);
  g_clear_pointer (&self->lexicon.lexicon, ent_lexicon_free);
  g_strfreev (self->types);
  g_free (self);
}

static guint64
label_bit (NamesTrainer *self, const gchar *name, NamePart part)
{
  for (guint type = 0; type < self->n_types; type++)
    if (g_str_equal (self->types[type], name))
      return G_GUINT64_CONSTANT (1) << name_label (type, part);
  return 0;
}

/* Where nothing is marked: O; and where the rules find a name of a type that the source does not mark, the labels of
 * this type, too. To leave all such types open everywhere would make each a home for what is hard to tell */
static guint64
open_labels (NamesTrainer *self, const Tagging *tagging, guint t, GHashTable *marked)
{
  const Candidate *candidate = marked ? tag_kept_at (tagging, t) : NULL;
  guint64 begin = candidate ? label_bit (self, candidate->type, NAME_BEGIN) : 0;

  return begin && !g_hash_table_contains (marked, candidate->type) ? 1 | begin * 0xf : 1;
}

/* Where the source leaves it open which of several types a name has, but the rules find a name of one of these there,
 * it is that one */
static const gchar *
ask_rules (const Tagging *tagging, const GoldName *name, gchar **types)
{
  const Candidate *candidate = tag_kept_at (tagging, name->first);

  if (candidate && types[0] && types[1] && candidate->first == name->first && candidate->end == name->end
      && g_strv_contains ((const gchar *const *) types, candidate->type))
    return candidate->type;
  return NULL;
}

/* A name that overlaps one before it, or whose type is unknown, is left out: nested names are not learned */
static void
allow_name (NamesTrainer *self, Lesson *lesson, const GoldName *name)
{
  g_auto (GStrv) types = g_strsplit (name->type, "|", -1);
  const gchar *known = ask_rules (&lesson->tagging, name, types);
  gboolean is_open = g_str_equal (name->type, NAME_OPEN);

  for (guint t = name->first; t < name->end; t++)
    if (lesson->is_marked[t] || !(is_open || label_bit (self, types[0], NAME_BEGIN)))
      return;
  for (guint t = name->first; t < name->end; t++)
    {
      gboolean first = t == name->first, last = t + 1 == name->end;
      NamePart part = first ? (last ? NAME_UNIT : NAME_BEGIN) : last ? NAME_LAST : NAME_INSIDE;

      lesson->is_marked[t] = TRUE;
      lesson->allowed[t] = is_open ? ~G_GUINT64_CONSTANT (0) : 0;
      for (guint i = 0; types[i]; i++)
        if (!known || g_str_equal (known, types[i]))
          lesson->allowed[t] |= label_bit (self, types[i], part);
    }
}

/* A name across a sentence border cannot be learned: the sentence is left out */
static gboolean
fits (const EntSentence *sentence, const GoldName *names, guint n_names)
{
  guint end = sentence->first + sentence->n;

  for (guint i = 0; i < n_names; i++)
    if (names[i].first < end && names[i].end > sentence->first
        && (names[i].first < sentence->first || names[i].end > end))
      return FALSE;
  return TRUE;
}

void
names_trainer_add (NamesTrainer *self, EntDocument *doc, const GoldName *names, guint n_names, GHashTable *marked,
                   guint times)
{
  Lesson *lesson = g_new0 (Lesson, 1);
  Tagging *tagging = &lesson->tagging;

  lesson->times = times;
  *tagging = (Tagging){ .lexicon = &self->lexicon, .patterns = self->patterns, .doc = g_object_ref (doc) };
  tag_begin (tagging);
  tag_find (tagging, TRUE, TRUE);
  lesson->forms = ent_word_forms_new (tagging->text, tagging->tokens, tagging->n_tokens, self->classes);
  lesson->features = name_features_new (tagging, lesson->forms, self->classes, self->lists);
  lesson->allowed = g_new (guint64, tagging->n_tokens + 1);
  lesson->is_marked = g_new0 (guint8, tagging->n_tokens + 1);
  lesson->labels = g_new0 (guint8, tagging->n_tokens + 1);
  lesson->folds = g_new (guint8, tagging->n_sentences + 1);
  for (guint t = 0; t < tagging->n_tokens; t++)
    lesson->allowed[t] = open_labels (self, tagging, t, marked);
  for (guint i = 0; i < n_names; i++)
    allow_name (self, lesson, &names[i]);
  for (guint s = 0; s < tagging->n_sentences; s++)
    {
      if (s % SENTENCES_OF_A_FOLD == 0)
        self->n_blocks++;
      lesson->folds[s] = fits (&tagging->sentences[s], names, n_names) ? self->n_blocks % N_FOLDS : NO_FOLD;
    }
  g_ptr_array_add (self->lessons, lesson);
}

/* The features of a sentence, those of the second look behind those of the first; valid until the next call */
static EntFeatures
join_features (NamesTrainer *self, const EntFeatures *first, const EntFeatures *second)
{
  guint32 offset = 0;

  g_array_set_size (self->ids, 0);
  g_array_set_size (self->offsets, 0);
  g_array_append_val (self->offsets, offset);
  for (guint t = 0; t < first->n; t++)
    {
      g_array_append_vals (self->ids, first->ids + first->offsets[t], first->offsets[t + 1] - first->offsets[t]);
      g_array_append_vals (self->ids, second->ids + second->offsets[t], second->offsets[t + 1] - second->offsets[t]);
      offset = self->ids->len;
      g_array_append_val (self->offsets, offset);
    }
  return (EntFeatures){ (const guint64 *) self->ids->data, (const guint32 *) self->offsets->data, first->n };
}

/* Sentences of all folds but one, as the first look sees them */
static void
add_first_look (NamesTrainer *self, EntCrfTrainer *crf, const Lesson *lesson, guint but)
{
  for (guint s = 0; s < lesson->tagging.n_sentences; s++)
    if (lesson->folds[s] != NO_FOLD && lesson->folds[s] != but)
      {
        const EntSentence *sentence = &lesson->tagging.sentences[s];
        EntFeatures features = name_features_of (lesson->features, sentence);

        for (guint i = 0; i < lesson->times; i++)
          ent_crf_trainer_add (crf, &features, lesson->allowed + sentence->first);
      }
}

/* All sentences, as the second look sees them; most of the weights are common to both looks */
static void
add_second_look (NamesTrainer *self, EntCrfTrainer *crf, const Lesson *lesson)
{
  NameHistory *history
      = name_history_new (&lesson->tagging, lesson->features, lesson->labels, 1 + NAME_LABELS_A_TYPE * self->n_types);

  for (guint s = 0; s < lesson->tagging.n_sentences; s++)
    if (lesson->folds[s] != NO_FOLD)
      {
        const EntSentence *sentence = &lesson->tagging.sentences[s];
        EntFeatures first = name_features_of (lesson->features, sentence);
        EntFeatures second = name_history_of (history, sentence);
        EntFeatures both = join_features (self, &first, &second);

        for (guint i = 0; second.offsets[second.n] && i < lesson->times; i++)
          ent_crf_trainer_add (crf, &both, lesson->allowed + sentence->first);
      }
  name_history_free (history);
}

/* What was trained, as it will run */
static EntModel *
store_and_open (EntCrfTrainer *crf, const EntCrfOptions *options, GError **error)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("names");
  g_autofree gchar *path = NULL;
  gint fd = g_file_open_tmp ("entente-names-XXXXXX", &path, error);
  EntModel *model = NULL;

  if (fd < 0)
    return NULL;
  close (fd);
  ent_crf_trainer_store (crf, options, writer);
  if (ent_model_writer_save (writer, path, error))
    model = ent_model_open (path, "names", error);
  g_unlink (path);
  return model;
}

/* Names found by a model that has not seen them, each right or wrong where the gold tells */
static void
note_confidences (NamesTrainer *self, const Lesson *lesson, const EntSentence *sentence, const guint8 *labels,
                  const GArray *spans)
{
  for (guint i = 0; i < spans->len; i++)
    {
      const EntCrfSpan *span = &g_array_index (spans, EntCrfSpan, i);
      EntConfidence one = { span->probability, TRUE };
      gboolean is_open = FALSE;

      for (guint t = span->first; t < span->end; t++)
        {
          guint64 allowed = lesson->allowed[sentence->first + t];

          is_open |= allowed & 1 && allowed != 1;
          one.right &= allowed >> labels[t] & 1;
        }
      if (!is_open)
        g_array_append_val (self->confidences, one);
    }
}

/* The first look at the sentences of a fold, by a model that was trained on the others */
static void
look_at_fold (NamesTrainer *self, EntCrf *crf, const Lesson *lesson, guint fold, gfloat boost)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (EntCrfSpan));

  for (guint s = 0; s < lesson->tagging.n_sentences; s++)
    if (lesson->folds[s] == fold)
      {
        const EntSentence *sentence = &lesson->tagging.sentences[s];
        EntFeatures features = name_features_of (lesson->features, sentence);
        guint8 *labels = lesson->labels + sentence->first;
        g_autofree gfloat *scores = g_new0 (gfloat, (gsize) sentence->n * ent_crf_get_n_labels (crf));

        ent_crf_score (crf, &features, scores);
        name_scores_boost (scores, sentence->n, ent_crf_get_n_labels (crf), boost);
        ent_crf_find_best (crf, scores, sentence->n, labels);
        name_spans_of (labels, sentence->n, spans);
        if (spans->len)
          ent_crf_find_probabilities (crf, scores, sentence->n, labels, (EntCrfSpan *) spans->data, spans->len);
        note_confidences (self, lesson, sentence, labels, spans);
      }
}

static gboolean
train_fold (NamesTrainer *self, const NamesOptions *options, guint fold, GError **error)
{
  g_autoptr (EntCrfTrainer) trainer = make_trainer (self);
  EntCrfOptions how = options->crf;
  EntModel *model;
  EntCrf *crf;
  gboolean ok;

  how.epochs = options->fold_epochs;
  for (guint i = 0; i < self->lessons->len; i++)
    add_first_look (self, trainer, self->lessons->pdata[i], fold);
  ent_crf_trainer_run (trainer, &how, NULL, NULL);
  model = store_and_open (trainer, &how, error);
  crf = model ? ent_crf_new (model, error) : NULL;
  for (guint i = 0; crf && i < self->lessons->len; i++)
    look_at_fold (self, crf, self->lessons->pdata[i], fold, options->boost);
  ok = crf != NULL;
  g_clear_pointer (&crf, ent_crf_free);
  g_clear_pointer (&model, ent_model_free);
  return ok;
}

gboolean
names_trainer_run (NamesTrainer *self, const NamesOptions *options, EntModelWriter *writer, GError **error)
{
  g_autoptr (EntCrfTrainer) crf = make_trainer (self);

  for (guint i = 0; i < self->lessons->len; i++)
    name_features_set_thorough (((Lesson *) self->lessons->pdata[i])->features, options->thorough);
  for (guint fold = 0; options->fold_epochs && fold < N_FOLDS; fold++)
    if (!train_fold (self, options, fold, error))
      return FALSE;
  for (guint i = 0; i < self->lessons->len; i++)
    {
      add_first_look (self, crf, self->lessons->pdata[i], NO_FOLD);
      if (options->fold_epochs)
        add_second_look (self, crf, self->lessons->pdata[i]);
    }
  ent_crf_trainer_run (crf, &options->crf, options->progress, options->user_data);
  ent_crf_trainer_store (crf, &options->crf, writer);
  ent_words_sign (self->classes, writer);
  ent_model_writer_set_number (writer, "lists", self->lists != NULL);
  ent_model_writer_set_number (writer, "thorough", options->thorough);
  ent_model_writer_set_number (writer, "boost", options->boost);
  ent_model_writer_set_number (writer, "looks", options->fold_epochs ? 2 : 1);
  ent_calibrate (self->confidences, writer);
  return TRUE;
}
