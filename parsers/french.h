/*
 * french_pay.h - pay as French boards print it in one line.
 */
#ifndef PARSERS_FRENCH_PAY_H
#define PARSERS_FRENCH_PAY_H

#include "parsers/ad.h"

/*
 * "A partir de 21 k€ brut annuel", "18 - 22 k€", "Mensuel de 1600,00 Euros à
 * 1800,00 Euros sur 12 mois": amounts, period and currency into `pay`, whose
 * source becomes "stated". False, and `pay` untouched, when no amount is said.
 */
bool french_pay(struct span text, struct ad_pay *pay);

#endif
