/* entente eval parse: attachment scores. */
#pragma once

#include <entente.h>

G_BEGIN_DECLS

typedef struct
{
  gchar **files; /* the gold */
  const gchar *from;
  const gchar *pack;
  const gchar *system; /* trees of another program, to be scored instead of our own; or NULL */
  gboolean raw;        /* from the text alone */
} EvalParse;

gboolean eval_parse_run (const EvalParse *self, GError **error);

G_END_DECLS
