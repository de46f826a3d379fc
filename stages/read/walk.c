/* The files behind the arguments. Only the folders on the way to the present file are held, so that a folder of
 * millions of files costs no more than its own list of names. */
#include "stages/read/read.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  gchar *path;
  gchar *below;     /* path below the argument, ending in `/` unless empty */
  GPtrArray *names; /* sorted; folders end in `/` */
  guint next;
} Folder;

struct _EntReadWalk
{
  gchar **paths;
  guint next;
  guint n_found; /* files in the present argument */
  GPtrArray *folders;
};

static void
folder_free (gpointer data)
{
  Folder *self = data;

  g_free (self->path);
  g_free (self->below);
  g_ptr_array_unref (self->names);
  g_free (self);
}

EntReadWalk *
ent_read_walk_new (const gchar *const *paths)
{
  EntReadWalk *self = g_new0 (EntReadWalk, 1);

  self->paths = g_strdupv ((gchar **) paths);
  self->folders = g_ptr_array_new_with_free_func (folder_free);
  return self;
}

void
ent_read_walk_free (EntReadWalk *self)
{
  g_strfreev (self->paths);
  g_ptr_array_unref (self->folders);
  g_free (self);
}

/* A folder sorts as its name with the `/`, which gives the byte order of the whole paths */
static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(gchar *const *) a, *(gchar *const *) b);
}

/* Folders behind links are left out, since a link may lead back to where it stands */
static gchar *
name_of_entry (const gchar *folder, const gchar *name)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  GStatBuf status;

  if (*name == '.' || g_lstat (path, &status))
    return NULL;
  if (S_ISDIR (status.st_mode))
    return g_strconcat (name, "/", NULL);
  if (S_ISLNK (status.st_mode) && g_stat (path, &status))
    return NULL;
  return S_ISREG (status.st_mode) ? g_strdup (name) : NULL;
}

static gboolean
enter_folder (EntReadWalk *self, const gchar *path, const gchar *below, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  Folder *folder;
  const gchar *name;

  errno = 0;
  dir = g_dir_open (path, 0, NULL);
  if (!dir)
    return ent_read_fail (error, path, "cannot read this folder: %s", g_strerror (errno));
  folder = g_new0 (Folder, 1);
  folder->path = g_strdup (path);
  folder->below = g_strdup (below);
  folder->names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)))
    {
      gchar *entry = name_of_entry (path, name);

      if (entry)
        g_ptr_array_add (folder->names, entry);
    }
  g_ptr_array_sort (folder->names, compare_names);
  g_ptr_array_add (self->folders, folder);
  return TRUE;
}

static gboolean
next_in_folder (EntReadWalk *self, gchar **path, gchar **id, GError **error)
{
  Folder *folder = g_ptr_array_index (self->folders, self->folders->len - 1);
  const gchar *name;
  g_autofree gchar *full = NULL;
  g_autofree gchar *below = NULL;

  if (folder->next == folder->names->len)
    {
      g_ptr_array_set_size (self->folders, self->folders->len - 1);
      if (self->folders->len || self->n_found)
        return TRUE;
      return ent_read_fail (error, self->paths[self->next - 1], "no file to read in this folder or below it");
    }
  name = g_ptr_array_index (folder->names, folder->next++);
  full = g_build_filename (folder->path, name, NULL);
  below = g_strconcat (folder->below, name, NULL);
  if (g_str_has_suffix (name, "/"))
    {
      full[strlen (full) - 1] = '\0';
      return enter_folder (self, full, below, error);
    }
  self->n_found++;
  *id = ent_read_id_of (below);
  *path = g_steal_pointer (&full);
  return TRUE;
}

static gboolean
next_argument (EntReadWalk *self, gchar **path, gchar **id, GError **error)
{
  const gchar *argument = self->paths[self->next++];
  g_autofree gchar *base = g_path_get_basename (argument);
  GStatBuf status;

  self->n_found = 0;
  if (g_str_equal (argument, "-"))
    {
      *path = g_strdup (argument);
      *id = g_strdup ("stdin");
      return TRUE;
    }
  if (g_stat (argument, &status))
    return ent_read_fail (error, argument, "%s: expected a file, a folder, or - for standard input",
                          g_strerror (errno));
  if (S_ISDIR (status.st_mode))
    return enter_folder (self, argument, "", error);
  *path = g_strdup (argument);
  *id = ent_read_id_of (base);
  return TRUE;
}

/* No path at the end. After an error it goes on with the next file. */
gboolean
ent_read_walk_next (EntReadWalk *self, gchar **path, gchar **id, GError **error)
{
  *path = *id = NULL;
  while (!*path)
    if (self->folders->len)
      {
        if (!next_in_folder (self, path, id, error))
          return FALSE;
      }
    else if (!self->paths[self->next])
      return TRUE;
    else if (!next_argument (self, path, id, error))
      return FALSE;
  return TRUE;
}

/* Bytes of all files; -1 where one of them is a pipe, whose length nobody knows */
gint64
ent_read_walk_measure (const gchar *const *paths)
{
  g_autoptr (EntReadWalk) walk = ent_read_walk_new (paths);
  gint64 sum = 0;

  while (TRUE)
    {
      g_autofree gchar *path = NULL;
      g_autofree gchar *id = NULL;
      GStatBuf status;

      if (!ent_read_walk_next (walk, &path, &id, NULL))
        continue;
      if (!path)
        return sum;
      if (g_str_equal (path, "-"))
        return -1;
      if (g_stat (path, &status))
        continue;
      if (!S_ISREG (status.st_mode))
        return -1;
      sum += status.st_size;
    }
}
