/* Verbs of nouns, as WordNet derives one from the other: which nouns have one, and which must not. */
#include "tests/harness.h"

#include <glib/gstdio.h>
#include <string.h>

#include "stages/link/derivations.h"

static LinkDerivations *derivations;

static LinkDerivations *
load_from (const gchar *pack, GError **error)
{
  g_autoptr (EntStage) stage = ent_stage_new ("link", NULL);

  if (pack)
    ent_stage_set_pack (stage, pack);
  return link_derivations_load (stage, error);
}

static int
set_up (void **state)
{
  g_autoptr (GError) error = NULL;

  derivations = load_from (NULL, &error);
  if (!derivations)
    fail_msg ("%s", error->message);
  return 0;
}

static int
tear_down (void **state)
{
  g_clear_pointer (&derivations, link_derivations_free);
  return 0;
}

static void
check_verb (const gchar *noun, const gchar *got, const gchar *expected)
{
  if (g_strcmp0 (got, expected))
    fail_msg ("'%s': expected %s, got %s", noun, expected ? expected : "none", got ? got : "none");
}

static void
nouns_of_acts_have_their_verb (void **state)
{
  static const gchar *const pairs[][2] = { { "acquisition", "acquire" },
                                           { "withdrawal", "withdraw" },
                                           { "detention", "detain" },
                                           { "invasion", "invade" },
                                           { "assassination", "assassinate" },
                                           { "agreement", "agree" },
                                           { "investigation", "investigate" },
                                           { "resignation", "resign" },
                                           { "murder", "murder" },
                                           { "attack", "attack" },
                                           { "visit", "visit" },
                                           { "arrest", "arrest" },
                                           { "election", "elect" },
                                           { "nomination", "nominate" },
                                           { "deportation", "deport" },
                                           { "destruction", "destroy" },
                                           { "explosion", "explode" },
                                           { "accusation", "accuse" },
                                           { "criticism", "criticise" },
                                           { "opposition", "oppose" },
                                           { "support", "support" },
                                           { "violation", "violate" },
                                           { "discovery", "discover" },
                                           { "treatment", "treat" },
                                           { "payment", "pay" },
                                           { "proposal", "propose" },
                                           { "killing", "kill" },
                                           { "bombing", "bomb" },
                                           { "announcement", "announce" },
                                           { "negotiation", "negotiate" },
                                           { "request", "request" },
                                           { "death", "die" },
                                           { "growth", "grow" },
                                           { "admission", "admit" },
                                           { "complaint", "complain" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    check_verb (pairs[i][0], link_verb_of_noun (derivations, pairs[i][0]), pairs[i][1]);
}

static void
nouns_of_things_people_and_groups_have_none (void **state)
{
  static const gchar *const nouns[]
      = { "city",    "founder", "employee", "government", "building", "president", "country", "police",
          "book",    "house",   "army",     "minister",   "market",   "business",  "leader",  "child",
          "company", "energy",  "crime",    "river",      "judge",    "newspaper", "money",   "weapon",
          "soldier", "scandal", "film",     "Invasion",   "xyzzying", "",          "a city" };

  for (guint i = 0; i < G_N_ELEMENTS (nouns); i++)
    check_verb (nouns[i], link_verb_of_noun (derivations, nouns[i]), NULL);
}

static void
a_table_that_is_none_is_refused (void **state)
{
  g_autofree gchar *pack = make_folder ();
  g_autofree gchar *folder = g_build_filename (pack, "link", NULL);
  g_autofree gchar *path = g_build_filename (folder, "derivations.bin", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir (folder, 0700);
  assert_true (g_file_set_contents (path, "invasion invade\n", -1, NULL));
  assert_null (load_from (pack, &error));
  remove_folder (g_steal_pointer (&pack));
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_MODEL));
  assert_true (g_str_has_prefix (error->message, path));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (nouns_of_acts_have_their_verb),
    cmocka_unit_test (nouns_of_things_people_and_groups_have_none),
    cmocka_unit_test (a_table_that_is_none_is_refused),
  };

  return cmocka_run_group_tests (tests, set_up, tear_down);
}
