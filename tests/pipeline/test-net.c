/* Training of networks: gradients held against finite differences, steps against a calculation by hand. */
#include "tests/pipeline/net-numbers.h"

#include <string.h>

#include "pipeline/learn/net/kernels.h"
#include "pipeline/learn/net/lstm.h"
#include "pipeline/learn/net/weights.h"

#define INPUTS 3
#define STATES 2
#define OUTPUTS 5
#define N 5 /* words of a sentence */

/* Far enough for single precision, near enough for a straight line */
#define NUDGE 0.01f

/* Something to be nudged, and its loss: any weighted sum of what comes out */
typedef gdouble (*LossFunc) (gpointer net);

static void
check_gradient (const gfloat *gradient, gfloat *values, gsize n, LossFunc loss, gpointer net)
{
  gboolean any = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      gfloat kept = values[i];
      gdouble up, down, slope;

      values[i] = kept + NUDGE;
      up = loss (net);
      values[i] = kept - NUDGE;
      down = loss (net);
      values[i] = kept;
      slope = (up - down) / (2 * NUDGE);
      check_near (gradient[i], slope, 1e-3 + 0.01 * fabs (slope));
      any |= gradient[i] != 0;
    }
  assert_true (any);
}

static gdouble
weigh (const gfloat *values, const gfloat *by, gsize n)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (gdouble) values[i] * by[i];
  return sum;
}

/* --- A layer --- */

typedef struct
{
  EntWeights weights;
  EntWeights bias;
  gfloat *x, *dy;
} Layer;

static Layer
new_layer (void)
{
  EntRandom random = { 7 };
  Layer layer = { .x = draw_numbers (N * INPUTS), .dy = draw_numbers (N * OUTPUTS) };

  ent_weights_init (&layer.weights, INPUTS, OUTPUTS, 0.5f, &random);
  ent_weights_init (&layer.bias, 1, OUTPUTS, 0.5f, &random);
  return layer;
}

static void
layer_clear (Layer *self)
{
  ent_weights_clear (&self->weights);
  ent_weights_clear (&self->bias);
  g_free (self->x);
  g_free (self->dy);
}

static gdouble
layer_loss (gpointer data)
{
  Layer *self = data;
  gfloat y[N * OUTPUTS] = { 0 };

  ent_weights_apply (&self->weights, &self->bias, self->x, N, y);
  return weigh (y, self->dy, N * OUTPUTS);
}

static void
a_layer_is_the_product_and_its_bias (void **state)
{
  Layer layer = new_layer ();
  gfloat y[N * OUTPUTS] = { 0 }, unbiased[N * OUTPUTS] = { 0 };

  ent_weights_apply (&layer.weights, &layer.bias, layer.x, N, y);
  ent_weights_apply (&layer.weights, NULL, layer.x, N, unbiased);
  for (guint t = 0; t < N; t++)
    for (guint j = 0; j < OUTPUTS; j++)
      {
        gdouble sum = 0;

        for (guint i = 0; i < INPUTS; i++)
          sum += (gdouble) layer.x[t * INPUTS + i] * layer.weights.values[i * OUTPUTS + j];
        check_near (unbiased[t * OUTPUTS + j], sum, 1e-6);
        check_near (y[t * OUTPUTS + j], sum + layer.bias.values[j], 1e-6);
      }
  layer_clear (&layer);
}

static void
the_gradients_of_a_layer_are_its_slopes (void **state)
{
  Layer layer = new_layer ();
  gfloat dx[N * INPUTS] = { 0 };

  ent_weights_learn (&layer.weights, &layer.bias, 1, layer.x, layer.dy, N, dx);
  check_gradient (layer.weights.gradients[1], layer.weights.values, INPUTS * OUTPUTS, layer_loss, &layer);
  check_gradient (layer.bias.gradients[1], layer.bias.values, OUTPUTS, layer_loss, &layer);
  check_gradient (dx, layer.x, N * INPUTS, layer_loss, &layer);
  layer_clear (&layer);
}

/* What was learned before stays: that of x, too, which several layers may read */
static void
gradients_are_added_to_what_was_there (void **state)
{
  Layer layer = new_layer ();
  gfloat once[N * INPUTS] = { 0 }, twice[N * INPUTS] = { 0 };

  ent_weights_learn (&layer.weights, &layer.bias, 0, layer.x, layer.dy, N, once);
  ent_weights_learn (&layer.weights, &layer.bias, 1, layer.x, layer.dy, N, twice);
  ent_weights_learn (&layer.weights, &layer.bias, 1, layer.x, layer.dy, N, twice);
  for (guint i = 0; i < N * INPUTS; i++)
    check_near (twice[i], 2 * once[i], 1e-5);
  for (guint i = 0; i < INPUTS * OUTPUTS; i++)
    check_near (layer.weights.gradients[1][i], 2 * layer.weights.gradients[0][i], 1e-5);
  for (guint i = 0; i < OUTPUTS; i++)
    check_near (layer.bias.gradients[1][i], 2 * layer.bias.gradients[0][i], 1e-5);
  layer_clear (&layer);
}

/* --- Steps --- */

/* Kingma and Ba's algorithm 1, with the memories of weights.c */
typedef struct
{
  gdouble value, mean, square;
} Adam;

static void
step_by_hand (Adam *self, gdouble gradient, gdouble rate, guint step)
{
  self->mean = 0.9 * self->mean + 0.1 * gradient;
  self->square = 0.99 * self->square + 0.01 * gradient * gradient;
  self->value -= rate * (self->mean / (1 - pow (0.9, step))) / (sqrt (self->square / (1 - pow (0.99, step))) + 1e-8);
}

static void
steps_are_those_of_adam (void **state)
{
  static const gfloat gradients[] = { 0.5f, -2, 0, 0.001f };
  EntRandom random = { 3 };
  EntWeights weights;
  Adam hand[6] = { 0 };

  ent_weights_init (&weights, 2, 3, 1, &random);
  for (guint i = 0; i < 6; i++)
    hand[i].value = weights.values[i];
  for (guint step = 1; step <= G_N_ELEMENTS (gradients); step++)
    {
      EntAdam adam = { 0.1f, step };

      for (guint i = 0; i < 6; i++)
        {
          gfloat whole = gradients[step - 1] * ((gfloat) i - 2);

          weights.gradients[0][i] = 0.25f * whole; /* the lanes' gradients add up */
          weights.gradients[1][i] = 0.75f * whole;
          step_by_hand (&hand[i], whole, 0.1, step);
        }
      ent_weights_step (&weights, &adam);
      for (guint i = 0; i < 6; i++)
        {
          check_near (weights.values[i], hand[i].value, 1e-5);
          assert_true (weights.transposed[i % 3 * 2 + i / 3] == weights.values[i]);
          assert_true (weights.gradients[0][i] == 0 && weights.gradients[1][i] == 0);
        }
    }
  ent_weights_clear (&weights);
}

static void
the_first_step_is_as_long_as_the_rate (void **state)
{
  EntRandom random = { 3 };
  EntAdam adam = { 0.01f, 1 };
  EntWeights weights;

  ent_weights_init (&weights, 1, 2, 0, &random);
  weights.gradients[0][0] = 1e-4f;
  weights.gradients[0][1] = -1e4f;
  ent_weights_step (&weights, &adam);
  check_near (weights.values[0], -0.01, 1e-5);
  check_near (weights.values[1], 0.01, 1e-5);
  ent_weights_clear (&weights);
}

static void
rows_without_a_gradient_keep_still (void **state)
{
  const gfloat gradient[] = { 1, -1, 0.5f };
  EntRandom random = { 5 };
  EntAdam adam = { 0.1f, 1 };
  EntRows rows;
  gfloat before[4 * 3];
  Adam hand = { 0 };

  ent_rows_init (&rows, 4, 3, 1, &random);
  memcpy (before, rows.values, sizeof before);
  ent_rows_add_gradient (&rows, 2, gradient, 1);
  ent_rows_add_gradient (&rows, 2, gradient, 2);
  hand.value = before[6];
  step_by_hand (&hand, 3, 0.1, 1);
  ent_rows_step (&rows, &adam);
  assert_memory_equal (rows.values, before, 6 * sizeof *before);
  assert_memory_equal (rows.values + 9, before + 9, 3 * sizeof *before);
  check_near (rows.values[6], hand.value, 1e-5);
  check_near (rows.values[7], before[7] + 0.1, 1e-5);
  memcpy (before, rows.values, sizeof before);
  adam.step++;
  ent_rows_step (&rows, &adam);
  assert_memory_equal (rows.values, before, sizeof before);
  ent_rows_clear (&rows);
}

static void
a_table_may_have_no_rows (void **state)
{
  EntRandom random = { 5 };
  EntAdam adam = { 0.1f, 1 };
  EntRows rows;

  ent_rows_init (&rows, 0, 16, 1, &random);
  ent_rows_step (&rows, &adam);
  ent_rows_clear (&rows);
}

static void
random_numbers_are_spread_as_they_should (void **state)
{
  EntRandom random = { 1 }, again = { 1 };
  gdouble sum = 0, squares = 0, normal_sum = 0, normal_squares = 0;

  for (guint i = 0; i < 20000; i++)
    {
      gfloat even = ent_random_uniform (&random), normal = ent_random_normal (&random);

      assert_true (even >= 0 && even < 1 && isfinite (normal));
      assert_true (even == ent_random_uniform (&again) && normal == ent_random_normal (&again));
      sum += even;
      squares += (gdouble) even * even;
      normal_sum += normal;
      normal_squares += (gdouble) normal * normal;
    }
  check_near (sum / 20000, 0.5, 0.01);
  check_near (squares / 20000, 1 / 3.0, 0.01);
  check_near (normal_sum / 20000, 0, 0.03);
  check_near (normal_squares / 20000, 1, 0.03);
}

/* --- The LSTM --- */

typedef struct
{
  EntBiLstm lstm;
  guint n;
  gfloat *x, *dstates, *dx;
  EntScratch *scratch;
} Reader;

static Reader
new_reader (guint n)
{
  EntRandom random = { 11 };
  Reader reader = { .n = n, .x = draw_numbers (n * INPUTS), .dstates = draw_numbers (n * 2 * STATES) };

  reader.dx = g_new0 (gfloat, n * INPUTS);
  reader.scratch = ent_scratch_new ();
  ent_bilstm_init (&reader.lstm, INPUTS, STATES, &random);
  return reader;
}

static void
reader_clear (Reader *self)
{
  ent_bilstm_clear (&self->lstm);
  g_free (self->x);
  g_free (self->dstates);
  g_free (self->dx);
  ent_scratch_free (self->scratch);
}

static gdouble
reader_loss (gpointer data)
{
  Reader *self = data;
  EntBiLstmRun run;

  ent_scratch_reset (self->scratch);
  ent_bilstm_run (&self->lstm, self->x, self->n, self->scratch, &run);
  return weigh (run.states, self->dstates, self->n * 2 * STATES);
}

static void
check_direction (Reader *reader, EntLstm *lstm)
{
  check_gradient (lstm->input.gradients[1], lstm->input.values, INPUTS * 4 * STATES, reader_loss, reader);
  check_gradient (lstm->bias.gradients[1], lstm->bias.values, 4 * STATES, reader_loss, reader);
  if (reader->n > 1) /* before the first word there is nothing to come back to */
    check_gradient (lstm->recurrent.gradients[1], lstm->recurrent.values, STATES * 4 * STATES, reader_loss, reader);
}

static void
the_gradients_of_an_lstm_are_its_slopes (void **state)
{
  for (guint n = 1; n <= N; n++)
    {
      Reader reader = new_reader (n);
      EntBiLstmRun run;

      ent_bilstm_run (&reader.lstm, reader.x, n, reader.scratch, &run);
      ent_bilstm_learn (&reader.lstm, 1, &run, reader.dstates, reader.scratch, reader.dx);
      check_direction (&reader, &reader.lstm.forward);
      check_direction (&reader, &reader.lstm.backward);
      check_gradient (reader.dx, reader.x, n * INPUTS, reader_loss, &reader);
      reader_clear (&reader);
    }
}

static gdouble
sigmoid (gdouble x)
{
  return 1 / (1 + exp (-x));
}

/* One state, all weights ½, biases 0, and 1 for what is kept: as one may follow with a pencil */
static void
states_are_those_of_a_calculation_by_hand (void **state)
{
  EntRandom random = { 1 };
  g_autoptr (EntScratch) scratch = ent_scratch_new ();
  const gfloat x[] = { 1, -2, 0.5f };
  gdouble cell = 0, said = 0;
  EntBiLstmRun run;
  EntBiLstm lstm;

  ent_bilstm_init (&lstm, 1, 1, &random);
  for (guint i = 0; i < 4; i++)
    {
      lstm.forward.input.values[i] = lstm.forward.recurrent.values[i] = 0.5f;
      assert_true (lstm.forward.bias.values[i] == (i == 1));
    }
  ent_bilstm_run (&lstm, x, 3, scratch, &run);
  for (guint t = 0; t < 3; t++)
    {
      gdouble sum = 0.5 * x[t] + 0.5 * said;

      cell = sigmoid (sum) * tanh (sum) + sigmoid (sum + 1) * cell;
      said = sigmoid (sum) * tanh (cell);
      check_near (run.states[2 * t], said, 1e-6);
    }
  ent_bilstm_clear (&lstm);
}

static void
each_direction_sees_what_it_has_read (void **state)
{
  Reader reader = new_reader (N);
  EntBiLstmRun before, after;

  ent_bilstm_run (&reader.lstm, reader.x, N, reader.scratch, &before);
  reader.x[2 * INPUTS] += 1;
  ent_bilstm_run (&reader.lstm, reader.x, N, reader.scratch, &after);
  for (guint t = 0; t < N; t++)
    for (guint i = 0; i < STATES; i++)
      {
        guint forward = t * 2 * STATES + i, backward = forward + STATES;

        assert_int_equal (before.states[forward] == after.states[forward], t < 2);
        assert_int_equal (before.states[backward] == after.states[backward], t > 2);
      }
  reader_clear (&reader);
}

static void
steps_make_the_loss_smaller (void **state)
{
  Reader reader = new_reader (N);
  gdouble before = reader_loss (&reader);

  for (guint step = 1; step <= 20; step++)
    {
      EntAdam adam = { 0.05f, step };
      EntBiLstmRun run;

      ent_scratch_reset (reader.scratch);
      ent_bilstm_run (&reader.lstm, reader.x, N, reader.scratch, &run);
      ent_bilstm_learn (&reader.lstm, 0, &run, reader.dstates, reader.scratch, reader.dx);
      ent_bilstm_step (&reader.lstm, &adam);
    }
  assert_true (reader_loss (&reader) < before - 1);
  reader_clear (&reader);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_layer_is_the_product_and_its_bias),
    cmocka_unit_test (the_gradients_of_a_layer_are_its_slopes),
    cmocka_unit_test (gradients_are_added_to_what_was_there),
    cmocka_unit_test (steps_are_those_of_adam),
    cmocka_unit_test (the_first_step_is_as_long_as_the_rate),
    cmocka_unit_test (rows_without_a_gradient_keep_still),
    cmocka_unit_test (a_table_may_have_no_rows),
    cmocka_unit_test (random_numbers_are_spread_as_they_should),
    cmocka_unit_test (the_gradients_of_an_lstm_are_its_slopes),
    cmocka_unit_test (states_are_those_of_a_calculation_by_hand),
    cmocka_unit_test (each_direction_sees_what_it_has_read),
    cmocka_unit_test (steps_make_the_loss_smaller),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
