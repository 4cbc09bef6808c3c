/* fingerprint.h - 128 bits of a text or a key in eight groups of four hex digits, read aloud and typed by two persons. */
#ifndef SEAL_FINGERPRINT_H
#define SEAL_FINGERPRINT_H

#include "base/str.h"

struct str fingerprint(struct arena *a, struct str text);
bool fingerprint_is(struct arena *a, struct str text, struct str typed);       /* blanks, dashes and small letters are taken as meant */

#endif
