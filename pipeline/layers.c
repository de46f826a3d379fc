/* Names of what stands in the layers: the same words in JSON, messages and CoNLL-U. */
#include <entente/layers.h>

#include <string.h>

static const gchar *const layer_names[ENT_N_LAYERS + 1]
    = { "tokens", "sentences", "tags", "heads", "mentions", "entities", "relations", NULL };
static const gchar *const pos_names[]
    = { "_",    "ADJ",  "ADP",   "ADV",   "AUX",   "CCONJ", "DET",  "INTJ", "NOUN", "NUM",
        "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",   "VERB", "X",    NULL };
static const gchar *const kind_names[] = { "name", "nominal", "pronoun", "value", NULL };
static const gchar *const polarity_names[] = { "affirmed", "negated", NULL };
static const gchar *const modality_names[]
    = { "asserted", "possible", "necessary", "intended", "conditional", "asked", NULL };

static gint
index_of (const gchar *const *names, const gchar *name)
{
  for (gint i = 0; names[i]; i++)
    if (g_str_equal (names[i], name))
      return i;
  return -1;
}

/**
 * ent_layers_to_string:
 * @layers: some layers
 *
 * Their names, as messages show them: "tokens, sentences"; "text" for none.
 *
 * Returns: (transfer full): the names
 */
gchar *
ent_layers_to_string (EntLayers layers)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < ENT_N_LAYERS; i++)
    if (layers & 1u << i)
      g_string_append_printf (names, "%s%s", names->len ? ", " : "", layer_names[i]);
  return g_strdup (names->len ? names->str : "text");
}

/**
 * ent_pos_to_string:
 * @pos: a part of speech
 *
 * Returns: (transfer none): its name in Universal Dependencies, "_" for none
 */
const gchar *
ent_pos_to_string (EntPos pos)
{
  return pos_names[(guint) pos <= ENT_POS_X ? pos : ENT_POS_NONE];
}

/**
 * ent_pos_from_string:
 * @name: a UPOS tag
 *
 * Returns: the part of speech, %ENT_POS_NONE for an unknown name
 */
EntPos
ent_pos_from_string (const gchar *name)
{
  return (EntPos) MAX (index_of (pos_names, name), 0);
}

/**
 * ent_mention_kind_to_string:
 * @kind: a kind
 *
 * Returns: (transfer none): its name in the JSON form
 */
const gchar *
ent_mention_kind_to_string (EntMentionKind kind)
{
  return kind_names[(guint) kind <= ENT_MENTION_VALUE ? kind : ENT_MENTION_NAME];
}

/**
 * ent_mention_kind_from_string:
 * @name: a name in the JSON form
 *
 * Returns: the kind, -1 for an unknown name
 */
gint
ent_mention_kind_from_string (const gchar *name)
{
  return index_of (kind_names, name);
}

/**
 * ent_polarity_to_string:
 * @polarity: a polarity
 *
 * Returns: (transfer none): its name in the JSON form
 */
const gchar *
ent_polarity_to_string (EntPolarity polarity)
{
  return polarity_names[polarity == ENT_POLARITY_NEGATED];
}

/**
 * ent_polarity_from_string:
 * @name: a name in the JSON form
 *
 * Returns: the polarity, -1 for an unknown name
 */
gint
ent_polarity_from_string (const gchar *name)
{
  return index_of (polarity_names, name);
}

/**
 * ent_modality_to_string:
 * @modality: a modality
 *
 * Returns: (transfer none): its name in the JSON form
 */
const gchar *
ent_modality_to_string (EntModality modality)
{
  return modality_names[(guint) modality <= ENT_MODALITY_ASKED ? modality : ENT_MODALITY_ASSERTED];
}

/**
 * ent_modality_from_string:
 * @name: a name in the JSON form
 *
 * Returns: the modality, -1 for an unknown name
 */
gint
ent_modality_from_string (const gchar *name)
{
  return index_of (modality_names, name);
}
