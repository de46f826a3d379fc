/* entente why: what made one mention or relation, and what it rests on. */
#include "pipeline/cli/cli.h"
#include "pipeline/cli/why.h"

/* No number was asked for */
#define NO_NUMBER G_MININT

static struct
{
  gchar *pipeline;
  gchar *pack;
  gchar **rules;
  gchar *from;
  gchar *document;
  gint mention;
  gint relation;
  gchar **inputs;
} options = { .mention = NO_NUMBER, .relation = NO_NUMBER };

static const GOptionEntry entries[] = {
  { "mention", 'm', 0, G_OPTION_ARG_INT, &options.mention, "Explain this mention", "N" },
  { "relation", 'r', 0, G_OPTION_ARG_INT, &options.relation, "Explain this relation", "N" },
  { "document", 'd', 0, G_OPTION_ARG_STRING, &options.document, "Which document, where the input has several", "ID" },
  { "pipeline", 'p', 0, G_OPTION_ARG_STRING, &options.pipeline, "Stages to run (default: '" ENT_PIPELINE_DEFAULT "')",
    "PIPELINE" },
  { "pack", 0, 0, G_OPTION_ARG_FILENAME, &options.pack, "Language data that go before the default ones", "DIR" },
  CLI_RULES_ENTRY (&options.rules),
  { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "Format of the input (default: by file name)", "FORMAT" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.inputs, NULL, "INPUT…" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

static gboolean
check_number (gint number, const gchar *what, guint n, EntDocument *doc, GError **error)
{
  if (number >= 0 && (guint) number < n)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "--%s %d: expected one of the %u %ss of %s, from 0", what, number, n,
               what, ent_document_get_id (doc));
  return FALSE;
}

static gboolean
asks_for_one (void)
{
  return options.mention != NO_NUMBER || options.relation != NO_NUMBER;
}

static gboolean
explain (EntDocument *doc, GError **error)
{
  guint n_mentions, n_relations;

  ent_document_get_mentions (doc, &n_mentions);
  ent_document_get_relations (doc, &n_relations);
  if (options.mention != NO_NUMBER && !check_number (options.mention, "mention", n_mentions, doc, error))
    return FALSE;
  if (options.relation != NO_NUMBER && !check_number (options.relation, "relation", n_relations, doc, error))
    return FALSE;
  if (options.mention != NO_NUMBER)
    why_explain_mention (doc, options.mention, options.pack);
  else if (options.relation != NO_NUMBER)
    why_explain_relation (doc, options.relation);
  else
    why_list (doc);
  return TRUE;
}

typedef struct
{
  EntPipeline *pipeline;
  EntStage *source;
  EntDocument *chosen; /* the one that is asked for */
  guint n_found;
  guint n_failed;
} Search;

/* A document that cannot be read is named and passed over. No document at the end and, with an error, where it goes no
 * further */
static EntDocument *
read_next (Search *search, GError **error)
{
  for (;;)
    {
      EntDocument *doc = NULL;
      g_autoptr (GError) local = NULL;

      if (ent_stage_produce (search->source, &doc, &local))
        return doc;
      if (!local || g_error_matches (local, ENT_ERROR, ENT_ERROR_STAGE))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      cli_say ("%s", local->message);
      search->n_failed++;
    }
}

/* As one that cannot be read: named, and the others go on */
static gboolean
process (Search *search, EntDocument *doc, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (ent_pipeline_process (search->pipeline, doc, &local))
    return explain (doc, error);
  cli_say ("%s: %s", ent_document_get_id (doc), local->message);
  search->n_failed++;
  return TRUE;
}

/* Only the document that is asked for goes through the pipeline; without a number, each is listed in turn */
static gboolean
take (Search *search, EntDocument *doc, GError **error)
{
  if (options.document && g_strcmp0 (options.document, ent_document_get_id (doc)))
    return TRUE;
  search->n_found++;
  if (!asks_for_one ())
    return process (search, doc, error);
  if (!search->chosen)
    {
      search->chosen = g_object_ref (doc);
      return TRUE;
    }
  g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "several documents, such as %s and %s: expected --document ID",
               ent_document_get_id (search->chosen), ent_document_get_id (doc));
  return FALSE;
}

static gboolean
check_found (Search *search, GError **error)
{
  if (search->n_found || search->n_failed || (!options.document && !asks_for_one ()))
    return TRUE;
  if (options.document)
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "--document %s: there is no such document", options.document);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_USAGE, "no documents: expected one in which to explain something");
  return FALSE;
}

static gboolean
search_all (Search *search, GError **error)
{
  gboolean ok = TRUE;
  g_autoptr (GError) local = NULL;

  while (ok && cli_flush () && !(search->chosen && options.document))
    {
      g_autoptr (EntDocument) doc = read_next (search, &local);

      if (!doc)
        break;
      ok = take (search, doc, &local);
    }
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return check_found (search, error) && (!search->chosen || process (search, search->chosen, error));
}

static int
run_search (EntPipeline *pipeline, EntStage *source)
{
  Search search = { .pipeline = pipeline, .source = source };
  g_autoptr (GError) error = NULL;
  gboolean ok = ent_pipeline_load (pipeline, &error) && search_all (&search, &error);

  g_clear_object (&search.chosen);
  if (!ok)
    return cli_fail (error);
  return search.n_failed ? CLI_SOME_FAILED : CLI_OK;
}

int
cli_why (int argc, char **argv)
{
  g_autoptr (EntPipeline) pipeline = NULL;
  g_autoptr (EntStage) source = NULL;
  g_autoptr (GError) error = NULL;

  if (!cli_parse (argv, NULL, "Explains a mention or a relation: what made it, and the words that it rests on.",
                  "Without --mention and --relation, both are listed with their numbers, which are the ids of JSON "
                  "lines.\nWith -p '', an annotated input is explained as it stands.\n\n"
                  "Example: entente why article.txt --relation 0",
                  entries))
    return CLI_USAGE;
  if (options.mention != NO_NUMBER && options.relation != NO_NUMBER)
    {
      cli_say ("why: --mention and --relation: expected one of them");
      return CLI_USAGE;
    }
  pipeline = ent_pipeline_new_from_text (options.pipeline ? options.pipeline : ENT_PIPELINE_DEFAULT, &error);
  if (pipeline && cli_add_rules (pipeline, options.rules, options.pack, TRUE, &error))
    source = cli_source (options.inputs, options.from, &error);
  if (!source || !cli_check_output ("-", options.inputs, &error))
    return cli_fail (error);
  ent_pipeline_prepend (pipeline, source);
  ent_pipeline_set_pack (pipeline, options.pack);
  return run_search (pipeline, source);
}
