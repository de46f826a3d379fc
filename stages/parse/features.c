/* What the parser sees of a word by itself, besides its vector. */
#include "stages/parse/network.h"

enum
{
  FORM = 1,
  LOWER,
  OUTLINE,
  FREQUENCY,
  PREFIX = 10,
  SUFFIX = 20,
  CLASS = 30
};

#define LONGEST_PREFIX 3

guint
parse_features (const EntWordForm *form, guint n_grains, guint64 *ids)
{
  guint n = 0;

  ids[n++] = ent_hash_mix (form->form, FORM);
  ids[n++] = ent_hash_mix (form->lower, LOWER);
  ids[n++] = ent_hash_mix (form->outline, OUTLINE);
  ids[n++] = ent_hash_mix (form->known.frequency, FREQUENCY);
  for (guint k = 0; k < ENT_LONGEST_AFFIX; k++)
    {
      if (form->suffixes[k])
        ids[n++] = ent_hash_mix (form->suffixes[k], SUFFIX + k);
      if (k < LONGEST_PREFIX && form->prefixes[k])
        ids[n++] = ent_hash_mix (form->prefixes[k], PREFIX + k);
    }
  for (guint g = 0; g < n_grains; g++)
    ids[n++] = ent_hash_mix (form->known.classes[g], CLASS + g);
  return n;
}
