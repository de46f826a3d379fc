/* Rule files as they are written: lexemes, and the statements that are made of them. */
#pragma once

#include <entente.h>

#include "stages/rules/errors.h"

G_BEGIN_DECLS

typedef enum
{
  LEX_END,
  LEX_NAME,
  LEX_STRING,
  LEX_REGEX,
  LEX_NUMBER,
  LEX_SIGN /* its character is `sign`; "->" is '-' */
} LexKind;

typedef struct
{
  LexKind kind;
  gchar sign;
  gboolean starts;   /* at the left margin */
  gboolean first;    /* of its line */
  gboolean adjacent; /* nothing stands between it and the one before */
  gboolean caseless; /* of a regular expression: /…/i */
  gboolean extended; /* /…/x: white space in it counts for nothing */
  RulePlace place;
  const gchar *text; /* without quotes and escapes */
} RuleLexeme;

/* Of the whole file, LEX_END last. What is wrong goes to the errors, and reading goes on in the next line */
GArray *rules_lex (RuleErrors *errors, RuleSource *source, GStringChunk *strings);

/* A regular expression as it is written. Others call it where a let gives it a name: (?&NAME) */
typedef struct
{
  const gchar *name; /* or NULL */
  const gchar *text;
  gboolean caseless;
  gboolean extended;
  RulePlace place;
  gpointer code;    /* pcre2_code */
  gint called;      /* its groups from this one on are those of what it calls; 0 if it calls nothing */
  gboolean is_open; /* while cycles are sought */
} RuleRegex;

/* A condition on one token. Values are alternatives */
typedef enum
{
  ATTRIBUTE_TEXT,
  ATTRIBUTE_LEMMA,
  ATTRIBUTE_POS,
  ATTRIBUTE_TYPE,
  ATTRIBUTE_KIND,
  ATTRIBUTE_DEP,
  ATTRIBUTE_FLAG,
  ATTRIBUTE_FIRST, /* of its sentence */
  ATTRIBUTE_LAST,
  ATTRIBUTE_LIST /* it is part of a phrase of a list */
} RuleAttribute;

typedef struct
{
  const gchar *text;
  gpointer regex;  /* pcre2_code, or NULL */
  gint32 number;   /* of a literal, part of speech, kind, flag or list */
  gboolean folded; /* in any case */
  RulePlace place;
} RuleValue;

typedef struct
{
  RuleAttribute attribute;
  gboolean negated;
  GArray *values;    /* RuleValue */
  const gchar *list; /* "in NAME": its words are values, too; or NULL */
  RulePlace place;   /* of that name */
} RuleCondition;

/* What is looked for in a row of tokens. One that holds others has them as children */
typedef enum
{
  PATTERN_TEST,     /* a token that meets all conditions */
  PATTERN_MENTION,  /* a mention of the type `number` of the rules */
  PATTERN_LIST,     /* a phrase of the list `number` */
  PATTERN_REF,      /* of a name that is not resolved yet */
  PATTERN_SEQUENCE, /* one child after the other */
  PATTERN_CHOICE,   /* one of the children */
  PATTERN_REPEAT,   /* the child, min to max times */
  PATTERN_CAPTURE   /* the child, as the capture `number` */
} PatternKind;

#define RULES_NO_MAX G_MAXUINT16

typedef struct _RulePattern RulePattern;
struct _RulePattern
{
  PatternKind kind;
  RulePlace place;
  const gchar *name;
  gint number;
  guint min;
  guint max;
  gboolean negated;    /* of a reference: "not NAME" */
  GArray *conditions;  /* RuleCondition */
  GPtrArray *children; /* RulePattern */
};

/* A node of a tree pattern and the arcs that lead from it */
typedef enum
{
  ARC_NEEDED,
  ARC_FORBIDDEN,
  ARC_OPTIONAL
} ArcMode;

typedef struct
{
  gboolean up;
  gboolean deep;   /* any number of steps, at least one */
  GPtrArray *deps; /* names, "obl:*" with all subtypes; empty for any */
} RuleStep;

typedef struct _RuleNode RuleNode;

typedef struct
{
  ArcMode mode;
  GArray *steps; /* RuleStep */
  RuleNode *node;
} RuleArc;

struct _RuleNode
{
  RulePlace place;
  gint capture; /* or -1 */
  RulePattern *pattern;
  GArray *arcs; /* RuleArc */
};

typedef enum
{
  BODY_FIND,
  BODY_TEXT,
  BODY_TREE
} BodyKind;

/* A named group of a regular expression */
typedef struct
{
  guint group;
  gint capture;
} RuleGroup;

typedef struct
{
  BodyKind kind;
  RulePlace place;
  RulePattern *pattern; /* of find */
  RuleNode *node;       /* of tree */
  RuleRegex *regex;     /* of text */
  GArray *groups;       /* RuleGroup, of text */
} RuleBody;

/* A capture in a body */
typedef struct
{
  gint capture;
  guint body;
} RuleNamed;

/* A capture that another line speaks of */
typedef struct
{
  const gchar *name;
  RulePlace place;
} RuleReference;

typedef struct
{
  RulePattern *pattern;
  RulePlace place;
  gboolean behind; /* after it, else before it */
  gboolean negated;
} RuleContext;

typedef struct
{
  gint capture; /* or -1 for all that is found */
  const gchar *type;
  RulePlace place;
} RuleMark;

typedef struct
{
  RulePlace place;
  const gchar *text;
  gboolean counter;
  GPtrArray *properties; /* "negated", "possible", or a label in quotes */
} RuleExample;

typedef struct
{
  const gchar *name;
  RulePlace place;
  guint number; /* in the order of the files */
  gboolean is_relation;
  GArray *bodies;                                    /* RuleBody */
  GArray *contexts;                                  /* RuleContext */
  GArray *marks;                                     /* RuleMark */
  GArray *examples;                                  /* RuleExample */
  GPtrArray *captures;                               /* names; the number of a capture is its place here */
  GArray *named;                                     /* RuleNamed */
  GArray *references;                                /* RuleReference */
  const gchar *type;                                 /* of a relation */
  gint head, tail, when, where, says, value_capture; /* captures, or -1 */
  const gchar *value;
  const gchar *label;
  gint kind;     /* EntMentionKind, or -1 */
  gint polarity; /* EntPolarity, or -1 */
  gint modality; /* EntModality, or -1 */
  gint priority;
  gfloat confidence;
} RuleStatement;

typedef struct
{
  const gchar *name;
  RulePlace place;
  const gchar *type; /* or NULL */
  RulePlace type_place;
  const gchar *file; /* or NULL */
  RulePlace file_place;
  GArray *entries; /* RuleValue */
} ListStatement;

typedef struct
{
  const gchar *name;
  RulePlace place;
  RulePattern *pattern;
  guint8 state; /* while cycles are sought */
  guint size;   /* with all that it is made of */
} LetStatement;

/* What some files say together */
typedef struct _RuleSyntax RuleSyntax;
struct _RuleSyntax
{
  RuleErrors *errors;
  GPtrArray *sources; /* RuleSource */
  GPtrArray *lexemes; /* GArray of RuleLexeme: of each source */
  GHashTable *parts;  /* name → RuleRegex, of lets that are one */
  gboolean uncompiled;   /* regular expressions are not compiled: the caller puts them together */
  GPtrArray *types;   /* gchar *, those that may be used */
  GPtrArray *lets;    /* LetStatement */
  GPtrArray *lists;   /* ListStatement */
  GPtrArray *rules;   /* RuleStatement */
  GHashTable *names;  /* of lets, lists and rules → RulePlace */
  GPtrArray *kept;    /* with its destroy functions: arrays and structs of all of these */
  GStringChunk *strings;
};

RuleSyntax *rules_syntax_new (void);
void rules_syntax_free (RuleSyntax *self);
void rules_syntax_add_type (RuleSyntax *self, const gchar *type);
gboolean rules_syntax_has_type (RuleSyntax *self, const gchar *type);
/* Takes a file; what is wrong in it is in the errors */
void rules_syntax_add (RuleSyntax *self, RuleSource *source);
/* Reads all files that were added, once */
void rules_syntax_read (RuleSyntax *self);

/* For the files that read parts of it. Arrays and structs live as long as the syntax */
gpointer rules_keep (RuleSyntax *self, gsize size);
gpointer rules_keep_with (RuleSyntax *self, gpointer data, GDestroyNotify notify);
GArray *rules_keep_array (RuleSyntax *self, gsize size);
GPtrArray *rules_keep_pointers (RuleSyntax *self);

typedef struct
{
  RuleSyntax *syntax;
  const RuleLexeme *at;
  RuleStatement *rule; /* in hand, or NULL */
  guint depth;
  guint n_arcs;
  gboolean around; /* in what stands before or after */
  gboolean failed; /* the statement in hand is wrong: the rest of it is passed over */
} Reader;

#define RULES_MAX_DEPTH 64
#define RULES_MAX_COUNT 255
#define RULES_MAX_CAPTURES 32
#define RULES_MAX_ARCS 64

/* condition-syntax.c */
void rules_read_condition (Reader *self, RulePattern *pattern);
RulePattern *rules_read_brackets (Reader *self);
EntPos rules_pos_of (const gchar *name);

/* sequence-syntax.c */
RulePattern *rules_pattern_new (Reader *self, PatternKind kind);
RulePattern *rules_read_pattern (Reader *self);
/* One token, as after "not" and in trees */
RulePattern *rules_read_single (Reader *self, const gchar *what);
gboolean rules_is_folded (const gchar *text);
/* regex.c */
RuleRegex *rules_regex_new (RuleSyntax *self, const RuleLexeme *lexeme);
/* Notes which lets others may call */
void rules_note_parts (RuleSyntax *self, const GArray *lexemes);
/* With `whole`, it describes all of a token; else it is sought in a text. The error points into the expression */
gboolean rules_compile_regex (RuleSyntax *self, RuleRegex *regex, gboolean whole);
/* As a group of an expression that is put together of several; and as one that (?&NAME) calls */
void rules_regex_append (const RuleRegex *regex, GString *out);
void rules_regex_define (const RuleRegex *part, GString *out);
/* tree-syntax.c */
RuleNode *rules_read_tree (Reader *self);
/* "nsubj", and what stands behind its colon: "nsubj:pass", "obl:*" */
const gchar *rules_join_dep (Reader *self, const gchar *name);
/* rule-syntax.c */
void rules_read_mention (Reader *self);
void rules_read_relation (Reader *self);
gint rules_capture (Reader *self, const gchar *name, RulePlace place);

/* Whether the lexeme in hand is that sign or word; if so, it is passed over by rules_take… */
gboolean rules_is_sign (const Reader *self, gchar sign);
gboolean rules_is_word (const Reader *self, const gchar *word);
gboolean rules_take_sign (Reader *self, gchar sign);
gboolean rules_take_word (Reader *self, const gchar *word);
/* Whether the statement or its line ends here */
gboolean rules_is_end (const Reader *self);
gboolean rules_is_clause (const Reader *self);
/* A name that is no word of the language; NULL after an error */
const gchar *rules_take_name (Reader *self, const gchar *what, RulePlace *place);
const gchar *rules_take_string (Reader *self, const gchar *what);
const gchar *rules_take_type (Reader *self, RulePlace *place);
/* "expected …, not 'x'" */
void rules_expected (Reader *self, const gchar *what);
void rules_wrong (Reader *self, RulePlace place, const gchar *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
