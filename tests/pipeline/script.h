/* A run as a script, for tests of batches. Its source makes the words of an option into documents; some of them say
 * what is to happen to them ("unread", "uncollected", …). What happened is written down as one line: "[a]" where the
 * sink collected the document, "end" where it finished. */
#pragma once

#include "tests/harness.h"

#include <string.h>

#define LARGE (4 << 20)

static GString *happened; /* written by one thread at a time: that is what is tested */
static GCancellable *stop;
static gint n_alive, most_alive; /* documents */
static guint n_taken;            /* words that the source has been asked for */
static gint wanted;              /* documents alive before the slow one goes on */

/* --- "script" makes its words into documents --------------------------------------------------------------------- */

typedef struct
{
  EntStage parent;
  gchar *words;
  gchar **list;
  guint n, at;
} Script;
typedef EntStageClass ScriptClass;
G_DEFINE_TYPE (Script, script, ENT_TYPE_STAGE)

static gboolean
script_load (EntStage *stage, GError **error)
{
  Script *self = (Script *) stage;

  self->list = g_strsplit (self->words, " ", -1);
  self->n = g_strv_length (self->list);
  return TRUE;
}

static void
count_down (gpointer data, GObject *where_it_was)
{
  g_atomic_int_add (&n_alive, -1);
}

static EntDocument *
make_document (const char *word)
{
  gboolean is_large = g_str_equal (word, "large");
  g_autofree gchar *text = is_large ? g_strnfill (LARGE, ' ') : g_strdup (word);
  EntDocument *doc = ent_document_new (text, -1, NULL);
  gint n = g_atomic_int_add (&n_alive, 1) + 1;

  ent_document_set_id (doc, word);
  g_object_weak_ref (G_OBJECT (doc), count_down, NULL);
  most_alive = MAX (most_alive, n);
  return doc;
}

static gboolean
script_produce (EntStage *stage, EntDocument **doc, GError **error)
{
  Script *self = (Script *) stage;
  const gchar *word = self->at < self->n ? self->list[self->at++] : NULL;

  n_taken += word != NULL;
  if (!word)
    return TRUE;
  if (g_str_equal (word, "unread"))
    g_set_error (error, ENT_ERROR, ENT_ERROR_INPUT, "unread");
  else if (!g_str_equal (word, "broken"))
    *doc = make_document (word);
  return *doc != NULL;
}

static gdouble
script_get_progress (EntStage *stage)
{
  const Script *self = (const Script *) stage;

  return self->n ? (gdouble) self->at / self->n : 1;
}

static void
script_finalize (GObject *object)
{
  g_strfreev (((Script *) object)->list);
  G_OBJECT_CLASS (script_parent_class)->finalize (object);
}

static void
script_class_init (ScriptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = script_finalize;
  klass->load = script_load;
  klass->produce = script_produce;
  klass->get_progress = script_get_progress;
  ent_stage_class_describe (klass, "script", "make documents of words", ENT_LAYER_NONE, ENT_LAYER_NONE);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (Script, words),
                          g_param_spec_string ("words", NULL, "between spaces", "", ENT_OPTION));
}

static void
script_init (Script *self)
{
}

/* --- "work" takes its time, another for each document ------------------------------------------------------------ */

typedef EntStage Work;
typedef EntStageClass WorkClass;
G_DEFINE_TYPE (Work, work, ENT_TYPE_STAGE)

/* Until as many documents are alive as may be, and then long enough for one too many to come */
static void
be_slow (void)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (g_atomic_int_get (&n_alive) < wanted && g_get_monotonic_time () < deadline)
    g_usleep (1000);
  g_usleep (50000);
}

static gboolean
work_process (EntStage *self, EntDocument *doc, GError **error)
{
  const gchar *id = ent_document_get_id (doc);

  if (g_str_equal (id, "unprocessed"))
    return g_set_error (error, ENT_ERROR, ENT_ERROR_STAGE, "unprocessed"), FALSE;
  if (g_str_equal (id, "slow"))
    be_slow ();
  else if (*id == 'w')
    g_usleep (g_str_hash (id) * 2654435761u >> 22); /* up to a millisecond */
  if (!g_str_equal (id, "large"))
    ent_document_add_token (doc, 0, strlen (id), 0);
  return TRUE;
}

static void
work_class_init (WorkClass *klass)
{
  klass->process = work_process;
  ent_stage_class_describe (klass, "work", "take time", ENT_LAYER_NONE, ENT_LAYER_TOKENS);
}

static void
work_init (Work *self)
{
}

/* --- "sink" writes down what it sees ----------------------------------------------------------------------------- */

typedef struct
{
  EntStage parent;
  gchar *name;
} Sink;
typedef EntStageClass SinkClass;
G_DEFINE_TYPE (Sink, sink, ENT_TYPE_STAGE)

static gboolean
sink_load (EntStage *stage, GError **error)
{
  if (!g_str_equal (((Sink *) stage)->name, "unloadable"))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_MODEL, "unloadable");
  return FALSE;
}

static gboolean
sink_collect (EntStage *stage, EntDocument *doc, GError **error)
{
  const gchar *id = ent_document_get_id (doc);

  g_string_append_printf (happened, "[%s%s]", ((Sink *) stage)->name, id);
  if (g_str_equal (id, "uncollected"))
    return g_set_error (error, ENT_ERROR, ENT_ERROR_STAGE, "uncollected"), FALSE;
  if (g_str_equal (id, "unwritten"))
    return g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "unwritten"), FALSE;
  if (g_str_equal (id, "stop"))
    g_cancellable_cancel (stop);
  return TRUE;
}

static gboolean
sink_finish (EntStage *stage, GError **error)
{
  g_string_append (happened, "end");
  if (!g_str_equal (((Sink *) stage)->name, "unfinished"))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_OUTPUT, "unfinished");
  return FALSE;
}

static void
sink_class_init (SinkClass *klass)
{
  klass->load = sink_load;
  klass->collect = sink_collect;
  klass->finish = sink_finish;
  ent_stage_class_describe (klass, "sink", "write down what happens", ENT_LAYER_NONE, ENT_LAYER_NONE);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (Sink, name),
                          g_param_spec_string ("name", NULL, "before each document", "", ENT_OPTION));
}

static void
sink_init (Sink *self)
{
}
