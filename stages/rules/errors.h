/* What is wrong in rule files: where, with the line of the source to point at. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gchar *path;
  gchar *text;
  gsize length;
} RuleSource;

/* A byte of a source and how many bytes from it are meant */
typedef struct
{
  const RuleSource *source;
  guint32 offset;
  guint32 length;
} RulePlace;

typedef struct
{
  RulePlace place;
  gchar *message;
} RuleMistake;

typedef struct
{
  GArray *mistakes; /* RuleMistake, in the order in which they were found */
} RuleErrors;

/* Those after so many are not kept */
#define RULES_MAX_ERRORS 50

RuleSource *rules_source_new (const gchar *path, const gchar *text, gsize length);
RuleSource *rules_source_open (const gchar *path, GError **error);
void rules_source_free (RuleSource *self);
/* Bytes of the mark with which some editors begin files: it is none of the text */
gsize rules_byte_order_mark (const gchar *text, gsize length);

RuleErrors *rules_errors_new (void);
void rules_errors_free (RuleErrors *self);
void rules_errors_add (RuleErrors *self, RulePlace place, const gchar *format, ...) G_GNUC_PRINTF (3, 4);
void rules_errors_add_valist (RuleErrors *self, RulePlace place, const gchar *format, va_list arguments)
    G_GNUC_PRINTF (3, 0);

/* By source and offset */
void rules_errors_sort (RuleErrors *self);

/* Counted from 1, in characters */
void rules_place_to_line (RulePlace place, guint *line, guint *column);

/* "rules.txt:5:14: unknown type …", in one line */
gchar *rules_mistake_to_string (const RuleMistake *mistake);
/* The line of the source and, in a second line, a caret under the place; control characters as blanks */
gchar *rules_mistake_excerpt (const RuleMistake *mistake);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RuleErrors, rules_errors_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RuleSource, rules_source_free)

G_END_DECLS
