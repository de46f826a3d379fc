/* Fuzz target: the reader of CoNLL-U. */
#include "tests/fuzz/fuzz-read.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_read (&ent_read_conllu, data, size);
}
