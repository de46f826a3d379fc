/* The patterns of values, compiled once and read by many threads. */
#pragma once

#include "stages/tag/value-words.h"

G_BEGIN_DECLS

typedef struct _Patterns Patterns;
typedef struct _PatternMatcher PatternMatcher;
typedef struct _RuleSyntax RuleSyntax; /* of stages/rules/syntax.h */

/* Stands before a pattern's name in `by` of what it found */
#define TAG_PATTERNS_MAKER "tag/pattern"

/* "tag/patterns.rules" of a pack, NULL for the default one, and the words that values are made of, "tag/values.txt" */
Patterns *tag_patterns_load (const gchar *pack, GError **error);
/* The same as a file of rules, with their examples; mistakes are in its errors. NULL where it cannot be read */
RuleSyntax *tag_patterns_read (const gchar *pack, GError **error);
void tag_patterns_free (Patterns *self);
const ValueWords *tag_patterns_get_words (const Patterns *self);
const gchar *tag_patterns_get_name (const Patterns *self, guint pattern);
const gchar *tag_patterns_get_type (const Patterns *self, guint pattern);

/* What one thread needs to match */
PatternMatcher *tag_pattern_matcher_new (const Patterns *patterns);
void tag_pattern_matcher_free (PatternMatcher *self);
gint tag_pattern_matcher_match (PatternMatcher *self, const gchar *text, gsize start, gsize limit, gsize *end);
gint tag_pattern_matcher_get_exceeded (const PatternMatcher *self, gsize *at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Patterns, tag_patterns_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PatternMatcher, tag_pattern_matcher_free)

G_END_DECLS
