/* The harness: from marked text to documents and back, and files of cases. */
#include "tests/harness.h"

#include <glib/gstdio.h>
#include <string.h>

/* Where the case being checked stands, and how many have failed; NULL outside of a case file */
static gchar *place;
static guint n_wrong;

void
case_fails (const char *message)
{
  if (!place)
    fail_msg ("%s", message);
  print_error ("%s:\n%s\n", place, message);
  n_wrong++;
}

void
check_text (const char *got, const char *expected)
{
  if (!place)
    assert_string_equal (got, expected);
  else if (!g_str_equal (got, expected))
    {
      g_autofree gchar *message = g_strdup_printf ("  expected  %s\n  got       %s", expected, got);

      case_fails (message);
    }
}

typedef struct
{
  gchar *type;
  gchar *value; /* as JSON text, or NULL */
  gsize start, end;
} Mark;

static void
clear_mark (gpointer data)
{
  g_free (((Mark *) data)->type);
  g_free (((Mark *) data)->value);
}

/* "Temporal=2022-02" → type and value */
static Mark
new_mark (const gchar *from, const gchar *to, gsize start)
{
  g_autofree gchar *whole = g_strndup (from, to - from);
  const gchar *value = strchr (whole, '=');

  return (Mark){ .type = value ? g_strndup (whole, value - whole) : g_strdup (whole),
                 .value = value ? g_strdup_printf ("\"%s\"", value + 1) : NULL,
                 .start = start };
}

/* "[Type text]" → text and marks; a "[" that no capital letter follows is text */
static GArray *
take_marks (const gchar *marked, GString *text)
{
  GArray *marks = g_array_new (FALSE, TRUE, sizeof (Mark));
  gint open = -1;

  g_array_set_clear_func (marks, clear_mark);
  for (const gchar *p = marked; *p; p++)
    {
      if (*p == '[' && g_ascii_isupper (p[1]) && strchr (p, ' ') && open < 0)
        {
          const gchar *space = strchr (p, ' ');
          Mark mark = new_mark (p + 1, space, text->len);

          g_array_append_val (marks, mark);
          open = marks->len - 1;
          p = space;
        }
      else if (*p == ']' && open >= 0)
        {
          g_array_index (marks, Mark, open).end = text->len;
          open = -1;
        }
      else if (p[0] == '\\' && p[1] == 'n')
        {
          g_string_append_c (text, '\n');
          p++;
        }
      else
        g_string_append_c (text, *p);
    }
  return marks;
}

void
run_pipeline (const char *pipeline, EntDocument *doc)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntPipeline) parsed = ent_pipeline_new_from_text (pipeline, &error);

  if (!parsed || !ent_pipeline_load (parsed, &error) || !ent_pipeline_process (parsed, doc, &error))
    fail_msg ("pipeline '%s': %s", pipeline, error->message);
}

static EntStage *
load_stage_without_mentions (const gchar *name)
{
  g_autoptr (GError) error = NULL;
  EntStage *stage = ent_stage_new (name, &error);

  if (stage && g_str_equal (name, "tag"))
    {
      ent_stage_set_option (stage, "names", "off", NULL);
      ent_stage_set_option (stage, "values", "off", NULL);
    }
  if (!stage || !ent_stage_load (stage, &error))
    fail_msg ("stage '%s': %s", name, error->message);
  return stage;
}

void
parse_document (EntDocument *doc)
{
  static EntStage *stages[2]; /* loaded once a program: models take a while to check */
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      if (!stages[i])
        stages[i] = load_stage_without_mentions (i ? "parse" : "tag");
      if (!ent_stage_process (stages[i], doc, &error))
        fail_msg ("%s", error->message);
    }
  ent_document_mark_layers (doc, ENT_LAYER_TAGS | ENT_LAYER_HEADS);
}

char *
run_failing_pipeline (const char *pipeline, EntDocument *doc)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntPipeline) parsed = ent_pipeline_new_from_text (pipeline, &error);

  if (parsed && ent_pipeline_load (parsed, &error) && ent_pipeline_process (parsed, doc, &error))
    fail_msg ("pipeline '%s' did not fail", pipeline);
  assert_non_null (error);
  return g_strdup (error->message);
}

static EntDocument *
tokenised (const GString *text)
{
  EntDocument *doc = ent_document_new (text->str, text->len, NULL);

  assert_non_null (doc);
  run_pipeline ("tokenise", doc);
  return doc;
}

char *
marked_from_document (EntDocument *doc)
{
  guint n_mentions, n_tokens, m = 0;
  const EntMention *mentions = ent_document_get_mentions (doc, &n_mentions);
  const EntToken *tokens = ent_document_get_tokens (doc, &n_tokens);
  gsize length;
  const gchar *text = ent_document_get_text (doc, &length);
  g_autoptr (GString) marked = g_string_new (NULL);

  for (gsize i = 0; i <= length; i++)
    {
      /* mentions in the order of the text: stages may add them in any */
      for (m = 0; m < n_mentions; m++)
        if (tokens[mentions[m].first + mentions[m].n - 1].end == i)
          g_string_append_c (marked, ']');
      for (m = 0; m < n_mentions; m++)
        if (tokens[mentions[m].first].start == i)
          g_string_append_printf (marked, "[%s ", ent_document_get_string (doc, mentions[m].type));
      if (i < length && text[i] == '\n')
        g_string_append (marked, "\\n");
      else if (i < length)
        g_string_append_c (marked, text[i]);
    }
  return g_strdup (marked->str);
}

void
check_stage (const char *stage, const char *marked)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) marks = take_marks (marked, text);
  g_autoptr (EntDocument) doc = ent_document_new (text->str, text->len, NULL);
  g_autofree gchar *pipeline = g_strconcat ("tokenise ! ", stage, NULL);
  g_autofree gchar *got = NULL;

  run_pipeline (pipeline, doc);
  got = marked_from_document (doc);
  check_text (got, marked);
}

static guint
token_at (EntDocument *doc, gsize byte, gboolean is_end)
{
  guint n;
  const EntToken *tokens = ent_document_get_tokens (doc, &n);

  for (guint t = 0; t < n; t++)
    if ((is_end ? tokens[t].end : tokens[t].start) == byte)
      return t;
  fail_msg ("no token %s at byte %" G_GSIZE_FORMAT " of '%s'", is_end ? "ends" : "begins", byte,
            ent_document_get_text (doc, NULL));
  return 0;
}

EntDocument *
document_from_marked (const char *marked)
{
  static const gchar *const values = " Temporal Quantity Money Url CommsIdentifier Coordinate Frequency ";
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) marks = take_marks (marked, text);
  EntDocument *doc = tokenised (text);

  for (guint i = 0; i < marks->len; i++)
    {
      const Mark *mark = &g_array_index (marks, Mark, i);
      g_autofree gchar *word = g_strdup_printf (" %s ", mark->type);
      EntMention mention = { .first = token_at (doc, mark->start, FALSE),
                             .type = ent_document_intern (doc, mark->type),
                             .by = ent_document_intern (doc, "test"),
                             .entity = ENT_NONE,
                             .confidence = 1,
                             .kind = strstr (values, word) ? ENT_MENTION_VALUE : ENT_MENTION_NAME };

      mention.n = token_at (doc, mark->end, TRUE) + 1 - mention.first;
      if (mark->value)
        mention.value = ent_document_intern (doc, mark->value);
      assert_int_not_equal (ent_document_append_mention (doc, &mention), G_MAXUINT);
    }
  ent_document_mark_layers (doc, ENT_LAYER_MENTIONS);
  return doc;
}

static gboolean
is_indented (const gchar *line)
{
  return g_ascii_isspace (*line) && *line;
}

void
check_cases (const char *path, CaseFunc func)
{
  g_autofree gchar *full = g_build_filename (TESTS_DIR, path, NULL);
  g_autofree gchar *content = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  assert_true (g_file_get_contents (full, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  n_wrong = 0;
  for (guint i = 0; lines[i]; i++)
    {
      g_autoptr (GPtrArray) more = g_ptr_array_new ();
      guint line = i;

      if (!*lines[i] || *lines[i] == '#' || is_indented (lines[i]))
        continue;
      while (lines[i + 1] && is_indented (lines[i + 1]))
        g_ptr_array_add (more, g_strstrip (lines[++i]));
      g_ptr_array_add (more, NULL);
      place = g_strdup_printf ("%s:%u", path, line + 1);
      func (lines[line], (const char *const *) more->pdata);
      g_clear_pointer (&place, g_free);
      n++;
    }
  if (!n || n_wrong)
    fail_msg ("%s: %u of %u cases are wrong", path, n_wrong, n);
}

EntStage *
loaded_stage (const char *name)
{
  g_autoptr (GError) error = NULL;
  EntStage *stage = ent_stage_new (name, &error);

  if (!stage || !ent_stage_load (stage, &error))
    fail_msg ("%s", error->message);
  return stage;
}

void
process_document (EntStage *stage, EntDocument *doc)
{
  g_autoptr (GError) error = NULL;

  if (!ent_stage_process (stage, doc, &error))
    fail_msg ("%s", error->message);
}

char *
make_folder (void)
{
  gchar *folder = g_dir_make_tmp ("entente-test-XXXXXX", NULL);

  assert_non_null (folder);
  return folder;
}

void
remove_folder (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      gchar *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      else
        {
          g_remove (path);
          g_free (path);
        }
    }
  g_rmdir (folder);
  g_free (folder);
}
