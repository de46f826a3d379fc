#include "pipeline/graph/roles.h"

#include <string.h>

/* Few people are known for two of these at once. Words that are of several ("director", "captain") are of none. */
static const gchar *const walks[] = {
  /* politics */
  " president minister premier senator sen congressman congresswoman governor mayor mp politician candidate chancellor"
  " ambassador diplomat lawmaker legislator secretary representative rep councillor councilman alderman deputy king"
  " queen prince princess taoiseach senator-elect presidents ministers treasurer ",
  /* sport */
  " player striker midfielder defender goalkeeper coach boxer golfer swimmer cyclist quarterback pitcher batsman bowler"
  " wicketkeeper athlete jockey footballer cricketer sprinter skier skater wrestler racer rider referee winger ",
  /* art and show */
  " actor actress singer musician guitarist drummer rapper composer novelist author writer poet painter filmmaker"
  " comedian songwriter sculptor dancer playwright pianist violinist bassist vocalist artist ",
  /* faith */
  " pope bishop archbishop cardinal priest pastor reverend rev rabbi imam cleric vicar ",
  /* arms */
  " general gen colonel col lieutenant lt sergeant sgt soldier admiral corporal marine brigadier ",
  /* learning */
  " professor prof scientist researcher astronomer physicist biologist chemist mathematician historian geologist"
  " archaeologist seismologist climatologist psychologist sociologist ",
  /* news */
  " journalist reporter editor correspondent columnist anchor photographer broadcaster newsreader blogger ",
  /* law */
  " judge justice lawyer attorney prosecutor solicitor barrister magistrate ",
  /* trade */
  " ceo chairman businessman businesswoman executive entrepreneur banker founder tycoon investor ",
  /* medicine */
  " surgeon physician nurse paediatrician paramedic dentist ",
  /* order */
  " detective sheriff inspector constable superintendent policeman firefighter ",
  /* space */
  " astronaut cosmonaut ",
  /* labour */
  " farmer miner teacher plumber carpenter electrician ",
};

/**
 * ent_role_walk: (skip)
 * @word: the lemma of a noun, in small letters
 *
 * Returns: a bit for the walk of life, 0 where it tells none
 */
guint
ent_role_walk (const gchar *word)
{
  g_autofree gchar *apart = g_strconcat (" ", word, " ", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (walks); i++)
    if (!strchr (word, ' ') && strstr (walks[i], apart))
      return 1u << i;
  return 0;
}
