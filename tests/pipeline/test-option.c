/* Options of stages: defaults, and every type from text. */
#include "tests/harness.h"

#include <math.h>

/* --- "knobs" has an option of each type; "more-knobs" derives from it and adds one ------------------------------- */

typedef struct
{
  EntStage parent;
  gboolean flag;
  gint number;
  guint count;
  gint64 big;
  guint64 huge;
  gfloat score;
  gdouble ratio;
  gchar *name;
  gchar *empty;
  gchar **paths;
} Knobs;
typedef EntStageClass KnobsClass;
G_DEFINE_TYPE (Knobs, knobs, ENT_TYPE_STAGE)

static void
knobs_class_init (KnobsClass *klass)
{
  const struct
  {
    gsize offset;
    GParamSpec *pspec;
  } options[] = {
    { G_STRUCT_OFFSET (Knobs, flag), g_param_spec_boolean ("flag", NULL, "b", TRUE, ENT_OPTION) },
    { G_STRUCT_OFFSET (Knobs, number), g_param_spec_int ("number", NULL, "i", -5, 5, 3, ENT_OPTION) },
    { G_STRUCT_OFFSET (Knobs, count), g_param_spec_uint ("count", NULL, "u", 0, G_MAXUINT, 7, ENT_OPTION) },
    { G_STRUCT_OFFSET (Knobs, big), g_param_spec_int64 ("big", NULL, "l", G_MININT64, G_MAXINT64, -1, ENT_OPTION) },
    { G_STRUCT_OFFSET (Knobs, huge), g_param_spec_uint64 ("huge", NULL, "m", 1, G_MAXUINT64, 9, ENT_OPTION) },
    { G_STRUCT_OFFSET (Knobs, score), g_param_spec_float ("score", NULL, "f", 0, 1, 0.5f, ENT_OPTION) },
    { G_STRUCT_OFFSET (Knobs, ratio), g_param_spec_double ("ratio", NULL, "d", -2, 1e9, 0.25, ENT_OPTION) },
    { G_STRUCT_OFFSET (Knobs, name), g_param_spec_string ("name", NULL, "s", "default", ENT_OPTION) },
    { G_STRUCT_OFFSET (Knobs, empty), g_param_spec_string ("empty", NULL, "s", NULL, ENT_OPTION) },
    { G_STRUCT_OFFSET (Knobs, paths), g_param_spec_boxed ("paths", NULL, "as", G_TYPE_STRV, ENT_OPTION) },
  };

  ent_stage_class_describe (klass, "knobs", "have options", ENT_LAYER_NONE, ENT_LAYER_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    ent_stage_class_option (klass, options[i].offset, options[i].pspec);
}

static void
knobs_init (Knobs *self)
{
}

typedef struct
{
  Knobs parent;
  gchar *extra;
} MoreKnobs;
typedef KnobsClass MoreKnobsClass;
G_DEFINE_TYPE (MoreKnobs, more_knobs, knobs_get_type ())

static void
more_knobs_class_init (MoreKnobsClass *klass)
{
  ent_stage_class_describe (klass, "more-knobs", "have one more option", ENT_LAYER_NONE, ENT_LAYER_NONE);
  ent_stage_class_option (klass, G_STRUCT_OFFSET (MoreKnobs, extra),
                          g_param_spec_string ("extra", NULL, "s", "more", ENT_OPTION));
}

static void
more_knobs_init (MoreKnobs *self)
{
}

static EntStage *
new_knobs (void)
{
  return g_object_new (knobs_get_type (), NULL);
}

static void
set (EntStage *self, const char *option, const char *value)
{
  g_autoptr (GError) error = NULL;

  if (!ent_stage_set_option (self, option, value, &error))
    fail_msg ("%s", error->message);
}

static void
check_refused (EntStage *self, const char *option, const char *value, const char *expected)
{
  g_autoptr (GError) error = NULL;

  if (ent_stage_set_option (self, option, value, &error))
    fail_msg ("%s='%s' was taken", option, value);
  assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_USAGE));
  assert_string_equal (error->message, expected);
}

/* --- Values ------------------------------------------------------------------------------------------------------ */

static void
options_begin_at_their_defaults (void **state)
{
  g_autoptr (EntStage) stage = new_knobs ();
  const Knobs *self = (const Knobs *) stage;

  assert_true (self->flag);
  assert_int_equal (self->number, 3);
  assert_int_equal (self->count, 7);
  assert_true (self->big == -1);
  assert_true (self->huge == 9);
  assert_true (self->score == 0.5f);
  assert_true (self->ratio == 0.25);
  assert_string_equal (self->name, "default");
  assert_null (self->empty);
  assert_null (self->paths);
}

static void
truth_is_said_in_four_ways (void **state)
{
  static const char *const words[] = { "on", "off", "true", "false", "yes", "no", "1", "0" };
  g_autoptr (EntStage) stage = new_knobs ();

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      set (stage, "flag", words[i]);
      assert_int_equal (((Knobs *) stage)->flag, i % 2 == 0);
    }
  check_refused (stage, "flag", "maybe", "stage 'knobs', option 'flag': 'maybe' is not on or off");
  check_refused (stage, "flag", "", "stage 'knobs', option 'flag': '' is not on or off");
}

static void
whole_numbers_are_read_to_their_limits (void **state)
{
  g_autoptr (EntStage) stage = new_knobs ();
  const Knobs *self = (const Knobs *) stage;

  set (stage, "number", "-5");
  set (stage, "count", "4294967295");
  set (stage, "big", "-9223372036854775808");
  set (stage, "huge", "18446744073709551615");
  assert_int_equal (self->number, -5);
  assert_true (self->count == G_MAXUINT);
  assert_true (self->big == G_MININT64);
  assert_true (self->huge == G_MAXUINT64);
}

static void
whole_numbers_out_of_range_are_refused (void **state)
{
  g_autoptr (EntStage) stage = new_knobs ();
  const Knobs *self = (const Knobs *) stage;

  check_refused (stage, "number", "6", "stage 'knobs', option 'number': '6' is not a whole number from -5 to 5");
  check_refused (stage, "number", "4294967299", /* 3, had it only 32 bits */
                 "stage 'knobs', option 'number': '4294967299' is not a whole number from -5 to 5");
  check_refused (stage, "count", "-1",
                 "stage 'knobs', option 'count': '-1' is not a whole number from 0 to 4294967295");
  check_refused (stage, "count", "4294967296",
                 "stage 'knobs', option 'count': '4294967296' is not a whole number from 0 to 4294967295");
  check_refused (stage, "big", "9223372036854775808",
                 "stage 'knobs', option 'big': '9223372036854775808' is not a whole number from "
                 "-9223372036854775808 to 9223372036854775807");
  check_refused (stage, "huge", "0",
                 "stage 'knobs', option 'huge': '0' is not a whole number from 1 to 18446744073709551615");
  check_refused (stage, "huge", " -1",
                 "stage 'knobs', option 'huge': ' -1' is not a whole number from 1 to 18446744073709551615");
  assert_int_equal (self->number, 3);
  assert_int_equal (self->count, 7);
  assert_true (self->big == -1 && self->huge == 9);
}

static void
what_is_no_whole_number_is_refused (void **state)
{
  static const char *const wrong[] = { "", "x", "1x", "1.5", "0x1", "1e0", "1,000" };
  g_autoptr (EntStage) stage = new_knobs ();

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree gchar *expected
          = g_strdup_printf ("stage 'knobs', option 'number': '%s' is not a whole number from -5 to 5", wrong[i]);

      check_refused (stage, "number", wrong[i], expected);
    }
}

static void
numbers_are_read_in_the_c_locale (void **state)
{
  g_autoptr (EntStage) stage = new_knobs ();
  const Knobs *self = (const Knobs *) stage;

  set (stage, "score", "1");
  set (stage, "ratio", "-1.5e-3");
  assert_true (self->score == 1.0f);
  assert_true (self->ratio == -1.5e-3);
  check_refused (stage, "score", "0,5", "stage 'knobs', option 'score': '0,5' is not a number from 0 to 1");
}

static void
numbers_out_of_range_are_refused (void **state)
{
  g_autoptr (EntStage) stage = new_knobs ();

  check_refused (stage, "score", "1.5", "stage 'knobs', option 'score': '1.5' is not a number from 0 to 1");
  check_refused (stage, "score", "1e300", "stage 'knobs', option 'score': '1e300' is not a number from 0 to 1");
  check_refused (stage, "score", "nan", "stage 'knobs', option 'score': 'nan' is not a number from 0 to 1");
  check_refused (stage, "ratio", "nan", "stage 'knobs', option 'ratio': 'nan' is not a number from -2 to 1e+09");
  check_refused (stage, "ratio", "inf", "stage 'knobs', option 'ratio': 'inf' is not a number from -2 to 1e+09");
  check_refused (stage, "ratio", "", "stage 'knobs', option 'ratio': '' is not a number from -2 to 1e+09");
  assert_true (((Knobs *) stage)->score == 0.5f && ((Knobs *) stage)->ratio == 0.25);
}

static void
text_is_taken_as_it_is (void **state)
{
  g_autoptr (EntStage) stage = new_knobs ();

  set (stage, "name", "a=b; ünï ");
  assert_string_equal (((Knobs *) stage)->name, "a=b; ünï ");
  set (stage, "name", "");
  assert_string_equal (((Knobs *) stage)->name, "");
}

static void
a_list_takes_one_more_each_time (void **state)
{
  g_autoptr (EntStage) stage = new_knobs ();
  g_autofree gchar *joined = NULL;

  set (stage, "paths", "a b");
  set (stage, "paths", "c");
  set (stage, "paths", "");
  joined = g_strjoinv ("|", ((Knobs *) stage)->paths);
  assert_string_equal (joined, "a b|c|");
}

/* --- Names ------------------------------------------------------------------------------------------------------- */

static void
an_unknown_option_is_answered_with_the_known_ones (void **state)
{
  g_autoptr (EntStage) stage = new_knobs ();

  check_refused (stage, "scores", "1",
                 "stage 'knobs' has no option 'scores': expected one of flag, number, count, big, huge, score, ratio, "
                 "name, empty, paths");
  check_refused (stage, "", "1",
                 "stage 'knobs' has no option '': expected one of flag, number, count, big, huge, score, ratio, name, "
                 "empty, paths");
}

static void
options_are_properties (void **state)
{
  g_autoptr (EntStage) stage = new_knobs ();
  g_autofree gchar *name = NULL;
  g_auto (GStrv) paths = NULL;
  gfloat score;
  gint64 big;

  g_object_set (stage, "name", "mine", "score", 0.75f, "big", G_MAXINT64, NULL);
  set (stage, "paths", "a");
  g_object_get (stage, "name", &name, "score", &score, "big", &big, "paths", &paths, NULL);
  assert_string_equal (name, "mine");
  assert_true (score == 0.75f);
  assert_true (big == G_MAXINT64);
  assert_string_equal (paths[0], "a");
}

static void
options_are_inherited (void **state)
{
  g_autoptr (EntStage) stage = g_object_new (more_knobs_get_type (), NULL);
  g_autoptr (EntStage) parent = new_knobs ();
  g_autofree GParamSpec **options = NULL, **of_parent = NULL;
  guint n;

  set (stage, "name", "inherited");
  set (stage, "extra", "own");
  assert_string_equal (((Knobs *) stage)->name, "inherited");
  assert_string_equal (((MoreKnobs *) stage)->extra, "own");
  options = ent_stage_list_options (stage, &n);
  assert_int_equal (n, 11);
  assert_string_equal (options[0]->name, "flag");
  assert_string_equal (options[10]->name, "extra");
  of_parent = ent_stage_list_options (parent, &n);
  assert_int_equal (n, 10);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (options_begin_at_their_defaults),
    cmocka_unit_test (truth_is_said_in_four_ways),
    cmocka_unit_test (whole_numbers_are_read_to_their_limits),
    cmocka_unit_test (whole_numbers_out_of_range_are_refused),
    cmocka_unit_test (what_is_no_whole_number_is_refused),
    cmocka_unit_test (numbers_are_read_in_the_c_locale),
    cmocka_unit_test (numbers_out_of_range_are_refused),
    cmocka_unit_test (text_is_taken_as_it_is),
    cmocka_unit_test (a_list_takes_one_more_each_time),
    cmocka_unit_test (an_unknown_option_is_answered_with_the_known_ones),
    cmocka_unit_test (options_are_properties),
    cmocka_unit_test (options_are_inherited),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
