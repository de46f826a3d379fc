/* One error domain for all of Entente. Every message says what, where and what was expected. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EntError:
 * @ENT_ERROR_USAGE: a pipeline, option or argument makes no sense; nothing was run
 * @ENT_ERROR_INPUT: a document cannot be read; the others go on
 * @ENT_ERROR_STAGE: a stage failed on a document, or broke its word; the other documents go on
 * @ENT_ERROR_PLUGIN: a plug-in cannot be loaded
 * @ENT_ERROR_MODEL: a model, rule file, lexicon or pack is missing, damaged or of another version
 * @ENT_ERROR_OUTPUT: a result cannot be written; the run ends
 *
 * What went wrong, by what the caller can do about it.
 */
typedef enum
{
  ENT_ERROR_USAGE,
  ENT_ERROR_INPUT,
  ENT_ERROR_STAGE,
  ENT_ERROR_PLUGIN,
  ENT_ERROR_MODEL,
  ENT_ERROR_OUTPUT
} EntError;

#define ENT_ERROR (ent_error_quark ())

GQuark ent_error_quark (void);

G_END_DECLS
