/* The error domain: bindings know it by its name. */
#include "tests/harness.h"

static void
the_domain_has_the_name_that_bindings_expect (void **state)
{
  assert_string_equal (g_quark_to_string (ENT_ERROR), "ent-error-quark");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_domain_has_the_name_that_bindings_expect),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
