/*
 * french.h - how French boards print pay, and name places by code.
 */
#ifndef PARSERS_FRENCH_H
#define PARSERS_FRENCH_H

#include "parsers/ad.h"

/*
 * "A partir de 21 k€ brut annuel", "18 - 22 k€", "Mensuel de 1600,00 Euros à
 * 1800,00 Euros sur 12 mois": amounts, period and currency into `pay`, whose
 * source becomes "stated". False, and `pay` untouched, when no amount is said.
 */
bool french_pay(struct span text, struct ad_pay *pay);

/*
 * "FR" when `commune` is a code of the statistical office ("44109"): all but
 * 99..., which are foreign countries, are communes of France. Absent else.
 */
struct span french_country(struct span commune);

#endif
