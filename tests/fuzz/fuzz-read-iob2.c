/* Fuzz target: the reader of IOB2. */
#include "tests/fuzz/fuzz-read.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_read (&ent_read_iob2, data, size);
}
