/* Runs programs over the tokens of a sentence, as a regular expression is run over characters: depth first, in the
 * order of preference. A state, an instruction at a token, that has failed once is not tried again, so that the cost of
 * a sentence is at most its length times that of the program, whatever the expression.
 *
 * Source: Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009. */
#include <string.h>

#include "stages/rules/match.h"

/* A state to be tried, or a capture to be put back */
typedef struct
{
  guint32 instruction;
  guint32 token;
  guint32 slot; /* RULES_UNSET of a state */
  guint32 old;
} Frame;

typedef struct
{
  RuleMatcher *matcher;
  const RuleView *view;
  const RuleProgram *program;
  const RuleStatement *rule; /* whose surroundings are to fit, or NULL */
  guint sentence;
  guint first; /* tokens of the sentence */
  guint end;
  guint stop;  /* where the match has to end, or RULES_UNSET */
  guint reach; /* the last token that was visited */
  guint32 *captures;
} Run;

/* Of visited: 32 MB */
#define MAX_WORDS (1u << 22)

/* Bits for each token of a sentence and one after it, all 0 */
static gboolean
make_room (RuleMatcher *self, const RuleProgram *program, guint n_tokens)
{
  gsize n = ((gsize) program->instructions->len * (n_tokens + 1)) / 64 + 1;

  if (n > MAX_WORDS)
    return FALSE;
  if (n > self->n_words)
    {
      self->visited = g_renew (guint64, self->visited, n);
      memset (self->visited + self->n_words, 0, (n - self->n_words) * sizeof *self->visited);
      self->n_words = n;
    }
  return TRUE;
}

/* Forgets what was visited from a token on */
static void
forget (Run *self, guint token)
{
  gsize n = self->program->instructions->len;
  gsize from = (gsize) (token - self->first) * n / 64, to = ((gsize) (self->reach - self->first + 1) * n) / 64;

  if (self->reach >= token)
    memset (self->matcher->visited + from, 0, (to - from + 1) * sizeof *self->matcher->visited);
}

/* Whether the state is met for the first time */
static gboolean
visit (Run *self, guint instruction, guint token)
{
  gsize bit = (gsize) (token - self->first) * self->program->instructions->len + instruction;
  guint64 mask = G_GUINT64_CONSTANT (1) << (bit & 63);
  gboolean fresh = !(self->matcher->visited[bit / 64] & mask);

  self->matcher->visited[bit / 64] |= mask;
  self->reach = MAX (self->reach, token);
  return fresh;
}

static void
push (Run *self, guint instruction, guint token)
{
  Frame frame = { instruction, token, RULES_UNSET, 0 };

  g_array_append_val (self->matcher->stack, frame);
}

static void
save (Run *self, guint slot, guint token)
{
  Frame frame = { 0, 0, slot, self->captures[slot] };

  g_array_append_val (self->matcher->stack, frame);
  self->captures[slot] = token;
}

/* What is several tokens long may be so in several ways: the longest is tried first, so it is pushed last */
static void
push_mentions (Run *self, guint type, guint next, guint token)
{
  const RuleView *view = self->view;

  for (guint i = view->words[token + 1].mention; i-- > view->words[token].mention;)
    {
      const EntMention *mention = view->mentions + view->by_first[i];

      if (view->types[view->by_first[i]] == type && token + mention->n <= self->end)
        push (self, next, token + mention->n);
    }
}

static void
push_phrases (Run *self, guint list, guint next, guint token)
{
  const RuleView *view = self->view;

  for (guint i = view->words[token + 1].match; i-- > view->words[token].match;)
    {
      const RuleListMatch *match = &g_array_index (view->matches, RuleListMatch, i);

      if (match->list == list)
        push (self, next, match->end);
    }
}

static gboolean
accepts (const Run *self, guint token)
{
  if (self->stop != RULES_UNSET)
    return token == self->stop;
  return !self->rule || rules_fits_around (self->matcher, self->rule, self->sentence, self->first, token, FALSE);
}

/* Follows one state until it fails, or gives where it ends */
static guint
follow (Run *self, guint i, guint token)
{
  const RuleInstruction *instructions = (const RuleInstruction *) self->program->instructions->data;

  while (visit (self, i, token))
    switch (instructions[i].op)
      {
      case OP_TEST:
        if (token >= self->end || !rules_holds (self->view, instructions[i].conditions, token))
          return RULES_UNSET;
        i++;
        token++;
        break;
      case OP_MENTION:
        if (token < self->end)
          push_mentions (self, instructions[i].x, i + 1, token);
        return RULES_UNSET;
      case OP_LIST:
        if (token < self->end)
          push_phrases (self, instructions[i].x, i + 1, token);
        return RULES_UNSET;
      case OP_SPLIT:
        push (self, instructions[i].y, token);
        i = instructions[i].x;
        break;
      case OP_JUMP:
        i = instructions[i].x;
        break;
      case OP_SAVE:
        save (self, instructions[i].x, token);
        i++;
        break;
      default:
        return accepts (self, token) ? token : RULES_UNSET;
      }
  return RULES_UNSET;
}

/* Where a match from a token ends, or RULES_UNSET */
static guint
run (Run *self, guint token)
{
  GArray *stack = self->matcher->stack;
  guint bottom = stack->len, found = RULES_UNSET;

  push (self, 0, token);
  while (stack->len > bottom && found == RULES_UNSET)
    {
      Frame frame = g_array_index (stack, Frame, stack->len - 1);

      g_array_set_size (stack, stack->len - 1);
      if (frame.slot != RULES_UNSET)
        self->captures[frame.slot] = frame.old;
      else
        found = follow (self, frame.instruction, frame.token);
    }
  g_array_set_size (stack, bottom);
  return found;
}

/* --- Around ------------------------------------------------------------------------------------------------------- */

/* Programs of what stands around are run within the run of another: they have bits and a stack of their own */
static gboolean
matches_around (RuleMatcher *self, const RuleAround *around, guint s, guint first, guint end)
{
  const EntSentence *sentence = self->view->sentences + s;
  guint32 captures[2 * RULES_MAX_CAPTURES];
  gboolean behind = around->context->behind;
  guint sentence_end = sentence->first + sentence->n;
  guint from = behind ? first - MIN (RULES_MAX_AROUND, first - sentence->first) : end;
  Run r = { .matcher = self->around, .view = self->view, .program = around->program, .captures = captures };
  guint last = behind ? first : end;
  gboolean found = FALSE;

  r.stop = behind ? first : RULES_UNSET;
  r.first = from;
  r.end = behind ? first : MIN (sentence_end, end + RULES_MAX_AROUND);
  r.reach = from;
  make_room (r.matcher, r.program, r.end - from);
  for (guint t = from; t <= last && t < r.end && !found; t++)
    found = run (&r, t) != RULES_UNSET;
  forget (&r, from);
  return found;
}

gboolean
rules_fits_around (RuleMatcher *self, const RuleStatement *rule, guint s, guint first, guint end, gboolean behind)
{
  const GArray *arounds = self->view->set->arounds->pdata[rule->number];

  for (guint i = 0; i < arounds->len; i++)
    {
      const RuleAround *around = &g_array_index (arounds, RuleAround, i);

      if (around->context->behind == behind && matches_around (self, around, s, first, end) == around->context->negated)
        return FALSE;
    }
  return TRUE;
}

/* --- A sentence --------------------------------------------------------------------------------------------------- */

/* What fails from one token on fails when it is come to from another, too, so the bits stay until something is found */
void
rules_match_sequence (RuleMatcher *self, const RuleWay *way, guint s)
{
  const EntSentence *sentence = self->view->sentences + s;
  RuleFound found = { .way = way, .sentence = s };
  Run r = { .matcher = self,
            .view = self->view,
            .program = way->program,
            .rule = way->rule,
            .sentence = s,
            .first = sentence->first,
            .end = sentence->first + sentence->n,
            .stop = RULES_UNSET };

  r.captures = found.captures;
  r.reach = r.first;
  if (!make_room (self, way->program, sentence->n))
    {
      rules_give_up (self, way, s);
      return;
    }
  for (guint t = r.first; t + way->program->min <= r.end;)
    {
      memset (found.captures, 0xff, sizeof found.captures);
      if (rules_fits_around (self, way->rule, s, t, t, TRUE))
        {
          found.first = t;
          found.end = run (&r, t);
        }
      else
        found.end = RULES_UNSET;
      t++;
      if (found.end == RULES_UNSET || found.end == found.first)
        continue;
      g_array_append_val (self->found, found);
      t = found.end;
      forget (&r, t);
    }
  forget (&r, r.first);
}
