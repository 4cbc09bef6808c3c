/* idcard.h - resident identity numbers (GB 11643-1999), checked and brought to 18 characters.
 *
 * Source      GB 11643-1999: 6 digits place, 8 birth date, 3 sequence, 1 check (ISO 7064 MOD 11-2);
 *             the 15-digit form of 1984-1999 has a two-digit year of the 20th century and no check.
 * Memory      a.      Errors: the result; *out is "" unless it is IDCARD_OK.
 * Weakness    the place is not looked up: codes of abolished counties stay valid for life.
 */
#ifndef BASE_IDCARD_H
#define BASE_IDCARD_H

#include "base/str.h"

enum idcard_fault { IDCARD_OK, IDCARD_LENGTH, IDCARD_DIGITS, IDCARD_DATE, IDCARD_CHECK };

/* idcard_read - full-width digits, blanks, hyphens and a small x are taken as meant. */
enum idcard_fault idcard_read(struct arena *a, struct str s, struct str *out);

#endif
