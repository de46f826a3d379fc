/* Metonymy: what is called by the name of a town, a house or a people and is a government. */
#pragma once

#include "stages/link/clause.h"
#include "stages/link/governments.h"

G_BEGIN_DECLS

/* Says of each mention whether it acts for a country, by what the clauses have it do. A country itself, "China said",
 * has the key already that this would say */
void link_metonymy (const LinkClauses *clauses, const LinkGovernments *governments);

G_END_DECLS
