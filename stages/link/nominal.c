/* Relations of nouns: appositions, roles, and nouns of action such as "invasion". */
#include "stages/link/open.h"

#include <string.h>

static LinkFinding
pattern_of (guint noun, const gchar *rule, gfloat confidence)
{
  return (LinkFinding){ .predicate = noun, .trigger = noun, .trigger_end = noun + 1, .rule = rule,
                        .confidence = confidence };
}

/* A title before a name is a proper noun, with a capital in its lemma */
static const Noun *
noun_of (const LinkReader *self, guint t)
{
  gboolean is_name = link_pos (self->tree, t) == ENT_POS_PROPN;
  g_autofree gchar *lower = is_name ? g_utf8_strdown (link_lemma (self->tree, t), -1) : NULL;

  return is_name || link_pos (self->tree, t) == ENT_POS_NOUN
             ? link_vocabulary_noun (self->vocabulary, lower ? lower : link_lemma (self->tree, t))
             : NULL;
}

static gboolean
is_role (const LinkReader *self, guint t)
{
  const Noun *noun = noun_of (self, t);

  return noun && (noun->kind == NOUN_ROLE || noun->kind == NOUN_MEMBER);
}

/* --- X, director of Y ------------------------------------------------------------------------------------------- */

static void
find_role (LinkReader *self, const LinkArguments *holders, guint role, gint of, gint preposition, const gchar *rule)
{
  g_autoptr (GString) label = g_string_new ("be");
  LinkFinding pattern = pattern_of (role, rule, 0.85f);
  LinkArguments tails = link_arguments (self, of);

  link_append_role (self, role, label);
  if (preposition >= 0)
    link_append_preposition (self, preposition, label);
  else
    g_string_append (label, " of");
  pattern.label = link_keep (self, label->str);
  link_find (self, &pattern, holders, &tails);
}

/* "…'s director", "Norland's director", "director of Norland": those of whom the holder of the role is said to be it */
static void
find_roles (LinkReader *self, const LinkArguments *holders, guint role, const gchar *rule)
{
  const LinkTree *tree = self->tree;
  gint owner = link_qualifier (self, role);

  if (owner >= 0 && is_role (self, role))
    find_role (self, holders, role, owner, -1, rule);
  for (gint c = link_child (tree, role); c >= 0; c = tree->nodes[c].next)
    {
      gint preposition = link_case_of (tree, c);

      if (link_dep (tree, c) == DEP_NMOD && preposition >= 0 && !link_is_temporal (self, c)
          && link_is_word (self->clauses, preposition, WORD_PREPOSITION))
        find_role (self, holders, role, link_antecedent (tree, c), preposition, rule);
    }
}

static LinkArguments
only (gint phrase)
{
  LinkArguments one = { .n = phrase >= 0 };

  one.phrases[0] = phrase;
  return one;
}

static gboolean
is_name (const LinkReader *self, guint t)
{
  return self->phrases->at[t] >= 0 && link_is_named (self, self->phrases->at[t]);
}

static gboolean
is_description (const LinkReader *self, guint t)
{
  return self->phrases->at[t] >= 0 && !is_name (self, t) && link_pos (self->tree, t) == ENT_POS_NOUN;
}

/* "Jane Roe, the director of Acme", and the other way round */
static void
find_apposition (LinkReader *self, guint noun, guint apposed)
{
  guint name = is_name (self, noun) ? noun : apposed, role = name == noun ? apposed : noun;
  LinkArguments holders = only (self->phrases->at[name]);
  LinkFinding pattern = pattern_of (role, "link/apposition", 0.75f);
  LinkArguments tails;

  if (!is_name (self, name) || !is_description (self, role))
    return;
  tails = only (self->phrases->at[role]);
  pattern.label = "be";
  if (name == noun)
    link_find (self, &pattern, &holders, &tails);
  find_roles (self, &holders, role, "link/apposition");
}

/* "Norland president Jane Roe", "the Norlandic president Jane Roe" */
static void
find_title (LinkReader *self, guint name, guint title)
{
  LinkArguments holders = only (self->phrases->at[name]);

  if (!is_name (self, name) || !is_role (self, title))
    return;
  find_roles (self, &holders, title, "link/title");
  if (link_qualifier (self, title) < 0 && link_qualifier (self, name) >= 0
      && (guint) link_qualifier (self, name) < title)
    find_role (self, &holders, title, link_qualifier (self, name), -1, "link/title");
}

/* --- Norland's invasion of Sudmark ------------------------------------------------------------------------------- */

/* What stands after one of the noun's prepositions, or -1 */
static gint
find_patient (const LinkReader *self, guint t, const GPtrArray *prepositions)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    {
      gint preposition = link_case_of (tree, c);

      if ((link_dep (tree, c) == DEP_NMOD || link_dep (tree, c) == DEP_OBL) && preposition >= 0
          && link_word_is_in (prepositions, link_lemma (tree, preposition)))
        return c;
    }
  return -1;
}

/* "the invasion of Y by X", where that is read as "Y by X", too */
static gint
find_by (const LinkReader *self, guint t, gint patient)
{
  const LinkTree *tree = self->tree;

  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if ((link_dep (tree, c) == DEP_NMOD || link_dep (tree, c) == DEP_OBL || link_dep (tree, c) == DEP_OBL_AGENT)
        && link_has_mark (tree, c, "by"))
      return c;
  return patient >= 0 ? find_by (self, patient, -1) : -1;
}

static void
find_event (LinkReader *self, guint t, const gchar *label, const GPtrArray *prepositions, gfloat confidence)
{
  gint patient = find_patient (self, t, prepositions);
  gint by = find_by (self, t, patient);
  gint owner = link_qualifier (self, t);
  gint agent = by >= 0 ? by : owner;
  LinkFinding pattern = pattern_of (t, "link/event", confidence);
  LinkArguments heads, tails;

  if (patient < 0 && by >= 0)
    patient = owner; /* "Sudmark's invasion by Norland" */
  if (agent < 0 || patient < 0 || agent == patient)
    return;
  heads = link_arguments (self, agent);
  tails = link_arguments (self, patient);
  pattern.label = label;
  link_find (self, &pattern, &heads, &tails);
}

/* By the list of nouns, and where that does not have it, by what WordNet derives it from */
static void
find_action (LinkReader *self, guint t, const Noun *known)
{
  gpointer of[] = { "of" };
  const GPtrArray prepositions = { .pdata = of, .len = 1 };
  const gchar *verb;

  if (known && known->kind == NOUN_EVENT)
    find_event (self, t, known->label, known->prepositions, 0.75f);
  if (known || link_pos (self->tree, t) != ENT_POS_NOUN || link_child (self->tree, t) < 0
      || !(verb = link_verb_of_noun (self->derivations, link_lemma (self->tree, t))))
    return;
  find_event (self, t, verb, &prepositions, 0.6f);
}

/* "talks between X and Y" */
static void
find_mutual (LinkReader *self, guint t, const Noun *noun)
{
  const LinkTree *tree = self->tree;
  LinkFinding pattern = pattern_of (t, "link/mutual", 0.75f);

  pattern.label = noun->label;
  for (gint c = link_child (tree, t); c >= 0; c = tree->nodes[c].next)
    if (link_dep (tree, c) == DEP_NMOD && link_has_mark (tree, c, "between"))
      {
        LinkArguments all = link_arguments (self, c);

        for (guint i = 0; i + 1 < all.n; i++)
          {
            LinkArguments head = only (all.phrases[i]), tails = { 0 };

            for (guint j = i + 1; j < all.n; j++)
              tails.phrases[tails.n++] = all.phrases[j];
            link_find (self, &pattern, &head, &tails);
          }
      }
}

/* Parsers make two subjects of "Acme director Jane Roe said" and of "Oslo, the capital of Norway, slept" */
static void
find_doubled_subject (LinkReader *self, guint noun)
{
  const LinkTree *tree = self->tree;
  gint next = tree->nodes[noun].next;

  while (next >= 0 && link_dep (tree, next) == DEP_PUNCT)
    next = tree->nodes[next].next;
  if (next < 0 || link_dep (tree, next) != DEP_NSUBJ)
    return;
  if (tree->nodes[noun].right == tree->nodes[next].left)
    find_title (self, next, noun);
  else if (tree->nodes[noun].right + 1 == tree->nodes[next].left)
    find_apposition (self, noun, next);
}

/* "the Oslo-based company" */
static void
find_base (LinkReader *self, guint noun, guint based)
{
  const LinkTree *tree = self->tree;
  LinkFinding pattern = pattern_of (based, "link/base", 0.85f);

  pattern.label = "be based in";
  for (gint c = link_child (tree, based); c >= 0 && (guint) c < based; c = tree->nodes[c].next)
    if (is_name (self, c))
      {
        LinkArguments heads = link_arguments (self, noun), tails = link_arguments (self, c);

        link_find (self, &pattern, &heads, &tails);
      }
}

void
link_find_nominal (LinkReader *self, guint noun)
{
  const LinkTree *tree = self->tree;
  const Noun *known = noun_of (self, noun);
  const Noun *mutual = known || link_pos (tree, noun) == ENT_POS_NOUN
                           ? link_vocabulary_mutual (self->vocabulary, link_lemma (tree, noun))
                           : NULL;

  if (!is_name (self, noun))
    find_action (self, noun, known);
  if (known && known->kind == NOUN_ROLE && link_find_child (tree, noun, DEP_NMOD) >= 0
      && link_denoted (self, noun) != self->phrases->at[noun] && link_find_child (tree, noun, DEP_APPOS) < 0)
    {
      LinkArguments holders = only (link_denoted (self, noun));

      find_roles (self, &holders, noun, "link/apposition");
    }
  if (mutual)
    find_mutual (self, noun, mutual);
  if (link_dep (tree, noun) == DEP_NSUBJ)
    find_doubled_subject (self, noun);
  for (gint c = link_child (tree, noun); c >= 0; c = tree->nodes[c].next)
    switch (link_dep (tree, c))
      {
      case DEP_APPOS:
        find_apposition (self, noun, c);
        break;
      case DEP_NMOD_DESC:
      case DEP_COMPOUND:
        find_title (self, noun, c);
        break;
      case DEP_AMOD:
        if (link_has_form (tree, c, "based"))
          find_base (self, noun, c);
        break;
      default:
        break;
      }
}
