/* Entities of a document: one for each group of forms, with its fullest name, its other names and its key. */
#include "stages/link/entities.h"

#include <string.h>

/* An entity while its forms are gathered */
typedef struct
{
  guint root;
  guint first;      /* mention */
  GArray *variants; /* guint, of all its forms */
  EntId type;
  const gchar *code;
  const Form *keyed; /* whose key is that of all, or NULL */
} Group;

static const Variant *
variant_at (const Grouping *self, guint v)
{
  return &g_array_index (self->variants, Variant, v);
}

static const Form *
form_of (const Grouping *self, guint v)
{
  return &g_array_index (self->forms, Form, variant_at (self, v)->form);
}

/* In capitals or the title case of a headline, though the same name stands in running text, too */
static gboolean
is_shouted (const Grouping *self, guint v)
{
  const Variant *variant = variant_at (self, v);
  const Variant *usual = variant_at (self, form_of (self, v)->variant);

  return variant != usual && ((!variant->n_running && usual->n_running) || (variant->upper && !usual->upper));
}

static guint
count_char (const gchar *surface, gchar c)
{
  guint n = 0;

  for (; *surface; surface++)
    n += *surface == c;
  return n;
}

/* Which of two variants is the better name: below 0 for the first */
static gint
compare_names (const Grouping *self, guint a, guint b)
{
  const Variant *one = variant_at (self, a), *other = variant_at (self, b);
  const Form *form_a = form_of (self, a), *form_b = form_of (self, b);
  gboolean coded = form_a->code || form_b->code;
  const gint differences[] = {
    is_shouted (self, a) - is_shouted (self, b),
    form_a->acronym - form_b->acronym,
    coded ? (gint) count_char (one->surface, '-') - (gint) count_char (other->surface, '-') : 0, /* "Sino-…" */
    (gint) form_b->n_words - (gint) form_a->n_words,
    (gint) count_char (one->surface, ' ') - (gint) count_char (other->surface, ' '), /* without a title */
    (gint) other->n_running - (gint) one->n_running,
    (gint) other->n - (gint) one->n,
    coded ? (gint) strlen (one->surface) - (gint) strlen (other->surface) : 0, /* "Iranian", not "Iranians" */
    (gint) strlen (other->surface) - (gint) strlen (one->surface),
    strcmp (one->surface, other->surface),
  };

  for (guint i = 0; i < G_N_ELEMENTS (differences); i++)
    if (differences[i])
      return differences[i];
  return 0;
}

static guint
best_name (const Grouping *self, const Group *group)
{
  guint best = g_array_index (group->variants, guint, 0);

  for (guint i = 1; i < group->variants->len; i++)
    if (compare_names (self, g_array_index (group->variants, guint, i), best) < 0)
      best = g_array_index (group->variants, guint, i);
  return best;
}

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* The other names, sorted; NULL where there are none */
static gchar *
dup_aliases (const Grouping *self, const Group *group, guint name)
{
  g_autoptr (GPtrArray) aliases = g_ptr_array_new ();
  g_autoptr (GString) joined = g_string_new (NULL);
  const gchar *last = variant_at (self, name)->surface;

  for (guint i = 0; i < group->variants->len; i++)
    {
      guint v = g_array_index (group->variants, guint, i);

      if (v != name && !is_shouted (self, v) && strcmp (variant_at (self, v)->surface, last))
        g_ptr_array_add (aliases, variant_at (self, v)->surface);
    }
  g_ptr_array_sort (aliases, compare_strings);
  for (guint i = 0; i < aliases->len; i++)
    if (i == 0 || strcmp (aliases->pdata[i - 1], aliases->pdata[i]))
      g_string_append_printf (joined, "%s%s", joined->len ? "|" : "", (gchar *) aliases->pdata[i]);
  return joined->len ? g_strdup (joined->str) : NULL;
}

typedef struct
{
  EntId type;
  gdouble support;
} TypeSupport;

static void
add_support (GArray *types, EntId type, gdouble support)
{
  TypeSupport fresh = { type, support };

  for (guint i = 0; i < types->len; i++)
    if (g_array_index (types, TypeSupport, i).type == type)
      {
        g_array_index (types, TypeSupport, i).support += support;
        return;
      }
  g_array_append_val (types, fresh);
}

/* That of the form with a key; else the type with most support among the forms, of equals the first in the alphabet */
static void
choose_type (const Grouping *self, Group *group)
{
  g_autoptr (GArray) types = g_array_new (FALSE, FALSE, sizeof (TypeSupport));
  gdouble best = -1;

  group->keyed = link_keyed_form (self, group->root);
  if (group->keyed)
    group->type = group->keyed->type;
  for (guint i = 0; !group->keyed && i < group->variants->len; i++)
    {
      guint v = g_array_index (group->variants, guint, i);
      const Form *form = form_of (self, v);

      add_support (types, form->type, form->support / form->n * variant_at (self, v)->n);
    }
  for (guint i = 0; i < types->len; i++)
    {
      const TypeSupport *entry = &g_array_index (types, TypeSupport, i);
      const gchar *name = ent_document_get_string (self->doc, entry->type);

      if (entry->support > best
          || (entry->support == best && strcmp (name, ent_document_get_string (self->doc, group->type)) < 0))
        {
          best = entry->support;
          group->type = entry->type;
        }
    }
}

/* Of a country or people, where its type won */
static void
choose_code (const Grouping *self, Group *group)
{
  for (guint i = 0; i < group->variants->len && !group->code; i++)
    {
      const Form *form = form_of (self, g_array_index (group->variants, guint, i));

      group->code = form->type == group->type ? form->code : NULL;
    }
}

gchar *
link_key_of (EntDocument *doc, EntId type, const gchar *slug)
{
  g_autofree gchar *type_slug = link_slug (ent_document_get_string (doc, type));

  return g_strconcat (type_slug, "/", slug, NULL);
}

static gchar *
dup_key (const Grouping *self, const Group *group, guint name)
{
  g_autofree gchar *code = group->code ? g_ascii_strdown (group->code, -1) : NULL;
  const gchar *surface = variant_at (self, name)->surface;
  g_autofree gchar *slug = NULL;

  if (group->keyed)
    return g_strdup (ent_document_get_string (self->doc, group->keyed->key));
  if (g_ascii_strncasecmp (surface, "the ", 4) == 0)
    surface += 4;
  if (g_ascii_strcasecmp (ent_document_get_string (self->doc, group->type), "Person") == 0)
    surface = link_skip_titles (self->names, surface);
  slug = link_slug (surface);
  return link_key_of (self->doc, group->type, code ? code : slug);
}

/* --- Where a city lies, by what stands around its first mention --- */

/* A country or people, where it is named */
typedef struct
{
  guint first;
  const gchar *code;
} Country;

typedef struct
{
  GArray *named; /* Country, in the order of the mentions */
  GHashTable *codes;
} Countries;

static const gchar *
code_of_mention (const Grouping *self, guint m)
{
  return self->variant_of[m] < 0 ? NULL : form_of (self, self->variant_of[m])->code;
}

static void
list_countries (const Grouping *self, Countries *countries)
{
  countries->named = g_array_new (FALSE, FALSE, sizeof (Country));
  countries->codes = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint m = 0; m < self->n_mentions; m++)
    {
      Country country = { self->mentions[m].first, code_of_mention (self, m) };

      if (!country.code)
        continue;
      g_array_append_val (countries->named, country);
      g_hash_table_add (countries->codes, (gpointer) country.code);
    }
}

static void
countries_clear (Countries *self)
{
  g_array_unref (self->named);
  g_hash_table_unref (self->codes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Countries, countries_clear)

/* The code of the one that is named nearest to a token, or NULL */
static const gchar *
nearest_country (const Countries *self, guint t)
{
  const gchar *code = NULL;
  guint nearest = G_MAXUINT;

  for (guint i = 0; i < self->named->len; i++)
    {
      const Country *country = &g_array_index (self->named, Country, i);
      guint distance = t > country->first ? t - country->first : country->first - t;

      if (distance < nearest)
        {
          nearest = distance;
          code = country->code;
        }
    }
  return code;
}

/* "Paris, Texas": the mention behind the comma, or G_MAXUINT */
static guint
mention_behind (const Grouping *self, guint m)
{
  static const gchar *const comma[] = { ",", NULL };
  guint end = self->mentions[m].first + self->mentions[m].n;

  if (!ent_document_token_is (self->doc, end, comma))
    return G_MAXUINT;
  for (guint other = 0; other < self->n_mentions; other++)
    if (self->mentions[other].first == end + 1 && self->variant_of[other] >= 0)
      return other;
  return G_MAXUINT;
}

static gchar *
dup_place (const Grouping *self, const Countries *countries, const Group *group, guint name)
{
  LinkPlaces *places = link_names_get_places (self->names);
  guint m = group->first, behind;
  PlaceContext context = { .codes = countries->codes };

  if (!g_str_equal (ent_document_get_string (self->doc, group->type), "Location"))
    return NULL;
  context.nearest = nearest_country (countries, self->mentions[m].first);
  behind = mention_behind (self, m);
  if (behind != G_MAXUINT)
    {
      context.behind = variant_at (self, self->variant_of[behind])->surface;
      context.behind_code = code_of_mention (self, behind);
    }
  return link_places_find (places, variant_at (self, name)->surface, &context);
}

/* Separated by `|`; NULL for none */
static gchar *
dup_links (const Grouping *self, const Countries *countries, const Group *group, guint name)
{
  const gchar *identifier = group->keyed ? ent_document_get_string (self->doc, group->keyed->identifier) : NULL;
  g_autofree gchar *place
      = group->code ? g_strconcat ("iso3166=", group->code, NULL) : dup_place (self, countries, group, name);

  if (!identifier || !place)
    return identifier ? g_strdup (identifier) : g_steal_pointer (&place);
  return g_strconcat (place, "|", identifier, NULL);
}

static guint
add_entity (const Grouping *self, const Countries *countries, const Group *group, GHashTable *keys)
{
  guint name = best_name (self, group);
  g_autofree gchar *key = dup_key (self, group, name);
  g_autofree gchar *aliases = dup_aliases (self, group, name);
  g_autofree gchar *links = dup_links (self, countries, group, name);
  gpointer known = g_hash_table_lookup (keys, key);
  guint e;

  if (known)
    return GPOINTER_TO_UINT (known) - 1;
  e = ent_document_add_entity (self->doc, ent_document_get_string (self->doc, group->type),
                               variant_at (self, name)->surface, key);
  if (e == G_MAXUINT)
    return e;
  ent_document_set_aliases (self->doc, e, aliases);
  ent_document_set_links (self->doc, e, links);
  g_hash_table_insert (keys, g_steal_pointer (&key), GUINT_TO_POINTER (e + 1));
  return e;
}

/* The groups, in the order in which their names first come in the text, and for each form its group */
static GArray *
gather_groups (const Grouping *self, guint *group_of)
{
  GArray *groups = g_array_new (FALSE, TRUE, sizeof (Group));
  g_autofree gint *of_root = g_new (gint, self->forms->len + 1);

  for (guint f = 0; f < self->forms->len; f++)
    of_root[f] = -1;
  for (guint v = 0; v < self->variants->len; v++)
    {
      guint root = link_root (self, variant_at (self, v)->form);
      Group group = { .root = root };

      if (of_root[root] < 0)
        {
          of_root[root] = groups->len;
          group.variants = g_array_new (FALSE, FALSE, sizeof (guint));
          g_array_append_val (groups, group);
        }
      g_array_append_val (g_array_index (groups, Group, of_root[root]).variants, v);
      group_of[v] = of_root[root];
    }
  return groups;
}

static void
find_first_mentions (const Grouping *self, const guint *group_of, GArray *groups)
{
  for (guint m = self->n_mentions; m-- > 0;)
    if (self->variant_of[m] >= 0)
      g_array_index (groups, Group, group_of[self->variant_of[m]]).first = m;
}

static void
add_entities (const Grouping *self)
{
  g_autofree guint *group_of = g_new0 (guint, self->variants->len + 1);
  g_autoptr (GArray) groups = gather_groups (self, group_of);
  g_autofree guint *entity_of = g_new0 (guint, groups->len + 1);
  g_auto (Countries) countries = { 0 };
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  find_first_mentions (self, group_of, groups);
  list_countries (self, &countries);
  for (guint g = 0; g < groups->len; g++)
    {
      Group *group = &g_array_index (groups, Group, g);

      choose_type (self, group);
      choose_code (self, group);
      entity_of[g] = add_entity (self, &countries, group, keys);
      g_array_unref (group->variants);
    }
  for (guint m = 0; m < self->n_mentions; m++)
    if (self->variant_of[m] >= 0)
      ent_document_set_mention_entity (self->doc, m, entity_of[group_of[self->variant_of[m]]]);
}

static void
clear_form (gpointer data)
{
  g_free (((Form *) data)->folded);
}

static void
clear_variant (gpointer data)
{
  g_free (((Variant *) data)->surface);
}

void
link_entities (EntDocument *doc, const Names *names)
{
  Grouping self = { .doc = doc, .names = names };
  guint n_tokens;

  self.tokens = ent_document_get_tokens (doc, &n_tokens);
  self.mentions = ent_document_get_mentions (doc, &self.n_mentions);
  self.variant_of = g_new (gint, self.n_mentions + 1);
  self.forms = g_array_new (FALSE, FALSE, sizeof (Form));
  self.variants = g_array_new (FALSE, FALSE, sizeof (Variant));
  g_array_set_clear_func (self.forms, clear_form);
  g_array_set_clear_func (self.variants, clear_variant);
  link_collect_forms (&self);
  link_join_forms (&self);
  add_entities (&self);
  g_free (self.variant_of);
  g_array_unref (self.forms);
  g_array_unref (self.variants);
}
