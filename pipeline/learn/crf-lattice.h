/* Sums over all label sequences: what training and confidences share. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which labels may follow which, as lists: label y may come after from[first[y]] … from[first[y + 1] - 1]. The number
 * n_labels stands for the start of the sequence. */
typedef struct
{
  guint n_labels;
  guint *first;
  guint8 *from;
  guint8 *may_start;
  guint8 *may_end;
} EntTransitions;

EntTransitions *ent_transitions_new (guint n_labels, const guint64 *follows);
void ent_transitions_free (EntTransitions *self);

/* Working memory for sequences; grows as needed */
typedef struct
{
  gsize size;
  gfloat *forward;  /* [n][Y], each row sums to 1 */
  gfloat *backward; /* [n][Y], scaled as forward is */
  gfloat *factors;  /* [n][Y]: exp of the scores, less the row's maximum */
  gfloat *scale;    /* [n] */
} EntLattice;

void ent_lattice_clear (EntLattice *self);
gdouble ent_lattice_sum (EntLattice *self, const EntTransitions *transitions, const gfloat *scores,
                         const gfloat *exp_transitions, const guint64 *allowed, guint n);
void ent_lattice_marginals (const EntLattice *self, guint n_labels, guint t, gfloat *marginals);
gfloat ent_lattice_row (const EntLattice *self, guint n_labels, const gfloat *exp_transitions, const guint8 *labels,
                        guint first, guint end);
void ent_lattice_add_pairs (const EntLattice *self, const EntTransitions *transitions, const gfloat *exp_transitions,
                            guint n, gfloat sign, gfloat *pairs);

G_END_DECLS
