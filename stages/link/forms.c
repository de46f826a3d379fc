/* The names of a document, sorted out by spelling: variants as they are written, forms as they fold. */
#include "stages/link/entities.h"

#include <string.h>

#include "pipeline/json.h"

/* Letters of an acronym */
#define MIN_ACRONYM 2
#define MAX_ACRONYM 8

/* Letters of a name that may well be written in capitals always */
#define MAX_SHORT 4

/* One space for each run of white space, no `|`, which separates aliases */
static gchar *
clean (const gchar *words)
{
  g_autoptr (GString) surface = g_string_sized_new (strlen (words));

  for (const gchar *p = words; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != '|' && !g_unichar_isspace (c) && !g_unichar_iscntrl (c))
        g_string_append_unichar (surface, c);
      else if (surface->len && surface->str[surface->len - 1] != ' ')
        g_string_append_c (surface, ' ');
    }
  return g_strchomp (g_strdup (surface->str));
}

static guint
count_words (const gchar *folded)
{
  guint n = *folded ? 1 : 0;

  for (const gchar *p = folded; *p; p++)
    n += *p == ' ';
  return n;
}

/* "OSTEN" as much as "BOLT FOODS", not "BBC": that is how it is written */
static gboolean
is_upper (const gchar *surface)
{
  for (const gchar *p = surface; *p; p = g_utf8_next_char (p))
    if (g_unichar_islower (g_utf8_get_char (p)))
      return FALSE;
  return g_utf8_strlen (surface, -1) > MAX_SHORT;
}

static gboolean
is_acronym (const gchar *surface)
{
  guint n = 0;

  for (const gchar *p = surface; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != '.' && !g_unichar_isupper (c) && !(n && g_unichar_isdigit (c)))
        return FALSE;
      n += c != '.';
    }
  return n >= MIN_ACRONYM && n <= MAX_ACRONYM;
}

/* Written by hand, for a table of each document is filled with them */
gchar *
link_typed_key (EntId type, const gchar *text)
{
  gsize n = strlen (text);
  gchar *key = g_malloc (n + 9);

  for (guint i = 0; i < 8; i++)
    key[i] = 'a' + (type >> 4 * i & 15);
  memcpy (key + 8, text, n + 1);
  return key;
}

/* For names of one type, and of what a rule says that they come to */
static gchar *
index_key (EntId type, EntId value, const gchar *name)
{
  g_autofree gchar *valued = value ? link_typed_key (value, name) : NULL;

  return link_typed_key (type, valued ? valued : name);
}

/* "rules/companies" that says "5493001" → "companies=5493001" */
static EntId
identifier_of (const Grouping *self, const EntMention *mention, const gchar *cleaned)
{
  const gchar *by = ent_document_get_string (self->doc, mention->by);
  const gchar *slash = by ? strrchr (by, '/') : NULL;
  g_autofree gchar *identifier = g_strconcat (slash ? slash + 1 : "key", "=", cleaned, NULL);

  return ent_document_intern (self->doc, identifier);
}

/* What a rule says of who is named goes before all that is read off the names; blanks say nothing */
static void
identify (const Grouping *self, const EntMention *mention, Form *form)
{
  const gchar *json = mention->value ? ent_document_get_string (self->doc, mention->value) : NULL;
  g_autofree gchar *value = json ? ent_json_dup_string (json) : NULL;
  g_autofree gchar *cleaned = value ? clean (value) : NULL;
  g_autofree gchar *slug = cleaned && *cleaned ? link_slug (cleaned) : NULL;
  g_autofree gchar *key = slug ? link_key_of (self->doc, mention->type, slug) : NULL;

  if (!key)
    return;
  form->key = ent_document_intern (self->doc, key);
  form->identifier = identifier_of (self, mention, cleaned);
}

/* The first key that a name is given is that of all its spellings; the name with another key is another form. Takes the
 * form */
static guint
take_form (Grouping *self, GHashTable *index, Form *form)
{
  gchar *key = index_key (form->type, 0, form->folded);
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (index, key));
  Form *first = known ? &g_array_index (self->forms, Form, known - 1) : NULL;

  if (first && first->key && form->key && first->key != form->key)
    {
      g_free (key);
      key = index_key (form->type, form->key, form->folded);
      known = GPOINTER_TO_UINT (g_hash_table_lookup (index, key));
    }
  else if (first && !first->key)
    {
      first->key = form->key;
      first->identifier = form->identifier;
    }
  if (known)
    {
      g_free (form->folded);
      g_free (key);
      return known - 1;
    }
  form->parent = self->forms->len;
  g_array_append_vals (self->forms, form, 1);
  g_hash_table_insert (index, key, GUINT_TO_POINTER (self->forms->len));
  return self->forms->len - 1;
}

static guint
add_form (Grouping *self, GHashTable *index, const EntMention *mention, const gchar *surface)
{
  const gchar *type = ent_document_get_string (self->doc, mention->type);
  g_autofree gchar *folded = link_fold (surface);
  const gchar *bare = g_str_equal (type, "Person") ? link_skip_titles (self->names, folded) : folded;
  Form form = { .folded = g_strdup (*bare ? bare : surface), .type = mention->type };

  form.n_words = count_words (form.folded);
  if (g_str_equal (type, "Location") || g_str_equal (type, "Nationality"))
    form.code = link_country (self->names, surface, g_str_equal (type, "Nationality"));
  identify (self, mention, &form);
  return take_form (self, index, &form);
}

typedef struct
{
  Grouping *grouping;
  GHashTable *forms;    /* "type key folded" → form + 1 */
  GHashTable *variants; /* "type value words" → variant + 1 */
} Collector;

static guint
variant_for (Collector *self, const EntMention *mention)
{
  Grouping *grouping = self->grouping;
  g_autofree gchar *words = ent_document_dup_words (grouping->doc, mention->first, mention->first + mention->n);
  gchar *key = index_key (mention->type, mention->value, words);
  gpointer known = g_hash_table_lookup (self->variants, key);
  Variant variant = { .surface = NULL };

  if (known)
    {
      g_free (key);
      return GPOINTER_TO_UINT (known) - 1;
    }
  variant.surface = clean (words);
  variant.upper = is_upper (variant.surface);
  variant.form = add_form (grouping, self->forms, mention, variant.surface);
  g_array_append_val (grouping->variants, variant);
  g_hash_table_insert (self->variants, key, GUINT_TO_POINTER (grouping->variants->len));
  return grouping->variants->len - 1;
}

/* For each token, whether it stands in a headline */
static guint8 *
find_headlines (EntDocument *doc)
{
  guint n_tokens, n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  const EntSentence *sentences = ent_document_get_sentences (doc, &n);
  const gchar *text = ent_document_get_text (doc, NULL);
  guint8 *headlines = g_new0 (guint8, n_tokens + 1);

  for (guint s = 0; s < n; s++)
    if (link_is_headline (text, tokens, sentences[s].first, sentences[s].first + sentences[s].n))
      memset (headlines + sentences[s].first, 1, sentences[s].n);
  return headlines;
}

static gboolean
is_better (const Variant *variant, const Variant *best)
{
  if (!variant->n_running != !best->n_running)
    return variant->n_running > 0;
  return variant->n != best->n ? variant->n > best->n : best->upper && !variant->upper;
}

static void
choose_variants (Grouping *self)
{
  for (guint v = 0; v < self->variants->len; v++)
    {
      const Variant *variant = &g_array_index (self->variants, Variant, v);
      Form *form = &g_array_index (self->forms, Form, variant->form);
      const Variant *best = &g_array_index (self->variants, Variant, form->variant);

      if (best->form != variant->form || is_better (variant, best))
        form->variant = v;
      form->acronym |= is_acronym (variant->surface) && form->n_words <= 2;
    }
}

void
link_collect_forms (Grouping *self)
{
  Collector collector = { .grouping = self,
                          .forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                          .variants = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  g_autofree guint8 *headlines = find_headlines (self->doc);

  for (guint m = 0; m < self->n_mentions; m++)
    {
      const EntMention *mention = &self->mentions[m];
      Variant *variant;
      Form *form;

      self->variant_of[m] = -1;
      if (mention->kind != ENT_MENTION_NAME)
        continue;
      self->variant_of[m] = variant_for (&collector, mention);
      variant = &g_array_index (self->variants, Variant, self->variant_of[m]);
      form = &g_array_index (self->forms, Form, variant->form);
      variant->n++;
      variant->n_running += !headlines[mention->first];
      form->n++;
      form->support += mention->confidence > 0 ? mention->confidence : 0.01;
    }
  choose_variants (self);
  g_hash_table_unref (collector.forms);
  g_hash_table_unref (collector.variants);
}
