/* Measuring a model after its training, in a pack made for it: links to the files of the one that it will run with, and
 * to the model in the place of what stands there. */
#include "pipeline/cli/eval.h"
#include "pipeline/cli/train.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static gboolean
fail_link (const gchar *path, GError **error)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "%s: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean
link_to (const gchar *target, const gchar *folder, const gchar *name, GError **error)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autofree gchar *absolute = g_canonicalize_filename (target, NULL);

  return !symlink (absolute, path) || fail_link (path, error);
}

/* All that stands in a folder but for one name */
static gboolean
link_all (const gchar *from, const gchar *to, const gchar *but, GError **error)
{
  GDir *dir = g_dir_open (from, 0, NULL);
  const gchar *name;
  gboolean ok = TRUE;

  while (dir && ok && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (from, name, NULL);

      ok = !strcmp (name, but) || link_to (path, to, name, error);
    }
  g_clear_pointer (&dir, g_dir_close);
  return ok;
}

/* `name` is "STEP/FILE": the pack's other steps, the step's other files, the model */
static gboolean
fill (const TrainDev *dev, const gchar *pack, GError **error)
{
  g_autofree gchar *step = g_path_get_dirname (dev->name);
  g_autofree gchar *file = g_path_get_basename (dev->name);
  g_autofree gchar *folder = g_build_filename (pack, step, NULL);
  g_autofree gchar *from = dev->pack ? g_build_filename (dev->pack, step, NULL) : NULL;

  if (g_mkdir (folder, 0700))
    return fail_link (folder, error);
  if (dev->pack && (!link_all (dev->pack, pack, step, error) || !link_all (from, folder, file, error)))
    return FALSE;
  return link_to (dev->path, folder, file, error);
}

static void
remove_links (const gchar *folder, guint depth)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (folder, name, NULL);

      if (depth && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_links (path, depth - 1);
      else
        g_unlink (path);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (folder);
}

static gboolean
measure (const TrainDev *dev, gchar *pack, gchar *gold, GError **error)
{
  gchar *files[] = { gold, NULL };
  EvalInput input = { .step = dev->step, .pack = pack, .from = (gchar *) dev->from, .gold = files, .quiet = TRUE };
  g_autoptr (GArray) scores = g_array_new (FALSE, FALSE, sizeof (EvalScore));
  g_autofree gchar *file = g_filename_display_basename (gold);
  g_autofree gchar *line = NULL;

  if (!eval_step (&input, scores, error))
    return FALSE;
  for (guint i = 0; i < scores->len; i++)
    {
      const EvalScore *score = &g_array_index (scores, EvalScore, i);
      g_autofree gchar *key = g_strdup_printf ("%s on %s", score->name, file);

      if (!eval_is_speed (score)) /* which would differ from run to run */
        ent_model_writer_set_number (dev->writer, key, round (score->value * 100) / 100);
    }
  line = eval_scores_to_string (scores);
  cli_say ("train %s: %s: %s", dev->step, file, line);
  return TRUE;
}

gboolean
train_measure (const TrainDev *dev, GError **error)
{
  g_autofree gchar *pack = NULL;
  gboolean ok;

  if (!dev->dev)
    return TRUE;
  pack = g_dir_make_tmp ("entente-dev-XXXXXX", NULL);
  if (!pack)
    return fail_link (g_get_tmp_dir (), error);
  ok = fill (dev, pack, error);
  for (char **gold = dev->dev; ok && *gold; gold++)
    ok = measure (dev, pack, *gold, error);
  remove_links (pack, 1);
  return ok && ent_model_writer_save (dev->writer, dev->path, error);
}
