/* What a format is to the exporter: documents one after another, files of each document, or the graph that they make
 * together. */
#pragma once

#include "pipeline/graph/graph.h"
#include "stages/export/output.h"

G_BEGIN_DECLS

/* The files of a format that makes its own in a folder, as it has documents */
typedef struct _EntFolder EntFolder;

typedef struct
{
  EntFolder *(*open) (const gchar *path);
  /* one document after another, in order, with what `append` made of it */
  gboolean (*save) (EntFolder *folder, EntDocument *doc, const GString *bytes, GError **error);
  gboolean (*close) (EntFolder *folder, GError **error); /* after the last one */
  void (*free) (EntFolder *folder);
} EntFolderClass;

/* A format of documents has `append`, and `folder` where each is to have files of its own; a format of graphs has
 * `write` */
typedef struct
{
  const gchar *name;
  const gchar *summary;
  EntLayers needs;
  const gchar *const *files; /* of a format that fills a folder: their names; NULL for a single file */
  const EntFolderClass *folder;
  void (*append) (EntDocument *doc, GString *out);
  gboolean (*write) (EntGraph *graph, EntOutput *const *outputs, GError **error);
} EntFormat;

extern const EntFormat ent_format_jsonl;
extern const EntFormat ent_format_conllu;
extern const EntFormat ent_format_openie;
extern const EntFormat ent_format_brat;
extern const EntFormat ent_format_csv;
extern const EntFormat ent_format_graphml;
extern const EntFormat ent_format_gexf;
extern const EntFormat ent_format_dot;
extern const EntFormat ent_format_nodelink;
extern const EntFormat ent_format_d3;
extern const EntFormat ent_format_html;
extern const EntFormat ent_format_neo4j;
extern const EntFormat ent_format_nquads;
extern const EntFormat ent_format_ftm;
extern const EntFormat ent_format_sqlite;

const EntFormat *ent_format_find (const gchar *name);
gboolean ent_format_is_of_graphs (const gchar *name);
gchar *ent_format_list (gboolean with_summaries);
gchar *ent_format_list_graphs (void);

/* Spans in code points */
typedef struct
{
  guint32 start;
  guint32 end;
} EntChars;

EntChars *ent_format_token_chars (EntDocument *doc);
gchar *ent_format_put_uint (gchar *to, guint32 number);
void ent_format_append_number (GString *out, gdouble number);
void ent_format_append_sentences (GString *out, const EntGraphEdge *edge);

G_END_DECLS
