/* graph — keeps what the documents say in a file of the corpus graph: one that is there grows. Documents become rows
 * in process, on all cores, and go into the file in collect, one at a time. */
#include <entente.h>

#include "pipeline/graph/graph.h"
#include "pipeline/stage-private.h"

typedef struct
{
  EntStage parent;
  gchar *path;
  gboolean resume;
  EntGraph *graph;
  GQuark facts; /* under which a document keeps its rows between process and collect */
} EntGraphStage;

typedef EntStageClass EntGraphStageClass;

GType ent_graph_stage_get_type (void);

G_DEFINE_TYPE (EntGraphStage, ent_graph_stage, ENT_TYPE_STAGE)

static gboolean
ent_graph_stage_load (EntStage *stage, GError **error)
{
  EntGraphStage *self = (EntGraphStage *) stage;
  g_autofree gchar *unique = g_strdup_printf ("ent-graph-%p", stage);

  if (!*self->path)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "graph: no file: expected path=FILE.db");
      return FALSE;
    }
  self->facts = g_quark_from_string (unique);
  self->graph = ent_graph_open (self->path, self->resume ? ENT_GRAPH_RESUME : ENT_GRAPH_WRITE, error);
  return self->graph && ent_graph_set_pack (self->graph, ent_stage_get_pack (stage), error);
}

static gboolean
ent_graph_stage_process (EntStage *stage, EntDocument *doc, GError **error)
{
  EntGraphStage *self = (EntGraphStage *) stage;

  g_object_set_qdata_full (G_OBJECT (doc), self->facts, ent_facts_new (doc), (GDestroyNotify) ent_facts_free);
  return TRUE;
}

static gboolean
ent_graph_stage_collect (EntStage *stage, EntDocument *doc, GError **error)
{
  EntGraphStage *self = (EntGraphStage *) stage;
  g_autoptr (EntFacts) facts = g_object_steal_qdata (G_OBJECT (doc), self->facts);

  return ent_graph_add_document (self->graph, doc, facts, error) != ENT_GRAPH_FAILED;
}

static gboolean
ent_graph_stage_finish (EntStage *stage, GError **error)
{
  EntGraphStage *self = (EntGraphStage *) stage;

  return ent_graph_commit (self->graph, error) && ent_graph_refresh (self->graph, error);
}

static void
ent_graph_stage_finalize (GObject *object)
{
  g_clear_pointer (&((EntGraphStage *) object)->graph, ent_graph_free);
  G_OBJECT_CLASS (ent_graph_stage_parent_class)->finalize (object);
}

static void
ent_graph_stage_class_init (EntGraphStageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_graph_stage_finalize;
  klass->load = ent_graph_stage_load;
  klass->process = ent_graph_stage_process;
  klass->collect = ent_graph_stage_collect;
  klass->finish = ent_graph_stage_finish;
  ent_stage_class_describe (klass, "graph", "keep the graph that documents make in a file, which grows",
                            ENT_LAYER_MENTIONS | ENT_LAYER_ENTITIES | ENT_LAYER_RELATIONS, ENT_LAYER_NONE);
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntGraphStage, path),
      g_param_spec_string ("path", NULL, "file of the graph, made where it is not there", "", ENT_OPTION));
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntGraphStage, resume),
                          g_param_spec_boolean ("resume", NULL,
                                                "the documents that are there are of this run, which was interrupted",
                                                FALSE, ENT_OPTION));
}

static void
ent_graph_stage_init (EntGraphStage *self)
{
}
