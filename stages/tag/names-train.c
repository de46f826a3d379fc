/* Training the learned tagger of names: gold to labels, and what sources leave open. */
#include "stages/tag/names.h"

#include "pipeline/stage-private.h"
#include <entente/error.h>
#include <string.h>

struct _NamesTrainer
{
  Lexicon lexicon;
  Patterns *patterns;
  EntWords *classes;
  Lists *lists; /* NULL where the pack has none */
  gchar **types;
  guint n_types;
  EntCrfTrainer *crf;
};

/* A pack without lists is no error */
static gboolean
load_lists (NamesTrainer *self, const gchar *pack, GError **error)
{
  g_autofree gchar *path = ent_pack_find (pack, "tag/" LISTS_FILE, NULL);

  self->lists = path ? lists_open (path, error) : NULL;
  return !path || self->lists;
}

static gboolean
load_data (NamesTrainer *self, const gchar *pack, GError **error)
{
  g_autofree gchar *lexicon = ent_pack_find (pack, "tag/lexicon.bin", error);
  g_autofree gchar *patterns = lexicon ? ent_pack_find (pack, "tag/patterns.txt", error) : NULL;
  g_autofree gchar *table = patterns ? ent_pack_find (pack, "tag/clusters.bin", error) : NULL;

  if (!table || !tag_lexicon_open (&self->lexicon, lexicon, error))
    return FALSE;
  self->patterns = tag_patterns_load (patterns, error);
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
  self->crf = make_trainer (self);
  return g_steal_pointer (&self);
}

void
names_trainer_free (NamesTrainer *self)
{
  g_clear_pointer (&self->crf, ent_crf_trainer_free);
  g_clear_pointer (&self->classes, ent_words_free);
  g_clear_pointer (&self->lists, lists_free);
  g_clear_pointer (&self->patterns, tag_patterns_free);
  g_clear_pointer (&self->lexicon.lexicon, ent_lexicon_free);
  g_strfreev (self->types);
  g_free (self);
}

/* Where nothing is marked: O, and every label of the types that the source does not mark */
static guint64
open_labels (NamesTrainer *self, GHashTable *marked)
{
  guint64 open = 1;

  for (guint type = 0; type < self->n_types; type++)
    if (marked && !g_hash_table_contains (marked, self->types[type]))
      open |= G_GUINT64_CONSTANT (0xf) << name_label (type, NAME_BEGIN);
  return open;
}

static guint64
label_bit (NamesTrainer *self, const gchar *name, NamePart part)
{
  for (guint type = 0; type < self->n_types; type++)
    if (g_str_equal (self->types[type], name))
      return G_GUINT64_CONSTANT (1) << name_label (type, part);
  return 0;
}

/* Where the source leaves it open which of several types a name has, but the rules find a name of one of these there,
 * it is that one */
static const gchar *
ask_rules (const Tagging *tagging, const GoldName *name, gchar **types)
{
  guint kept = tagging->words[name->first].kept;
  const Candidate *candidate = kept ? &g_array_index (tagging->kept, Candidate, kept - 1) : NULL;

  if (candidate && types[0] && types[1] && candidate->first == name->first && candidate->end == name->end
      && g_strv_contains ((const gchar *const *) types, candidate->type))
    return candidate->type;
  return NULL;
}

/* A name that overlaps one before it, or whose type is unknown, is left out: nested names are not learned */
static void
allow_name (NamesTrainer *self, const Tagging *tagging, const GoldName *name, guint64 open, guint64 *allowed)
{
  g_auto (GStrv) types = g_strsplit (name->type, "|", -1);
  const gchar *known = ask_rules (tagging, name, types);

  for (guint t = name->first; t < name->end; t++)
    if (!label_bit (self, types[0], NAME_BEGIN) || allowed[t] != open)
      return;
  for (guint t = name->first; t < name->end; t++)
    {
      gboolean first = t == name->first, last = t + 1 == name->end;
      NamePart part = first ? (last ? NAME_UNIT : NAME_BEGIN) : last ? NAME_LAST : NAME_INSIDE;

      allowed[t] = 0;
      for (guint i = 0; types[i]; i++)
        if (!known || g_str_equal (known, types[i]))
          allowed[t] |= label_bit (self, types[i], part);
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
names_trainer_add (NamesTrainer *self, EntDocument *doc, const GoldName *names, guint n_names, GHashTable *marked)
{
  Tagging tagging = { .lexicon = &self->lexicon, .patterns = self->patterns, .doc = doc };
  guint64 open = open_labels (self, marked);
  g_autofree guint64 *allowed = NULL;
  g_autofree WordForm *forms = NULL;
  NameFeatures *features;

  tag_begin (&tagging);
  tag_find (&tagging, TRUE, TRUE);
  forms = word_forms_new (tagging.text, tagging.tokens, tagging.n_tokens, self->classes);
  features = name_features_new (&tagging, forms, ent_words_get_n_grains (self->classes), self->lists);
  allowed = g_new (guint64, tagging.n_tokens + 1);
  for (guint t = 0; t < tagging.n_tokens; t++)
    allowed[t] = open;
  for (guint i = 0; i < n_names; i++)
    allow_name (self, &tagging, &names[i], open, allowed);
  for (guint s = 0; s < tagging.n_sentences; s++)
    if (fits (&tagging.sentences[s], names, n_names))
      {
        EntFeatures of_sentence = name_features_of (features, &tagging.sentences[s]);

        ent_crf_trainer_add (self->crf, &of_sentence, allowed + tagging.sentences[s].first);
      }
  name_features_free (features);
  tag_end (&tagging);
}

void
names_trainer_run (NamesTrainer *self, const NamesOptions *options, EntModelWriter *writer)
{
  ent_crf_trainer_run (self->crf, &options->crf, options->progress, options->user_data);
  ent_crf_trainer_store (self->crf, &options->crf, writer);
  if (self->lists)
    ent_model_writer_set_number (writer, "lists", 1);
}
