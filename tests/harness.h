/* A test's expectation stands in the text itself: `we met Dr [Person Ada Lovelace] today`. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <entente.h>

/* Runs `tokenise` and the stage (a name with options: "tag values=off") over the text without its marks, and holds the
 * mentions that come out against the marks. "\\n" in a marked text is a line break */
void check_stage (const char *stage, const char *marked);

/* A document of the text without its marks, tokenised, with the marks as mentions: for stages that need mentions. A
 * mark may say what its words come to: `[Temporal=2022-02 last month]` */
EntDocument *document_from_marked (const char *marked);

/* Gives a document without trees parts of speech, lemmas and trees, by the default pack's models */
void parse_document (EntDocument *doc);

/* The document's text with its mentions as marks; g_free() it */
char *marked_from_document (EntDocument *doc);

/* A stage of the default pack, loaded; fails the test on an error */
EntStage *loaded_stage (const char *name);

/* Lets a stage process a document; fails the test on an error */
void process_document (EntStage *stage, EntDocument *doc);

/* Runs a pipeline over a document; fails the test on an error */
void run_pipeline (const char *pipeline, EntDocument *doc);

/* Runs a pipeline that is to fail; the message, g_free() it */
char *run_failing_pipeline (const char *pipeline, EntDocument *doc);

/* Calls back for each case of a file below tests/: a line, or a line with the indented lines below it; `#` begins a
 * comment. Each case fails by itself, with file and line, and the test as a whole after the last */
typedef void (*CaseFunc) (const char *line, const char *const *more);
void check_cases (const char *path, CaseFunc func);

/* Compares two strings; in a case file, a difference is counted and the next case goes on */
void check_text (const char *got, const char *expected);

/* The case, or outside of a case file the test, is wrong: what is missing from it and what is too much */
void case_fails (const char *message);

/* A folder for this test, removed by remove_folder() */
char *make_folder (void);
void remove_folder (char *folder);
