/* The forest of chains: each referent knows the first of its chain, or one nearer to it. */
#include "stages/link/referents.h"

guint
link_chain_root (const Referents *self, guint r)
{
  Referent *referent = link_referent (self, r);

  while (referent->chain != r)
    {
      referent->chain = link_referent (self, referent->chain)->chain;
      r = referent->chain;
      referent = link_referent (self, r);
    }
  return r;
}

Referent *
link_chain_of (const Referents *self, guint r)
{
  return link_referent (self, link_chain_root (self, r));
}

gboolean
link_join_chains (Referents *self, guint a, guint b)
{
  guint root_a = link_chain_root (self, a), root_b = link_chain_root (self, b);
  Referent *to = link_referent (self, MIN (root_a, root_b)), *from = link_referent (self, MAX (root_a, root_b));

  if (to == from)
    return TRUE;
  if (to->entity != ENT_NONE && from->entity != ENT_NONE && to->entity != from->entity)
    return FALSE;
  from->chain = MIN (root_a, root_b);
  to->n += from->n;
  to->last = MAX (to->last, from->last);
  to->entity = to->entity != ENT_NONE ? to->entity : from->entity;
  if (from->chain_named > to->chain_named || (to->chain_type == self->thing && to->chain_named == from->chain_named))
    to->chain_type = from->chain_type;
  to->chain_named |= from->chain_named;
  if (to->chain_gender & from->chain_gender)
    to->chain_gender &= from->chain_gender;
  if (to->chain_number & from->chain_number)
    to->chain_number &= from->chain_number;
  return TRUE;
}
