/* Looks up the verbs of nouns in the table that the lexicon's compiler made. */
#include "stages/link/derivations.h"

#include "pipeline/lexicon.h"

struct _LinkDerivations
{
  EntLexicon *lexicon;
  gint act;
};

LinkDerivations *
link_derivations_load (EntStage *stage, GError **error)
{
  g_autoptr (LinkDerivations) self = g_new0 (LinkDerivations, 1);
  g_autofree gchar *path = ent_stage_find_data (stage, "link/derivations.bin", error);

  if (!path || !(self->lexicon = ent_lexicon_open (path, error)))
    return NULL;
  self->act = ent_lexicon_find_type (self->lexicon, "act");
  return g_steal_pointer (&self);
}

void
link_derivations_free (LinkDerivations *self)
{
  g_clear_pointer (&self->lexicon, ent_lexicon_free);
  g_free (self);
}

const gchar *
link_verb_of_noun (LinkDerivations *self, const gchar *noun)
{
  EntLexiconSense senses[ENT_LEXICON_MAX_SENSES];
  guint n = ent_lexicon_lookup (self->lexicon, noun, -1, senses, G_N_ELEMENTS (senses));

  for (guint i = 0; i < n; i++)
    if (senses[i].type_id == self->act && senses[i].exact)
      return senses[i].key;
  return NULL;
}
