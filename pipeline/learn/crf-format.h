/* How a CRF lies in its model file. Sections: "follows", "transitions", "slots", "pairs"; header: "labels", "scale". */
#pragma once

#include "pipeline/learn/slots.h"

/* Open addressing with linear probing, a power of two of slots; check 0 is empty. 26 bits of `run` are the first pair,
 * 6 the number of pairs less one. */
typedef struct
{
  guint32 check;
  guint32 run;
} CrfSlot;

typedef struct
{
  guint8 label;
  gint8 weight; /* times "scale" */
} CrfPair;

#define CRF_MAX_PAIRS (1u << 26)

static inline guint32
crf_slot_first (const CrfSlot *slot)
{
  return slot->run & (CRF_MAX_PAIRS - 1);
}

static inline guint32
crf_slot_n (const CrfSlot *slot)
{
  return (slot->run >> 26) + 1;
}
