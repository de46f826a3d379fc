/* Relations without a verb: "Russia's invasion of Ukraine", "talks between Iran and Iraq", "Jane Roe, director of
 * Acme", "Acme director Jane Roe". */
#include "stages/link/relations.h"

#include <string.h>

static Finding
finding_of (const Chunk *np, const gchar *rule)
{
  return (Finding){ .trigger = np->head,
                    .trigger_end = np->head_end,
                    .modality = ENT_MODALITY_ASSERTED,
                    .source = ENT_NONE,
                    .place = ENT_NONE,
                    .nominal = TRUE,
                    .rule = rule };
}

static Arguments
one (gint m)
{
  return (Arguments){ .n = m != ENT_NONE, .mentions = { m } };
}

static gint
owner_or_modifier (const Chunk *np)
{
  return np->owner != ENT_NONE ? np->owner : np->modifier;
}

/* "Russia's invasion of Ukraine", "the invasion of Ukraine by Russia" */
static void
find_event (const Sentence *self, gint c, GArray *findings)
{
  const Chunk *np = link_chunk_at (self, c);
  const Noun *noun = np->word->noun;
  const gchar *preposition = link_preposition (self, c + 1);
  Finding finding = finding_of (np, "link/event");
  Arguments heads = one (owner_or_modifier (np));
  Arguments tails = { 0 };
  gint end;

  if (!preposition || !link_word_is_in (noun->prepositions, preposition) || !link_is_kind (self, c + 2, CHUNK_NOUN))
    return;
  end = link_list_after (self, c + 2, &tails);
  if (link_is_word (self, end, "by"))
    {
      heads.n = 0;
      link_list_after (self, end + 1, &heads);
    }
  finding.trigger = np->head_end - 1;
  finding.label = noun->label;
  link_add_findings (findings, &finding, &heads, &tails);
}

/* "talks between Iran and Iraq" */
static void
find_mutual (const Sentence *self, gint c, GArray *findings)
{
  const Chunk *np = link_chunk_at (self, c);
  Finding finding = finding_of (np, "link/event");
  Arguments both = { 0 };

  if (!link_is_word (self, c + 1, "between") || !link_is_kind (self, c + 2, CHUNK_NOUN))
    return;
  link_list_after (self, c + 2, &both);
  finding.trigger = np->head_end - 1;
  finding.label = np->word->mutual->label;
  for (guint i = 0; i + 1 < both.n; i++)
    {
      Arguments head = one (both.mentions[i]);
      Arguments tail = one (both.mentions[i + 1]);

      link_add_findings (findings, &finding, &head, &tail);
    }
}

static gboolean
has_role (const Chunk *np)
{
  return np && np->kind == CHUNK_NOUN && np->head < np->head_end && link_is_role (np);
}

/* What the role at chunk c is of: "Acme's director", "director of Acme"; the chunk after it */
static gint
read_role (const Sentence *self, gint c, Arguments *tails, const gchar **preposition)
{
  const Chunk *np = link_chunk_at (self, c);

  *preposition = "of";
  *tails = one (owner_or_modifier (np));
  if (tails->n)
    return c + 1;
  *preposition = link_preposition (self, c + 1);
  if (!*preposition || g_str_equal (*preposition, "from") || !link_is_kind (self, c + 2, CHUNK_NOUN))
    return -1;
  return link_list_after (self, c + 2, tails);
}

static void
add_role (const Sentence *self, GArray *findings, GStringChunk *labels, const Chunk *role, const gchar *preposition,
          const gchar *rule, gint m, const Arguments *tails)
{
  g_autofree gchar *name = link_role_label (self, role);
  g_autofree gchar *label = g_strconcat (name, " ", preposition, NULL);
  Finding finding = finding_of (role, rule);
  Arguments heads = one (m);

  finding.label = g_string_chunk_insert_const (labels, label);
  link_add_findings (findings, &finding, &heads, tails);
}

/* A name and, set apart by a comma, what it is */
static gboolean
ends_role (const Sentence *self, gint c)
{
  return !link_chunk_at (self, c) || link_is_kind (self, c, CHUNK_STOP) || link_is_kind (self, c, CHUNK_COMMA)
         || link_is_kind (self, c, CHUNK_RELATIVE) || link_is_kind (self, c, CHUNK_PREPOSITION);
}

/* "Jane Roe, director of Acme," and "Jane Roe, Acme's director," */
static void
find_role_after (const Sentence *self, gint c, GArray *findings, GStringChunk *labels)
{
  const Chunk *name = link_chunk_at (self, c);
  const Chunk *role = link_chunk_at (self, c + 2);
  const gchar *preposition;
  Arguments tails;
  gint end;

  if (name->mention == ENT_NONE || !link_is_kind (self, c + 1, CHUNK_COMMA) || !has_role (role)
      || role->mention != ENT_NONE)
    return;
  if (role->word->noun->kind == NOUN_ROLE && self->mentions[name->mention].type != self->person)
    return;
  end = read_role (self, c + 2, &tails, &preposition);
  if (end < 0 || !ends_role (self, end))
    return;
  add_role (self, findings, labels, role, preposition, "link/apposition", name->mention, &tails);
}

/* "Acme director Jane Roe" and "Acme's director, Jane Roe", "the director of Acme, Jane Roe" */
static void
find_role_before (const Sentence *self, gint c, GArray *findings, GStringChunk *labels)
{
  const Chunk *role = link_chunk_at (self, c);
  const Chunk *name;
  const gchar *preposition;
  Arguments tails;
  gint end;

  if (role->word->noun->kind != NOUN_ROLE)
    return;
  if (role->mention != ENT_NONE)
    {
      tails = one (owner_or_modifier (role));
      if (self->mentions[role->mention].type == self->person)
        add_role (self, findings, labels, role, "of", "link/title", role->mention, &tails);
      return;
    }
  end = read_role (self, c, &tails, &preposition);
  name = link_chunk_at (self, end + 1);
  if (end < 0 || !link_is_kind (self, end, CHUNK_COMMA) || !name || name->kind != CHUNK_NOUN
      || name->mention == ENT_NONE || self->mentions[name->mention].type != self->person || name->head < name->head_end
      || !ends_role (self, end + 2))
    return;
  add_role (self, findings, labels, role, preposition, "link/apposition", name->mention, &tails);
}

void
link_find_nominal (const Sentence *self, GArray *findings, GStringChunk *labels)
{
  for (gint c = 0; link_chunk_at (self, c); c++)
    {
      const Chunk *np = link_chunk_at (self, c);

      if (np->kind != CHUNK_NOUN)
        continue;
      if (np->mention == ENT_NONE && np->word && np->word->noun && np->word->noun->kind == NOUN_EVENT)
        find_event (self, c, findings);
      if (np->mention == ENT_NONE && np->word && np->word->mutual)
        find_mutual (self, c, findings);
      if (has_role (np))
        find_role_before (self, c, findings, labels);
      find_role_after (self, c, findings, labels);
    }
}
