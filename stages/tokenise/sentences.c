/* Rules over the tokens around a boundary. Each looks at a few tokens, or at a window around a line break, so the
 * time is linear. What the treebanks do decides: a full stop ends a sentence even before a small letter, dots only
 * before a capital; a colon or semicolon never does. */
#include "stages/tokenise/sentences.h"

#include <string.h>

/* Closing marks that a sentence may end in */
#define MAX_CLOSERS 4
/* Tokens of "[better source needed]" */
#define MAX_REFERENCE 6
/* Characters: a line that is longer holds a whole paragraph; a line that is shorter was not broken for want of room */
#define LONG_LINE 120
#define SHORT_LINE 45
/* Bytes to each side of a line break in which its neighbours are looked at */
#define WINDOW 600
/* Tokens of the word that would have had to fit on the line before */
#define MAX_WORD 8

typedef struct
{
  const TokLists *lists;
  const gchar *text;
  const EntToken *tokens;
  guint n;
  guint first; /* of the sentence */
} Scene;

typedef enum
{
  END_NONE,
  END_STOP,  /* . ! ? and runs of them */
  END_DOTS,  /* ... and … */
  END_SHORT, /* a full stop that belongs to the word */
  END_SMILE  /* an emoticon */
} EndKind;

static guint
size (const Scene *scene, guint t)
{
  return scene->tokens[t].end - scene->tokens[t].start;
}

static gboolean
is_text (const Scene *scene, guint t, const gchar *string)
{
  return size (scene, t) == strlen (string)
         && memcmp (scene->text + scene->tokens[t].start, string, strlen (string)) == 0;
}

/* Whether each character of a token is one of the `marks` */
static gboolean
is_made_of (const Scene *scene, guint t, const gchar *marks)
{
  const gchar *end = scene->text + scene->tokens[t].end;

  for (const gchar *at = scene->text + scene->tokens[t].start; at < end; at = g_utf8_next_char (at))
    if (!*at || !g_utf8_strchr (marks, -1, g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

static const gchar *
find (const Scene *scene, guint t, const TokList *list)
{
  return tok_list_find (list, scene->text + scene->tokens[t].start, size (scene, t));
}

static gboolean
has (const Scene *scene, guint t, EntTokenFlags flag)
{
  return (scene->tokens[t].flags & flag) != 0;
}

/* A word that no sentence can end in by itself */
static gboolean
is_plain (const Scene *scene, guint t)
{
  return !has (scene, t, ENT_TOKEN_PUNCT) && scene->text[scene->tokens[t].end - 1] != '.';
}

static gboolean
is_closer (const Scene *scene, guint t)
{
  return has (scene, t, ENT_TOKEN_PUNCT) && !has (scene, t, ENT_TOKEN_SPACE_BEFORE)
         && is_made_of (scene, t, ")]}\"'”’»›");
}

static gboolean
is_lower (const Scene *scene, guint t)
{
  return g_unichar_islower (g_utf8_get_char (scene->text + scene->tokens[t].start));
}

/* The second and third of ". . ." */
static gboolean
is_spaced_dot (const Scene *scene, guint t)
{
  return t > scene->first && has (scene, t, ENT_TOKEN_SPACE_BEFORE) && is_text (scene, t - 1, ".");
}

static EndKind
end_kind (const Scene *scene, guint t)
{
  if (!has (scene, t, ENT_TOKEN_PUNCT))
    return !is_plain (scene, t) && size (scene, t) > 1 ? END_SHORT : END_NONE;
  if (is_text (scene, t, "."))
    return is_spaced_dot (scene, t) ? END_DOTS : END_STOP;
  if (is_made_of (scene, t, ".…"))
    return END_DOTS;
  if (is_made_of (scene, t, ".…!?‼⁇⁈⁉"))
    return END_STOP;
  return find (scene, t, scene->lists->literals) ? END_SMILE : END_NONE;
}

/* "1." and "b." at the start of a sentence number it */
static gboolean
is_marker (const Scene *scene, guint t)
{
  return t == scene->first + 1 && is_text (scene, t, ".") && !has (scene, t, ENT_TOKEN_SPACE_BEFORE)
         && (has (scene, t - 1, ENT_TOKEN_DIGIT) ? size (scene, t - 1) <= 3 && !has (scene, t - 1, ENT_TOKEN_ALPHA)
                                                 : size (scene, t - 1) == 1);
}

/* "Dr." and "e.g.": no sentence ends here, whatever follows */
static gboolean
is_unfinished (const Scene *scene, guint t)
{
  const gchar *found = is_plain (scene, t) ? NULL : find (scene, t, scene->lists->abbreviations);

  return found && (strstr (found, "title") || strstr (found, "inner"));
}

/* Whether a sentence ends after an abbreviation or an initial, `next` being the token that follows */
static gboolean
ends_after_short (const Scene *scene, guint t, guint next)
{
  if (size (scene, t) == 2 || is_unfinished (scene, t))
    return FALSE;
  return has (scene, next, ENT_TOKEN_CAPITALISED) && find (scene, next, scene->lists->starters) != NULL;
}

/* Whether a sentence ends between t, which is followed by its closing marks, and next */
static gboolean
ends_after_mark (const Scene *scene, guint t, guint next)
{
  gboolean quoted = t + 1 < next;
  EndKind kind = end_kind (scene, next);

  /* ". . ." goes on, and an emoticon is part of what it comments on; "...and" is a new start */
  if (kind == END_STOP || kind == END_SMILE || (kind == END_DOTS && size (scene, next) == 1))
    return FALSE;

  switch (end_kind (scene, t))
    {
    case END_STOP:
      if (!has (scene, next, ENT_TOKEN_SPACE_BEFORE) && !has (scene, next, ENT_TOKEN_ALPHA))
        return FALSE;
      if (quoted && is_lower (scene, next))
        return FALSE;
      return !is_marker (scene, t);
    case END_DOTS:
      return has (scene, next, ENT_TOKEN_CAPITALISED);
    case END_SHORT:
      return ends_after_short (scene, t, next);
    case END_SMILE:
      return has (scene, next, ENT_TOKEN_CAPITALISED);
    default:
      return FALSE;
    }
}

static gboolean
is_newline (gchar c)
{
  return c == '\n' || c == '\r';
}

/* Characters of the line before byte `at`, counted no further than LONG_LINE */
static guint
length_before (const gchar *text, guint32 at)
{
  guint length = 0;

  for (; at > 0 && !is_newline (text[at - 1]) && length <= LONG_LINE; at--)
    length += ((guchar) text[at - 1] & 0xC0) != 0x80;
  return length;
}

/* Characters of the longest line around byte `at`, between blank lines: lines that were broken for want of room come
 * close to it */
static guint
width_around (const Scene *scene, guint32 at)
{
  const gchar *text = scene->text;
  guint32 end = MIN (scene->tokens[scene->n - 1].end, at + WINDOW);
  guint width = 0, length = 0;
  gboolean blank = FALSE;

  for (guint32 i = at > WINDOW ? at - WINDOW : 0; i < end; i++)
    {
      if (!is_newline (text[i]))
        {
          length += ((guchar) text[i] & 0xC0) != 0x80;
          blank &= g_ascii_isspace (text[i]);
          continue;
        }
      if (blank && i >= at)
        break;
      width = blank ? 0 : MAX (width, length);
      length = 0;
      blank = i + 1 >= end || text[i] == '\n' || text[i + 1] != '\n';
    }
  return MAX (width, length);
}

/* "•", and "3." or "b)" */
static gboolean
is_bullet (const Scene *scene, guint t)
{
  if (has (scene, t, ENT_TOKEN_PUNCT))
    return is_made_of (scene, t, "*-+>–—•‣▪●·");
  return size (scene, t) <= 3 && (size (scene, t) == 1 || !has (scene, t, ENT_TOKEN_ALPHA)) && t + 1 < scene->n
         && !has (scene, t + 1, ENT_TOKEN_SPACE_BEFORE) && is_made_of (scene, t + 1, ".)") && size (scene, t + 1) == 1;
}

/* A line break inside a paragraph: did the line end because it was full, or because something was complete? */
static gboolean
ends_at_line (const Scene *scene, guint t)
{
  guint before = length_before (scene->text, scene->tokens[t].end);
  guint word = t + 1, width;

  if (is_bullet (scene, t + 1))
    return TRUE;
  if (is_lower (scene, t + 1) || is_text (scene, t, ",") || is_unfinished (scene, t))
    return FALSE;
  if (before < SHORT_LINE)
    return TRUE;
  width = width_around (scene, scene->tokens[t + 1].start);
  while (word + 1 < scene->n && word < t + MAX_WORD && !has (scene, word + 1, ENT_TOKEN_SPACE_BEFORE))
    word++;
  return width > LONG_LINE || before + 1 + (scene->tokens[word].end - scene->tokens[t + 1].start) <= width;
}

/* Line breaks between t and t + 1: LF, CR LF or CR */
static guint
count_lines (const Scene *scene, guint t)
{
  const gchar *text = scene->text;
  guint lines = 0;

  for (guint32 i = scene->tokens[t].end; i < scene->tokens[t + 1].start && lines < 2; i++)
    lines += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
  return lines;
}

/* "[3]" and "[citation needed]" behind a full stop belong to what they vouch for. The token after the one that begins
 * at t, or t */
static guint
reference_end (const Scene *scene, guint t)
{
  if (!is_text (scene, t, "[") || t + 2 >= scene->n
      || !(has (scene, t + 1, ENT_TOKEN_DIGIT) || is_lower (scene, t + 1)))
    return t;
  for (guint end = t + 2; end < scene->n && end < t + MAX_REFERENCE; end++)
    if (is_text (scene, end, "]"))
      return end + 1;
  return t;
}

/* The token before the references that end at t, or t */
static guint
before_references (const Scene *scene, guint t)
{
  for (guint back = 2; is_text (scene, t, "]") && back < MAX_REFERENCE && t > scene->first + back;)
    if (reference_end (scene, t - back) == t + 1)
      {
        t -= back + 1;
        back = 2;
      }
    else
      back++;
  return t;
}

/* Names of the net end a line of their own more often than they stand in the middle of a sentence, if what follows
 * looks like the start of one */
static gboolean
is_address (const Scene *scene, guint t)
{
  const gchar *start = scene->text + scene->tokens[t].start;
  gsize length = size (scene, t);
  const gchar *colon = length < 8 ? NULL : memchr (start, ':', length - 2);

  return (colon && memcmp (colon, "://", 3) == 0)
         || (length >= 8 && (memchr (start, '@', length) || memcmp (start, "www.", 4) == 0));
}

static gboolean
ends_after_address (const Scene *scene, guint t)
{
  guint address = t > scene->first && is_text (scene, t, ">") ? t - 1 : t;

  if (!is_address (scene, address))
    return FALSE;
  return has (scene, t + 1, ENT_TOKEN_CAPITALISED) || is_address (scene, t + 1)
         || (address < t && has (scene, t + 1, ENT_TOKEN_DIGIT));
}

/* "08/17/2000 11:21 AM", as mail programs write it above what is quoted; the token after it, or t */
static guint
stamp_end (const Scene *scene, guint t)
{
  const gchar *text = scene->text;

  if (t + 1 >= scene->n || size (scene, t) < 8 || size (scene, t) > 10 || !has (scene, t, ENT_TOKEN_DIGIT)
      || !memchr (text + scene->tokens[t].start, '/', 3) || !has (scene, t + 1, ENT_TOKEN_DIGIT)
      || !memchr (text + scene->tokens[t + 1].start, ':', MIN (3, size (scene, t + 1))))
    return t;
  return t + 2 < scene->n && (is_text (scene, t + 2, "AM") || is_text (scene, t + 2, "PM")) ? t + 3 : t + 2;
}

/* The boundaries before and after a stamp: "on 08/17/2000 11:21 AM" has only the second */
static gboolean
ends_at_stamp (const Scene *scene, guint t)
{
  if (!has (scene, t, ENT_TOKEN_DIGIT) && !has (scene, t + 1, ENT_TOKEN_DIGIT) && size (scene, t) != 2)
    return FALSE;
  if (stamp_end (scene, t + 1) > t + 1)
    return !is_lower (scene, t) && !has (scene, t, ENT_TOKEN_PUNCT);
  for (guint back = 1; back < 3 && t >= scene->first + back; back++)
    if (stamp_end (scene, t - back) == t + 1)
      return has (scene, t + 1, ENT_TOKEN_CAPITALISED);
  return FALSE;
}

/* A mark that a space stands before, and after: it closes what was opened before */
static gboolean
is_loose_closer (const Scene *scene, guint t)
{
  if (!has (scene, t, ENT_TOKEN_PUNCT))
    return FALSE;
  return is_text (scene, t, ")") || is_text (scene, t, "]")
         || (is_text (scene, t, "\"") && (t + 1 == scene->n || has (scene, t + 1, ENT_TOKEN_SPACE_BEFORE)));
}

/* Whether a sentence ends after t, line breaks aside */
static gboolean
ends_in_line (const Scene *scene, guint t)
{
  guint mark;

  if (has (scene, t + 1, ENT_TOKEN_SPACE_BEFORE) && (ends_after_address (scene, t) || ends_at_stamp (scene, t)))
    return TRUE;
  if (is_plain (scene, t) || is_closer (scene, t + 1) || is_loose_closer (scene, t + 1)
      || reference_end (scene, t + 1) > t + 1)
    return FALSE;
  mark = before_references (scene, t);
  for (guint n = 0; n < MAX_CLOSERS && mark > scene->first; n++, mark--)
    if (!is_closer (scene, mark) && (n > 0 || !is_loose_closer (scene, mark)))
      break;
  return ends_after_mark (scene, mark, t + 1);
}

static gboolean
ends_after (const Scene *scene, guint t)
{
  guint lines = has (scene, t + 1, ENT_TOKEN_LINE_START) ? count_lines (scene, t) : 0;

  if (has (scene, t + 1, ENT_TOKEN_JOINED))
    return FALSE;
  return lines > 1 || ends_in_line (scene, t) || (lines == 1 && ends_at_line (scene, t));
}

guint
tok_sentence_end (const TokLists *lists, const gchar *text, const EntToken *tokens, guint n, guint first)
{
  Scene scene = { lists, text, tokens, n, first };

  for (guint t = first; t + 1 < n; t++)
    if (ends_after (&scene, t))
      return t + 1;
  return n;
}
