/* Fuzz target: plain text, and with it everything about charsets; as one document, and line by line. */
#include "tests/fuzz/fuzz-read.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  fuzz_read (&ent_read_text, data, size);
  return fuzz_read (&ent_read_lines, data, size);
}
