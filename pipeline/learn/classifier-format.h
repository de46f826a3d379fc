/* How a classifier lies in its model file. Sections: "slots", "pairs"; header: "labels", "scale". */
#pragma once

#include "pipeline/learn/slots.h"

/* Open addressing with linear probing, a power of two of slots; check 0 is empty */
typedef struct
{
  guint32 check;
  guint32 first; /* its pairs are [first, first + n) */
  guint32 n;
} ClassifierSlot;

typedef struct
{
  guint16 label;
  gint16 weight; /* times "scale" */
} ClassifierPair;

#define CLASSIFIER_MAX_WEIGHT 32767
