/* certify.h - a signature over a text that says what it is. A prefix keeps it apart from everything else the same key signs. */
#ifndef SEAL_CERTIFY_H
#define SEAL_CERTIFY_H

#include "base/str.h"

void certify_sign(struct str text, const unsigned char secret[64], unsigned char signature[64]);
bool certify_check(struct str text, const unsigned char signature[64], const unsigned char public_key[32]);

#endif
