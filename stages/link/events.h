/* PLOVER types of events, from the word that tells of one and what stands around it in the tree. */
#pragma once

#include "stages/link/tree.h"

G_BEGIN_DECLS

typedef struct _LinkEvents LinkEvents;

LinkEvents *link_events_load (EntStage *stage, GError **error);
void link_events_free (LinkEvents *self);
/* "PLOVER:AGREE", or NULL where the word at t, the head of a predicate, tells of no event */
const gchar *link_event_of (const LinkEvents *self, const LinkTree *tree, guint t);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkEvents, link_events_free)

G_END_DECLS
