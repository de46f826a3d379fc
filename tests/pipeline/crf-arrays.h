/* Models for tests of the CRF, made of arrays that a test can change: 3 labels, 8 features. */
#pragma once

#include "tests/harness.h"

#include "pipeline/learn/crf-format.h"
#include "pipeline/learn/crf.h"

#define Y 3
#define N_SLOTS 16
#define N_KNOWN 8 /* features of a drawn model */

static gchar *folder;
static gchar *path;

static inline int
set_up (void **state)
{
  folder = make_folder ();
  path = g_build_filename (folder, "model.bin", NULL);
  return 0;
}

static inline int
tear_down (void **state)
{
  g_clear_pointer (&path, g_free);
  remove_folder (folder);
  return 0;
}

/* A model's arrays with their sizes in bytes, for tests that change them */
typedef struct
{
  const gchar *labels;
  gdouble scale;
  guint64 follows[Y + 2];
  gfloat transitions[(Y + 1) * Y + 1];
  CrfSlot slots[N_SLOTS];
  CrfPair pairs[N_KNOWN * Y];
  gsize follows_size;
  gsize transitions_size;
  gsize slots_size;
  gsize pairs_size;
  const gchar *left_out; /* the section that is not written */
} Arrays;

static inline guint
draw (guint n)
{
  static guint64 state = 2001;

  state = state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (guint) (state >> 33) % n;
}

/* Different in the halves that the slot and the check are made of */
static inline guint64
feature (guint number)
{
  return (number + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
}

static inline void
put_slot (Arrays *self, guint number)
{
  guint32 at = ent_slot_of (feature (number), N_SLOTS - 1);

  while (self->slots[at].check)
    at = (at + 1) % N_SLOTS;
  self->slots[at] = (CrfSlot){ ent_slot_check (feature (number)), number * Y | (Y - 1) << 26 };
}

/* Weights in eighths, which are exact, so that sums of them can be equal */
static inline Arrays
draw_arrays (void)
{
  Arrays self = { .labels = "O A B", .scale = 0.125 };

  for (guint y = 0; y < Y; y++)
    self.follows[y] = draw (2) ? 0xf : draw (16);
  self.follows[Y] = draw (2) ? 7 : draw (8);
  for (guint i = 0; i < (Y + 1) * Y; i++)
    self.transitions[i] = ((gint) draw (17) - 8) * 0.125f;
  for (guint i = 0; i < N_KNOWN * Y; i++)
    self.pairs[i] = (CrfPair){ i % Y, (gint) draw (17) - 8 };
  for (guint f = 0; f < N_KNOWN; f++)
    put_slot (&self, f);
  self.follows_size = (Y + 1) * sizeof *self.follows;
  self.transitions_size = (Y + 1) * Y * sizeof *self.transitions;
  self.slots_size = sizeof self.slots;
  self.pairs_size = sizeof self.pairs;
  return self;
}

static inline void
add_section (const Arrays *self, EntModelWriter *writer, const gchar *name, gconstpointer data, gsize size)
{
  if (g_strcmp0 (self->left_out, name))
    ent_model_writer_add (writer, name, data, size);
}

static inline EntModel *
save_and_open (EntModelWriter *writer)
{
  g_autoptr (GError) error = NULL;
  EntModel *model;

  assert_true (ent_model_writer_save (writer, path, &error));
  model = ent_model_open (path, "crf", &error);
  assert_non_null (model);
  return model;
}

static inline EntModel *
model_of (const Arrays *self)
{
  g_autoptr (EntModelWriter) writer = ent_model_writer_new ("crf");

  if (self->labels)
    ent_model_writer_set_text (writer, "labels", self->labels);
  ent_model_writer_set_number (writer, "scale", self->scale);
  add_section (self, writer, "follows", self->follows, self->follows_size);
  add_section (self, writer, "transitions", self->transitions, self->transitions_size);
  add_section (self, writer, "slots", self->slots, self->slots_size);
  add_section (self, writer, "pairs", self->pairs, self->pairs_size);
  return save_and_open (writer);
}
