/* Rules, compiled: programs over tokens, an index of what must be there for each, and the lists. Read-only once made:
 * many threads share one. */
#pragma once

#include "stages/rules/lists.h"
#include "stages/rules/syntax.h"

G_BEGIN_DECLS

/* What of the rules is wanted: mentions are made before entities are, relations after */
typedef enum
{
  RULES_MENTIONS = 1 << 0,
  RULES_RELATIONS = 1 << 1
} RuleKinds;

typedef enum
{
  OP_TEST,    /* a token that meets the pattern's conditions */
  OP_MENTION, /* a mention of the type x */
  OP_LIST,    /* a phrase of the list x */
  OP_SPLIT,   /* goes on at x, and if that fails at y */
  OP_JUMP,    /* goes on at x */
  OP_SAVE,    /* keeps where it is, in slot x */
  OP_MATCH
} RuleOp;

typedef struct
{
  RuleOp op;
  guint32 x;
  guint32 y;
  const GArray *conditions;
} RuleInstruction;

typedef struct
{
  GArray *instructions; /* RuleInstruction */
  guint min;            /* tokens that it takes at least */
} RuleProgram;

/* A sequence with a quantifier in a quantifier can become long */
#define RULES_MAX_INSTRUCTIONS 20000

/* Groups of an expression, with the whole */
#define RULES_MAX_GROUPS 128

/* Tokens of what stands before or after what is found */
#define RULES_MAX_AROUND 32

/* What must be in a sentence for a body to match. Of several, one of them */
typedef enum
{
  TRIGGER_TEXT, /* number of a literal */
  TRIGGER_LEMMA,
  TRIGGER_LIST,
  TRIGGER_TYPE,
  TRIGGER_POS,
  N_TRIGGERS
} TriggerKind;

typedef struct
{
  TriggerKind kind;
  guint32 number;
} RuleTrigger;

/* A way to match a rule */
typedef struct
{
  const RuleStatement *rule;
  const RuleBody *body;
  guint number;          /* in the order of the files */
  RuleProgram *program;  /* of find */
  const gchar *required; /* of text: what it cannot match without, or NULL */
  GArray *triggers;      /* RuleTrigger; empty where any sentence may match */
} RuleWay;

typedef struct
{
  const RuleContext *context;
  RuleProgram *program;
} RuleAround;

typedef struct
{
  RuleSyntax *syntax;
  RuleKinds kinds;
  RuleLists *lists;
  gboolean *list_makes;      /* whether a list makes mentions */
  gboolean *list_used;       /* whether a rule asks for it */
  GHashTable *literals;      /* words of rules → their numbers, from 1 */
  GHashTable *types;         /* types of rules → their numbers, from 1 */
  GPtrArray *ways;           /* RuleWay */
  GPtrArray *arounds;        /* of each rule of the syntax: GArray of RuleAround */
  GArray *index[N_TRIGGERS]; /* number → GArray of guint, ways */
  GArray *always;            /* guint, ways of find and tree without a trigger */
  GArray *texts;             /* guint, ways of text */
  gboolean asks_tags;        /* a condition is on a part of speech or a lemma */
} RuleSet;

/* Compiles what was read; NULL where something is wrong, which is in the errors of the syntax. Takes the syntax */
RuleSet *rules_set_new (RuleSyntax *syntax, RuleKinds kinds);
void rules_set_free (RuleSet *self);
/* Whether they can be compiled: what is wrong is in the errors. The syntax stays the caller's */
gboolean rules_set_check (RuleSyntax *syntax);

/* resolve.c: names stand for what they name; FALSE where something is wrong */
gboolean rules_resolve (RuleSyntax *syntax);
/* program.c */
RuleProgram *rules_program_new (RuleSet *set, const RulePattern *pattern, RulePlace place);
void rules_intern_conditions (RuleSet *set, const RulePattern *pattern);
guint rules_intern (GHashTable *table, const gchar *string);
/* triggers.c */
GArray *rules_find_triggers (RuleSet *set, const RuleBody *body);
const gchar *rules_required_text (RuleSyntax *syntax, const RuleBody *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RuleSyntax, rules_syntax_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RuleSet, rules_set_free)

G_END_DECLS
