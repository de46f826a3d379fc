/* Exporting by hand, as a batch does, and what more than one test of it looks at. */
#pragma once

#include "tests/documents.h"

#include <libxml/parser.h>

static inline EntStage *
exporter (const char *to, const char *path)
{
  EntStage *stage = ent_stage_new ("export", NULL);

  assert_non_null (stage);
  assert_true (ent_stage_set_option (stage, "to", to, NULL));
  assert_true (ent_stage_set_option (stage, "path", path, NULL));
  return stage;
}

static inline void
add (EntStage *stage, EntDocument *doc)
{
  g_autoptr (GError) error = NULL;

  if (!ent_stage_process (stage, doc, &error) || !ent_stage_collect (stage, doc, &error))
    fail_msg ("%s", error->message);
}

static inline void
finish (EntStage *stage)
{
  g_autoptr (GError) error = NULL;

  if (!ent_stage_finish (stage, &error))
    fail_msg ("%s", error->message);
}

static inline gchar *
content_of (const char *folder, const char *name)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  gsize length;

  if (!file)
    fail_msg ("there is no %s", path);
  length = g_mapped_file_get_length (file);
  return g_strndup (length ? g_mapped_file_get_contents (file) : "", length);
}

static inline gboolean
exists (const char *folder, const char *name)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static inline gchar *
exported (const char *to, EntDocument *const *docs, guint n)
{
  gchar *folder = make_folder ();
  g_autofree gchar *path = g_build_filename (folder, "out", NULL);
  g_autoptr (EntStage) stage = exporter (to, path);
  gchar *content;

  assert_true (ent_stage_load (stage, NULL));
  for (guint i = 0; i < n; i++)
    add (stage, docs[i]);
  finish (stage);
  content = content_of (folder, "out");
  remove_folder (folder);
  return content;
}

/* "Ada, 'the\nBo'" met Cy: a name with a comma, quotes and a line break */
static inline EntDocument *
awkward_document (void)
{
  EntDocument *doc = document_of ("d,1", "Ada^, \"the\nBo\" met Cy^.");
  EntRelation relation = { .tail = 1,
                           .attribution = ENT_NONE,
                           .place = ENT_NONE,
                           .trigger_first = 4,
                           .trigger_n = 1,
                           .type = ent_document_intern (doc, "open"),
                           .label = ent_document_intern (doc, "meet"),
                           .by = ent_document_intern (doc, "test"),
                           .confidence = 0.5f };

  add_name (doc, 0, 4, "Person", "Ada, \"the\nBo\"", "person/ada-the-bo");
  add_name (doc, 5, 6, "Person", "Cy", "person/cy");
  ent_document_append_relation (doc, &relation);
  return doc;
}

static inline void
check_xml (const char *xml)
{
  xmlDoc *parsed = xmlReadMemory (xml, strlen (xml), "out", NULL, XML_PARSE_NONET);

  assert_non_null (parsed);
  xmlFreeDoc (parsed);
}
