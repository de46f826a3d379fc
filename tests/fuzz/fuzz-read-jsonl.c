/* Fuzz target: the reader of JSON Lines. */
#include "tests/fuzz/fuzz-read.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_read (&ent_read_jsonl, data, size);
}
