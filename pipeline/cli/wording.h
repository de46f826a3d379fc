/* Mentions, relations and sentences in words for people: what `show` and `why` print. */
#pragma once

#include <entente.h>

G_BEGIN_DECLS

/* The words of tokens [first, end) in one line, fit for a terminal */
gchar *wording_words (EntDocument *doc, guint first, guint end);
gchar *wording_string (EntDocument *doc, EntId id);

/* "BBC"; of a pronoun or a description the entity's name, then the words: "BBC (it)" */
gchar *wording_mention (EntDocument *doc, guint m);
/* Whose government a mention stands for; g_free() it; NULL for none */
gchar *wording_acts_for (EntDocument *doc, guint m);

/* "BBC —report→ attack  [negated; says: Smith; 0.81]", with what differs from the usual only */
gchar *wording_relation (EntDocument *doc, guint r);

/* Who says that the one to whom a relation is attributed says so, who says that, and so on: mentions, guint */
GArray *wording_chain (EntDocument *doc, const EntRelation *relation);

/* Tokens that are set off in a sentence, and what stands before and after them */
typedef struct
{
  guint first;
  guint end;
  gchar *before;
  gchar *after;
} WordingMark;

GArray *wording_marks_new (void);
void wording_add_mark (GArray *marks, guint first, guint end, gchar *before, gchar *after);

/* The sentence in one line with its marks, which may stand in each other. `marks` are in the order of the text, the
 * longer before the shorter; the walk begins at `*next` and leaves it after those of the sentence. */
gchar *wording_sentence (EntDocument *doc, guint s, GArray *marks, guint *next);
void wording_sort_marks (GArray *marks);

G_END_DECLS
