/* The patterns of values, compiled once and read by many threads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _Patterns Patterns;
typedef struct _PatternMatcher PatternMatcher;

Patterns *patterns_load (const gchar *path, GError **error);
void patterns_free (Patterns *self);
const gchar *patterns_get_name (const Patterns *self, guint pattern);
const gchar *patterns_get_type (const Patterns *self, guint pattern);

/* What one thread needs to match */
PatternMatcher *pattern_matcher_new (const Patterns *patterns);
void pattern_matcher_free (PatternMatcher *self);
gint pattern_matcher_match (PatternMatcher *self, const gchar *text, gsize start, gsize limit, gsize *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Patterns, patterns_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PatternMatcher, pattern_matcher_free)

G_END_DECLS
