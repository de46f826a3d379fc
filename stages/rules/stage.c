/* rules — makes mentions and relations by rules that users write. See language.md. */
#include "stages/rules/rules.h"

#include "stages/rules/apply.h"

typedef struct
{
  EntStage parent;

  gchar **files;
  gchar *make;
  gboolean trace;
  RuleSet *set;
  Vocabulary *vocabulary; /* this and the next: where there are rules for relations */
  LinkEvents *events;
} EntRules;
typedef EntStageClass EntRulesClass;

GType ent_rules_get_type (void);
G_DEFINE_TYPE (EntRules, ent_rules, ENT_TYPE_STAGE)

static RuleKinds
kinds_of (const EntRules *self)
{
  if (!g_strcmp0 (self->make, "mentions"))
    return RULES_MENTIONS;
  if (!g_strcmp0 (self->make, "relations"))
    return RULES_RELATIONS;
  return RULES_MENTIONS | RULES_RELATIONS;
}

static gboolean
check_options (EntRules *self, GError **error)
{
  g_autofree gchar *of_pack = rules_find_in_pack ((EntStage *) self);

  if (!of_pack && (!self->files || !*self->files))
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "no rules: expected file=FILE, or a pack with rules");
  else if (!g_strcmp0 (self->make, "all") || !g_strcmp0 (self->make, "mentions")
           || !g_strcmp0 (self->make, "relations"))
    return TRUE;
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "make=%s: expected all, mentions or relations", self->make);
  return FALSE;
}

static void
clear (EntRules *self)
{
  g_clear_pointer (&self->set, rules_set_free);
  g_clear_pointer (&self->vocabulary, link_vocabulary_free);
  g_clear_pointer (&self->events, link_events_free);
}

static gboolean
makes_relations (const EntRules *self)
{
  for (guint w = 0; w < self->set->ways->len; w++)
    if (((const RuleWay *) self->set->ways->pdata[w])->rule->is_relation)
      return TRUE;
  return FALSE;
}

static gboolean
ent_rules_load (EntStage *stage, GError **error)
{
  EntRules *self = (EntRules *) stage;
  g_autoptr (RuleSyntax) syntax = NULL;

  clear (self);
  if (!check_options (self, error))
    return FALSE;
  syntax = rules_read_files (stage, (const gchar *const *) self->files, error);
  if (!syntax)
    return FALSE;
  self->set = rules_set_new (syntax, kinds_of (self));
  if (!self->set)
    {
      rules_set_error (error, syntax->errors);
      return FALSE;
    }
  g_steal_pointer (&syntax);
  return !makes_relations (self)
         || ((self->vocabulary = link_vocabulary_load (stage, error))
             && (self->events = link_events_load (stage, error)));
}

static GArray *
match (const RuleView *view, RuleKinds kind)
{
  RuleMatcher matcher;
  g_autofree guint8 *seen = g_new0 (guint8, view->set->ways->len + 1);
  g_autoptr (GArray) ways = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray *found;

  rules_matcher_init (&matcher, view, kind);
  for (guint s = 0; s < view->n_sentences; s++)
    rules_match_sentence (&matcher, s, seen, ways);
  found = g_array_ref (matcher.found);
  rules_matcher_clear (&matcher);
  return found;
}

/* One of both kinds: rules for relations see the mentions that were made before them */
static void
apply (const EntRules *self, EntDocument *doc, RuleKinds kind)
{
  g_autoptr (LinkTree) tree = kind == RULES_RELATIONS ? link_tree_new (doc) : NULL;
  g_autoptr (GArray) found = NULL;
  RuleView view;

  rules_view_init (&view, self->set, doc, tree);
  found = match (&view, kind);
  if (kind == RULES_MENTIONS)
    rules_make_mentions (&view, found, self->trace);
  else
    rules_make_relations (&view, found, self->vocabulary, self->events, self->trace);
  rules_view_clear (&view);
}

/* What rules ask for and the document does not have */
static void
note_missing (const EntRules *self, EntDocument *doc)
{
  EntLayers given = ent_document_get_layers (doc);

  if (self->set->asks_tags && !(given & ENT_LAYER_TAGS))
    ent_document_add_note (doc, "rules ask for lemmas or parts of speech, of which there are none: put 'tag' before "
                                "'rules'");
  if (self->vocabulary && !(given & ENT_LAYER_HEADS))
    ent_document_add_note (doc, "no relations by rules, as there are no trees: put 'parse' before 'rules'");
}

static gboolean
ent_rules_process (EntStage *stage, EntDocument *doc, GError **error)
{
  const EntRules *self = (EntRules *) stage;

  if (!self->set->ways->len && rules_lists_is_empty (self->set->lists))
    return TRUE;
  note_missing (self, doc);
  if (self->set->kinds & RULES_MENTIONS)
    apply (self, doc, RULES_MENTIONS);
  if (self->vocabulary && ent_document_get_layers (doc) & ENT_LAYER_HEADS)
    apply (self, doc, RULES_RELATIONS);
  return TRUE;
}

/* Relations lie between mentions, and descriptions become some */
static EntLayers
ent_rules_get_needs (EntStage *stage)
{
  EntLayers needs = ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES;

  return kinds_of ((EntRules *) stage) == RULES_RELATIONS ? needs | ENT_LAYER_MENTIONS : needs;
}

static EntLayers
ent_rules_get_makes (EntStage *stage)
{
  return kinds_of ((EntRules *) stage) == RULES_MENTIONS ? ENT_LAYER_MENTIONS
                                                         : ENT_LAYER_MENTIONS | ENT_LAYER_RELATIONS;
}

static void
ent_rules_finalize (GObject *object)
{
  clear ((EntRules *) object);
  G_OBJECT_CLASS (ent_rules_parent_class)->finalize (object);
}

static void
ent_rules_class_init (EntRulesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_rules_finalize;
  klass->load = ent_rules_load;
  klass->process = ent_rules_process;
  klass->get_needs = ent_rules_get_needs;
  klass->get_makes = ent_rules_get_makes;
  ent_stage_class_describe (klass, "rules", "make mentions and relations by rules of one's own",
                            ENT_LAYER_TOKENS | ENT_LAYER_SENTENCES, ENT_LAYER_MENTIONS | ENT_LAYER_RELATIONS);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntRules, files),
                          g_param_spec_boxed ("file", NULL, "a file of rules", G_TYPE_STRV, ENT_OPTION));
  ent_stage_class_option (klass, G_STRUCT_OFFSET (EntRules, make),
                          g_param_spec_string ("make", NULL,
                                               "what of them: mentions, before 'link'; relations, after; all", "all",
                                               ENT_OPTION));
  ent_stage_class_option (
      klass, G_STRUCT_OFFSET (EntRules, trace),
      g_param_spec_boolean ("trace", NULL, "keep how each rule matched, for 'why'", FALSE, ENT_OPTION));
}

static void
ent_rules_init (EntRules *self)
{
  self->make = g_strdup ("all");
}
