/*
 * industry.h - a stated industry to its section of ISIC Rev. 4.
 */
#ifndef ENRICH_INDUSTRY_H
#define ENRICH_INDUSTRY_H

#include "base/span.h"

/*
 * 'A'..'U' for a name ("Financial Services", "Gesundheitswesen"), a NAICS code
 * of six digits or a NACE or ISIC class ("62.01"); 0 when it is none that is
 * known. Names: ISIC Rev. 4 and the lists that large boards let employers
 * choose from; https://unstats.un.org/unsd/classifications/Econ/isic.
 */
char industry_section(struct span stated);

#endif
