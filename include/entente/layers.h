/* The layers of a document: plain structs, one array a layer. A later layer names an earlier one by index. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * EntLayers:
 * @ENT_LAYER_NONE: no layer: the text alone
 * @ENT_LAYER_TOKENS: #EntToken, in the order of the text, not overlapping
 * @ENT_LAYER_SENTENCES: #EntSentence, in order, covering all tokens
 * @ENT_LAYER_TAGS: the columns `pos` and `lemma` of the tokens
 * @ENT_LAYER_HEADS: the columns `head` and `dep` of the tokens
 * @ENT_LAYER_MENTIONS: #EntMention
 * @ENT_LAYER_ENTITIES: #EntEntity, and the columns `entity` and `acts_for` of the mentions
 * @ENT_LAYER_RELATIONS: #EntRelation
 *
 * What a stage needs and what it makes.
 */
typedef enum /*< flags >*/
{
  ENT_LAYER_NONE = 0,
  ENT_LAYER_TOKENS = 1 << 0,
  ENT_LAYER_SENTENCES = 1 << 1,
  ENT_LAYER_TAGS = 1 << 2,
  ENT_LAYER_HEADS = 1 << 3,
  ENT_LAYER_MENTIONS = 1 << 4,
  ENT_LAYER_ENTITIES = 1 << 5,
  ENT_LAYER_RELATIONS = 1 << 6
} EntLayers;

#define ENT_N_LAYERS 7

/**
 * EntId:
 *
 * A string kept once in its document; 0 is no string. See ent_document_intern().
 */
typedef guint32 EntId;

/**
 * ENT_NONE:
 *
 * "No such element" in a column that holds an index (`entity`, `attribution`, `place`, `head`).
 */
#define ENT_NONE (-1)

/**
 * EntPos:
 *
 * The parts of speech of Universal Dependencies, version 2 (UPOS).
 */
typedef enum
{
  ENT_POS_NONE,
  ENT_POS_ADJ,
  ENT_POS_ADP,
  ENT_POS_ADV,
  ENT_POS_AUX,
  ENT_POS_CCONJ,
  ENT_POS_DET,
  ENT_POS_INTJ,
  ENT_POS_NOUN,
  ENT_POS_NUM,
  ENT_POS_PART,
  ENT_POS_PRON,
  ENT_POS_PROPN,
  ENT_POS_PUNCT,
  ENT_POS_SCONJ,
  ENT_POS_SYM,
  ENT_POS_VERB,
  ENT_POS_X
} EntPos;

/**
 * EntTokenFlags:
 * @ENT_TOKEN_CAPITALISED: begins with an upper- or title-case letter
 * @ENT_TOKEN_UPPER: has letters, and all of them are upper case
 * @ENT_TOKEN_ALPHA: has a letter
 * @ENT_TOKEN_DIGIT: has a digit or another number (½, Ⅳ)
 * @ENT_TOKEN_PUNCT: punctuation and symbols only
 * @ENT_TOKEN_SPACE_BEFORE: white space, or the start of the text, stands before it
 * @ENT_TOKEN_JOINED: a further syntactic word of the same surface token as the one before ("n't" of "don't");
 *   what CoNLL-U writes as a multi-word token
 * @ENT_TOKEN_LINE_START: the first token after a line break, or of the text
 *
 * What is seen of a token at a glance. Set by ent_document_add_token() but for @ENT_TOKEN_JOINED, which is given.
 */
typedef enum /*< flags >*/
{
  ENT_TOKEN_CAPITALISED = 1 << 0,
  ENT_TOKEN_UPPER = 1 << 1,
  ENT_TOKEN_ALPHA = 1 << 2,
  ENT_TOKEN_DIGIT = 1 << 3,
  ENT_TOKEN_PUNCT = 1 << 4,
  ENT_TOKEN_SPACE_BEFORE = 1 << 5,
  ENT_TOKEN_JOINED = 1 << 6,
  ENT_TOKEN_LINE_START = 1 << 7
} EntTokenFlags;

/**
 * EntToken:
 * @start: first byte in the text
 * @end: byte after the last
 * @norm: the word's form where it is not its text ("not" for "n't" in some treebanks), else 0
 * @lemma: the lemma, 0 where no stage gave one
 * @dep: the relation to its head (Universal Dependencies), 0 where no stage gave one
 * @head: the token that is its head, itself for a root, %ENT_NONE where no stage gave one
 * @pos: an #EntPos
 * @flags: #EntTokenFlags
 */
typedef struct
{
  guint32 start;
  guint32 end;
  EntId norm;
  EntId lemma;
  EntId dep;
  gint32 head;
  guint8 pos;
  guint8 flags;
} EntToken;

/**
 * EntSentence:
 * @first: its first token
 * @n: how many tokens it has, at least 1
 */
typedef struct
{
  guint32 first;
  guint32 n;
} EntSentence;

/**
 * EntMentionKind:
 * @ENT_MENTION_NAME: a name
 * @ENT_MENTION_NOMINAL: a description ("the agency")
 * @ENT_MENTION_PRONOUN: a pronoun
 * @ENT_MENTION_VALUE: a time, an amount, an identifier
 */
typedef enum
{
  ENT_MENTION_NAME,
  ENT_MENTION_NOMINAL,
  ENT_MENTION_PRONOUN,
  ENT_MENTION_VALUE
} EntMentionKind;

/**
 * EntMention:
 * @first: its first token
 * @n: how many tokens it has, at least 1
 * @type: a type of the ontology ("Person")
 * @value: of a value: what it comes to, as JSON text; of a name: the key that a rule gives to who is named; else 0
 * @acts_for: the key of the country whose government it stands for here ("location/ru" of "Moscow said"), where it is
 *   not its entity's own, else 0; see ent_document_set_mention_acts_for()
 * @by: the stage, and the rule or model of it, that made it ("tag/title")
 * @entity: the entity that it names, or %ENT_NONE
 * @confidence: probability that span and type are right, 0 to 1
 * @kind: an #EntMentionKind
 */
typedef struct
{
  guint32 first;
  guint32 n;
  EntId type;
  EntId value;
  EntId acts_for;
  EntId by;
  gint32 entity;
  gfloat confidence;
  guint8 kind;
} EntMention;

/**
 * EntEntity:
 * @type: a type of the ontology
 * @name: the fullest form in the document
 * @key: stable and readable ("location/ru"), "" for what is known in this document alone; see ent_document_add_entity()
 * @aliases: the other forms, separated by `|`, or 0
 * @links: identifiers, as `iso3166=RU`, separated by `|`, or 0
 */
typedef struct
{
  EntId type;
  EntId name;
  EntId key;
  EntId aliases;
  EntId links;
} EntEntity;

/**
 * EntPolarity:
 * @ENT_POLARITY_AFFIRMED: said to be so
 * @ENT_POLARITY_NEGATED: said not to be so
 */
typedef enum
{
  ENT_POLARITY_AFFIRMED,
  ENT_POLARITY_NEGATED
} EntPolarity;

/**
 * EntModality:
 * @ENT_MODALITY_ASSERTED: told as a fact
 * @ENT_MODALITY_POSSIBLE: may be
 * @ENT_MODALITY_NECESSARY: must be
 * @ENT_MODALITY_INTENDED: wanted, planned, tried
 * @ENT_MODALITY_CONDITIONAL: if something else is so
 * @ENT_MODALITY_ASKED: in question
 */
typedef enum
{
  ENT_MODALITY_ASSERTED,
  ENT_MODALITY_POSSIBLE,
  ENT_MODALITY_NECESSARY,
  ENT_MODALITY_INTENDED,
  ENT_MODALITY_CONDITIONAL,
  ENT_MODALITY_ASKED
} EntModality;

/**
 * EntRelation:
 * @head: mention that acts
 * @tail: mention that is acted upon
 * @attribution: mention of who says so, or %ENT_NONE for the document itself
 * @place: mention of where, or %ENT_NONE
 * @chain: where X says that Y says so: the mentions of Y, X, … from the nearest to the outermost as a JSON array, else 0
 * @sentence: the sentence that says it
 * @trigger_first: first token of the predicate
 * @trigger_n: how many tokens, 0 where there is no word for it
 * @type: a relation of the ontology, or "open"
 * @label: the predicate's lemma with its particle or preposition
 * @event: event type ("PLOVER:MOBILIZE"), or 0
 * @time: when, ISO 8601, or 0
 * @by: the stage, and the rule or model of it, that made it
 * @confidence: probability that it is right, 0 to 1
 * @polarity: an #EntPolarity
 * @modality: an #EntModality
 */
typedef struct
{
  guint32 head;
  guint32 tail;
  gint32 attribution;
  gint32 place;
  guint32 sentence;
  guint32 trigger_first;
  guint32 trigger_n;
  EntId type;
  EntId label;
  EntId event;
  EntId time;
  EntId by;
  EntId chain;
  gfloat confidence;
  guint8 polarity;
  guint8 modality;
} EntRelation;

gchar *ent_layers_to_string (EntLayers layers);
const gchar *ent_pos_to_string (EntPos pos);
EntPos ent_pos_from_string (const gchar *name);
const gchar *ent_mention_kind_to_string (EntMentionKind kind);
gint ent_mention_kind_from_string (const gchar *name);
const gchar *ent_polarity_to_string (EntPolarity polarity);
gint ent_polarity_from_string (const gchar *name);
const gchar *ent_modality_to_string (EntModality modality);
gint ent_modality_from_string (const gchar *name);

G_END_DECLS
