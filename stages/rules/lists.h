/* Lists of phrases, compared with the text as it is written, however the tokeniser parts it: blanks of any kind count
 * as one. All lists are in one table of hashes, of phrases and of what they begin with, so that a match costs no more
 * than its longest phrase, and a million phrases load in less than a second. */
#pragma once

#include <entente.h>

G_BEGIN_DECLS

typedef struct _RuleLists RuleLists;

/* Bytes of a phrase */
#define RULES_MAX_PHRASE 1000

/* A phrase found at tokens [first, end) */
typedef struct
{
  guint32 first;
  guint32 end;
  guint32 list;
  guint32 entry;
} RuleListMatch;

RuleLists *rules_lists_new (void);
void rules_lists_free (RuleLists *self);
gboolean rules_lists_is_empty (const RuleLists *self);

/* A phrase of a list. In small letters it stands for any case */
void rules_lists_add (RuleLists *self, guint list, const gchar *phrase);
/* Lines of "phrase<TAB>type<TAB>key", where type and key may be left out; blank lines are passed over. Calls back for
 * each other type than that of the line before */
typedef gboolean (*RuleTypeFunc) (const gchar *type, gpointer user_data);
gboolean rules_lists_add_file (RuleLists *self, guint list, const gchar *path, RuleTypeFunc is_type, gpointer user_data,
                               GError **error);

/* For those who read files. A line lives as long as the lists, and has a line break or the end of its file behind it;
 * the phrase is what stands before @end, and blanks around it are none of it. FALSE where it is too long */
gboolean rules_lists_add_line (RuleLists *self, guint list, const gchar *line, const gchar *end);
/* Room for as many as there can be in a text, so that the table need not grow */
void rules_lists_reserve (RuleLists *self, const gchar *text, const gchar *end);
/* @file is taken */
void rules_lists_keep_file (RuleLists *self, GMappedFile *file);

/* Appends all RuleListMatch that begin at a token of [first, end), in the order of their first tokens, the longest
 * first */
void rules_lists_match (const RuleLists *self, const gchar *text, const EntToken *tokens, guint first, guint end,
                        GArray *matches);

/* What the line of an entry says; NULL where it says nothing. g_free() them */
gchar *rules_lists_dup_type (const RuleLists *self, guint entry);
gchar *rules_lists_dup_key (const RuleLists *self, guint entry);
gchar *rules_lists_dup_phrase (const RuleLists *self, guint entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RuleLists, rules_lists_free)

G_END_DECLS
