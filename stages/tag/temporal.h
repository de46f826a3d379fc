/* Times as texts write them, to ISO 8601. */
#pragma once

#include "stages/tag/calendar.h"
#include "stages/tag/value-words.h"

G_BEGIN_DECLS

typedef enum
{
  TENSE_UNKNOWN, /* 0 */
  TENSE_PAST,
  TENSE_FUTURE
} Tense;

/* How 03/04/2022 is to be read */
typedef enum
{
  DATES_UNKNOWN,
  DATES_DMY,
  DATES_MDY
} DateOrder;

/* What a time that is not complete by itself is counted from */
typedef struct
{
  TimePoint now;   /* the document's date, of PRECISION_NONE where it is not known */
  TimePoint focus; /* the date that the text has given last, likewise */
  Tense tense;     /* of what is said to be at that time */
  DateOrder order;
  gboolean ahead;   /* "in" stands before it: "in two weeks" */
  gboolean at;      /* "at" stands before it, or another word that makes "1430 hours" a clock time */
  gboolean between; /* "between" stands before it: "between 3 and 5 May" */
  gboolean each;    /* "every" stands before it */
} TimeContext;

typedef enum
{
  TIME_NONE,
  TIME_POINT,
  TIME_INTERVAL,        /* first/last */
  TIME_DURATION,        /* P3D */
  TIME_DURATION_BEFORE, /* P3D/last */
  TIME_DURATION_AFTER,  /* first/P3D */
  TIME_DURATION_RANGE,  /* [P3D..P5D]: its two parts are the shortest and the longest */
  TIME_DURATION_EITHER, /* [P3D,P4D] */
  TIME_ONE_OF,          /* [first,last]: one of two days, of which the text does not tell */
  TIME_ALL_OF,          /* {first,last}: both of them */
  TIME_SET              /* R/first/P1W, or R/P1W where it is not known when it begins */
} TimeKind;

/* "three years" of a duration */
typedef struct
{
  gdouble count;
  gchar span; /* S T (minutes) H D W M Y */
} TimePart;

#define TIME_MAX_PARTS 3

typedef struct
{
  TimeKind kind;
  TimePoint first;
  TimePoint last;
  gdouble count; /* of a duration */
  gchar span;
  guint n_parts; /* of one of several parts, the longer ones first; else 0 */
  TimePart parts[TIME_MAX_PARTS];
} TimeValue;

/* What the words of one time say, each at most once; 0 or as noted where they do not */
typedef struct
{
  gint weekday;
  gint day;
  gint month;
  gint year;
  gboolean decade;
  gint edge; /* 0 early, 1 mid, 2 late; -1 none */
  gint season;
  gint ordinal;
  gdouble count; /* -1 none */
  const ValueWord *span;
  const ValueWord *shift; /* last, this, next: of the classes SHIFT, RUN or TURN */
  const ValueWord *ago;   /* ago, earlier, later */
  const ValueWord *dayword;
  gint quarter;
  gint months_of_quarter;
  gboolean part;
  gboolean article; /* "a century" */
  gboolean weekend;
  gboolean half;
  TimePoint clock; /* hour and so on */
} TimeFields;

/* temporal-fields.c */
gboolean tag_fields_collect (TimeFields *self, const Lexemes *lexemes, guint first, guint end);

/* temporal-numeric.c */
gboolean tag_numeric_date_read (TimeValue *value, const gchar *text, gsize length, DateOrder order);
DateOrder tag_numeric_date_tell_order (const gchar *text, gsize length);

/* temporal-spoken.c */
gboolean tag_spoken_clock_read (TimeFields *fields, const Lexemes *lexemes);

/* temporal-duration.c */
gboolean tag_duration_read (TimeValue *value, const Lexemes *lexemes);

/* temporal-resolve.c */
gboolean tag_fields_resolve (const TimeFields *self, const TimeContext *context, TimeValue *value);
void tag_fields_narrow (const TimePoint *first, gint months, gint edge, TimeValue *value);

/* temporal-relative.c */
gboolean tag_fields_resolve_relative (const TimeFields *self, const TimeContext *context, TimeValue *value);
gint tag_year_of_month (gint month, gint day, const TimeContext *context);

/* temporal.c */
gboolean tag_temporal_read (TimeValue *value, const Lexemes *lexemes, const gchar *text, gsize length,
                            const TimeContext *context);
void tag_temporal_print (const TimeValue *value, GString *out);

G_END_DECLS
