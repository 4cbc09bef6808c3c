/* article15_key.h - the pair to which reports are closed that article 15 sends to the next higher organ: made there, the public half given to the
 * organs below it as 64 digits, the private half in a file of lines that never leaves it.
 *
 * $XIEZHI_ARTICLE15_PASSPHRASE closes the private half (argon2id, secretbox). Both halves lie with the caller, who wipes them.
 * Errors      IN_USE (a file is there), FULL, DENIED (no right, or the passphrase), NOT_FOUND, INVALID (no such file, or damaged)
 */
#ifndef AREA_HANDOVER_ARTICLE15_KEY_H
#define AREA_HANDOVER_ARTICLE15_KEY_H

#include "base/str.h"

#define ARTICLE15_PASSPHRASE_ENV "XIEZHI_ARTICLE15_PASSPHRASE"

struct article15_key { unsigned char public_key[32], secret[32]; };
MUST_USE enum err article15_key_make(struct arena *a, const char *path, struct str passphrase, struct article15_key *out);
MUST_USE enum err article15_key_read(struct arena *a, const char *path, struct str passphrase, struct article15_key *out);

#endif
