/* The one list of built-in stages, in the order of the flow. */
#include "pipeline/stage-private.h"

GType ent_read_get_type (void);
GType ent_tokenise_get_type (void);
GType ent_tag_get_type (void);
GType ent_parse_get_type (void);
GType ent_rules_get_type (void);
GType ent_link_get_type (void);
GType ent_graph_stage_get_type (void);
GType ent_export_get_type (void);

void
ent_register_builtin_stages (void)
{
  ent_stage_register (ent_read_get_type ());
  ent_stage_register (ent_tokenise_get_type ());
  ent_stage_register (ent_tag_get_type ());
  ent_stage_register (ent_parse_get_type ());
  ent_stage_register (ent_rules_get_type ());
  ent_stage_register (ent_link_get_type ());
  ent_stage_register (ent_graph_stage_get_type ());
  ent_stage_register (ent_export_get_type ());
}
