/* The link stage: entities, and who acts for whom, as the case files say, what relations carry, its option, and data
 * that are wrong. What relations there are is in test-relations.c, odd input in test-link-odd.c. */
#include "tests/harness.h"

#include <glib/gstdio.h>
#include <string.h>

static EntStage *stage;

static int
load_stage (void **state)
{
  stage = loaded_stage ("link");
  return 0;
}

static int
unload_stage (void **state)
{
  g_clear_object (&stage);
  return 0;
}

static EntDocument *
linked (const char *marked)
{
  EntDocument *doc = document_from_marked (marked);

  parse_document (doc);
  process_document (stage, doc);
  return doc;
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* Lines in any order: sorted, one a line */
static gchar *
sort_lines (const char *const *lines)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; lines[i]; i++)
    g_ptr_array_add (sorted, (gpointer) lines[i]);
  g_ptr_array_sort (sorted, compare_lines);
  g_ptr_array_add (sorted, NULL);
  return g_strjoinv ("\n", (gchar **) sorted->pdata);
}

static gchar *
entity_line (EntDocument *doc, const EntEntity *entity)
{
  const gchar *aliases = ent_document_get_string (doc, entity->aliases);
  const gchar *links = ent_document_get_string (doc, entity->links);

  return g_strdup_printf ("%s = %s%s%s%s%s", ent_document_get_string (doc, entity->key),
                          ent_document_get_string (doc, entity->name), aliases ? " | " : "", aliases ? aliases : "",
                          links ? " | " : "", links ? links : "");
}

/* Without trees, entities are of names alone */
static void
check_entities (const char *line, const char *const *more)
{
  g_autoptr (EntDocument) doc = document_from_marked (line);
  g_autoptr (GPtrArray) got = g_ptr_array_new_with_free_func (g_free);
  g_autofree gchar *expected = sort_lines (more);
  g_autofree gchar *found = NULL;
  guint n;
  const EntEntity *entities;

  process_document (stage, doc);
  entities = ent_document_get_entities (doc, &n);
  for (guint e = 0; e < n; e++)
    if (*ent_document_get_string (doc, entities[e].key)) /* of names: what has none has no key */
      g_ptr_array_add (got, entity_line (doc, &entities[e]));
  g_ptr_array_add (got, NULL);
  found = sort_lines ((const char *const *) got->pdata);
  check_text (found, expected);
}

static void
entities_are_as_the_cases_say (void **state)
{
  check_cases ("cases/link-entities.txt", check_entities);
}

static void
cities_lie_where_the_cases_say (void **state)
{
  check_cases ("cases/places.txt", check_entities);
}

static gchar *
acting_line (EntDocument *doc, const EntMention *mention)
{
  g_autofree gchar *words = ent_document_dup_words (doc, mention->first, mention->first + mention->n);

  return g_strdup_printf ("%s = %s", words, ent_document_get_string (doc, mention->acts_for));
}

static void
check_acting (const char *line, const char *const *more)
{
  g_autoptr (EntDocument) doc = linked (line);
  g_autoptr (GPtrArray) got = g_ptr_array_new_with_free_func (g_free);
  g_autofree gchar *expected = sort_lines (more);
  g_autofree gchar *found = NULL;
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);

  for (guint m = 0; m < n; m++)
    if (mentions[m].acts_for)
      g_ptr_array_add (got, acting_line (doc, &mentions[m]));
  g_ptr_array_add (got, NULL);
  found = sort_lines ((const char *const *) got->pdata);
  check_text (found, expected);
}

static void
who_acts_for_a_government_is_as_the_cases_say (void **state)
{
  check_cases ("cases/metonymy.txt", check_acting);
}

static void
who_acts_for_a_country_stays_the_entity_that_it_is (void **state)
{
  g_autoptr (EntDocument) doc = linked ("[Location Moscow] denied that [Location Russia] had lost.");
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);
  EntEntity moscow, russia;

  assert_true (ent_document_get_entity (doc, mentions[0].entity, &moscow));
  assert_true (ent_document_get_entity (doc, mentions[1].entity, &russia));
  assert_string_equal (ent_document_get_string (doc, moscow.key), "location/moscow");
  assert_int_equal (mentions[0].acts_for, russia.key);
  assert_int_equal (mentions[1].acts_for, 0);
}

static void
each_relation_says_where_it_comes_from (void **state)
{
  g_autoptr (EntDocument) doc = linked ("[Person Ada Quill] is calm. [Location Norland] has not yet invaded "
                                        "[Location Sudmark].");
  EntRelation relation;
  g_autofree gchar *trigger = NULL;

  assert_true (ent_document_get_relation (doc, 0, &relation));
  trigger = ent_document_dup_words (doc, relation.trigger_first, relation.trigger_first + relation.trigger_n);
  assert_string_equal (trigger, "invaded");
  assert_int_equal (relation.sentence, 1);
  assert_string_equal (ent_document_get_string (doc, relation.type), "open");
  assert_string_equal (ent_document_get_string (doc, relation.by), "link/svo");
  assert_true (relation.confidence > 0.5 && relation.confidence < 1);
}

static void
names_of_one_thing_share_an_entity_and_values_have_none (void **state)
{
  g_autoptr (EntDocument) doc = linked ("[Organisation Osten Port Authority] ([Organisation OPA]) paid [Money $4]. "
                                        "[Organisation OPA] left.");
  guint n;
  const EntMention *mentions = ent_document_get_mentions (doc, &n);

  assert_int_equal (n, 4);
  assert_int_equal (mentions[0].entity, 0);
  assert_int_equal (mentions[1].entity, 0);
  assert_int_equal (mentions[2].entity, ENT_NONE);
  assert_int_equal (mentions[3].entity, 0);
}

static void
keys_do_not_depend_on_the_order_of_the_text (void **state)
{
  g_autoptr (EntDocument) one = linked ("[Person Quill] left. [Person Ada Quill] came.");
  g_autoptr (EntDocument) other = linked ("[Person Ada Quill] came. [Person Quill] left.");
  EntEntity a, b;

  assert_true (ent_document_get_entity (one, 0, &a) && ent_document_get_entity (other, 0, &b));
  assert_string_equal (ent_document_get_string (one, a.key), ent_document_get_string (other, b.key));
  assert_string_equal (ent_document_get_string (one, a.name), "Ada Quill");
}

static void
a_quotation_goes_on_to_its_closing_mark (void **state)
{
  g_autoptr (EntDocument) doc = linked ("[Person Ada Quill] said: \"We know it. Nobody else does. [Location Norland] "
                                        "attacked [Location Osten].\" [Location Norland] invaded [Location Sudmark].");
  EntRelation inside, after;

  assert_true (ent_document_get_relation (doc, 0, &inside));
  assert_true (ent_document_get_relation (doc, 1, &after));
  assert_int_equal (inside.attribution, 0);
  assert_int_equal (after.attribution, ENT_NONE);
}

static void
relations_can_be_left_out (void **state)
{
  g_autoptr (EntDocument) doc = document_from_marked ("[Location Norland] invaded [Location Sudmark].");
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStage) plain = ent_stage_new ("link", &error);
  guint n;

  assert_true (ent_stage_set_option (plain, "relations", "off", &error));
  assert_true (ent_stage_load (plain, &error));
  assert_true (ent_stage_process (plain, doc, &error));
  ent_document_get_relations (doc, &n);
  assert_int_equal (n, 0);
  ent_document_get_entities (doc, &n);
  assert_int_equal (n, 2);
}

static void
what_the_input_brought_along_is_kept (void **state)
{
  g_autoptr (EntDocument) doc = document_from_marked ("[Location Norland] invaded [Location Sudmark].");
  guint e = ent_document_add_entity (doc, "Location", "Norland", "location/mine");
  EntEntity entity;
  guint n;

  ent_document_set_mention_entity (doc, 0, e);
  ent_document_mark_layers (doc, ENT_LAYER_ENTITIES);
  parse_document (doc);
  process_document (stage, doc);
  ent_document_get_entities (doc, &n);
  assert_int_equal (n, 1);
  assert_true (ent_document_get_entity (doc, 0, &entity));
  assert_string_equal (ent_document_get_string (doc, entity.key), "location/mine");
  ent_document_get_relations (doc, &n);
  assert_int_equal (n, 1);
}

/* --- Data that are wrong */

static gchar *
error_with_data (const gchar *name, const gchar *content)
{
  g_autofree gchar *pack = make_folder ();
  g_autofree gchar *folder = g_build_filename (pack, "link", NULL);
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autoptr (EntStage) other = ent_stage_new ("link", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) message = NULL;

  g_mkdir (folder, 0700);
  assert_true (g_file_set_contents (path, content, -1, NULL));
  ent_stage_set_pack (other, pack);
  assert_false (ent_stage_load (other, &error));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  message = g_string_new (error->message);
  g_string_replace (message, folder, "…", 0);
  remove_folder (g_steal_pointer (&pack));
  return g_strdup (message->str);
}

static void
check_data_error (const gchar *name, const gchar *content, const gchar *expected)
{
  g_autofree gchar *message = error_with_data (name, content);

  assert_string_equal (message, expected);
}

static void
wrong_data_are_named_with_file_and_line (void **state)
{
  check_data_error ("words.txt", "# a comment\n\nverbs: go\n",
                    "stage 'link': …/words.txt:3: 'verbs': expected one of the classes that the head of the file "
                    "lists");
  check_data_error ("words.txt", "det the a\n",
                    "stage 'link': …/words.txt:1: 'det the a': expected a class, a colon and words");
  check_data_error ("words.txt", "modal=perhaps: may\n",
                    "stage 'link': …/words.txt:1: 'perhaps': expected a modality or 'negated'");
  check_data_error ("verbs.txt", "attack : light quick\n",
                    "stage 'link': …/verbs.txt:1: 'quick': expected one of the traits that the head of the file lists");
  check_data_error ("verbs.txt", "seek : to=maybe\n",
                    "stage 'link': …/verbs.txt:1: 'to=maybe': expected a modality or 'negated' after '='");
  check_data_error (
      "nouns.txt", "event invasion\n",
      "stage 'link': …/nouns.txt:1: 'event invasion': expected event, mutual, role or member, a noun, and "
      "of the first two a verb");
  check_data_error ("names.txt", "# a comment\nprefix: al\n",
                    "stage 'link': …/names.txt:2: 'prefix: al': expected 'title', 'suffix', 'small', 'state', "
                    "'particle' or 'alias', a colon and words");
#define EXPECTED                                                                                                       \
  "expected 'seat KEY', 'house KEY', 'none' or a class of words that the head of the file lists, a colon, and names "  \
  "or words"
  check_data_error ("governments.txt", "# a comment\nseat: Osten\n",
                    "stage 'link': …/governments.txt:2: 'seat: Osten': " EXPECTED);
  check_data_error ("governments.txt", "house osten: Old Mill\n",
                    "stage 'link': …/governments.txt:1: 'house osten: Old Mill': " EXPECTED);
  check_data_error ("governments.txt", "acts: impose\n",
                    "stage 'link': …/governments.txt:1: 'acts: impose': " EXPECTED);
  check_data_error ("governments.txt", "act impose\n", "stage 'link': …/governments.txt:1: 'act impose': " EXPECTED);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (entities_are_as_the_cases_say),
    cmocka_unit_test (cities_lie_where_the_cases_say),
    cmocka_unit_test (who_acts_for_a_government_is_as_the_cases_say),
    cmocka_unit_test (who_acts_for_a_country_stays_the_entity_that_it_is),
    cmocka_unit_test (each_relation_says_where_it_comes_from),
    cmocka_unit_test (names_of_one_thing_share_an_entity_and_values_have_none),
    cmocka_unit_test (keys_do_not_depend_on_the_order_of_the_text),
    cmocka_unit_test (a_quotation_goes_on_to_its_closing_mark),
    cmocka_unit_test (relations_can_be_left_out),
    cmocka_unit_test (what_the_input_brought_along_is_kept),
    cmocka_unit_test (wrong_data_are_named_with_file_and_line),
  };

  return cmocka_run_group_tests (tests, load_stage, unload_stage);
}
