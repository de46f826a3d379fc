/* Lists of words that people edit: one entry a line, and what is to be done with it behind it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TokList TokList;

typedef enum
{
  TOK_LIST_EXACT,  /* entries match as they stand */
  TOK_LIST_FOLDED, /* ASCII letters match in either case, and typographic apostrophes match straight ones */
  TOK_LIST_PARTS   /* the same, and behind an entry stands where it is cut: "cannot can|not" */
} TokListMatch;

TokList *tok_list_load (const gchar *path, TokListMatch match, GError **error);
void tok_list_free (TokList *list);
gboolean tok_list_may_hold (const TokList *list, guchar first, guint length);
const gchar *tok_list_find (const TokList *list, const gchar *text, guint length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TokList, tok_list_free)

G_END_DECLS
