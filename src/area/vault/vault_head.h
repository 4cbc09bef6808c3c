/* vault_head.h - heads of the audit chain as they are signed: organ, number, moment and mac behind a word of their own.
 *
 * Used by: vault_serve.c (signs, verifies), vault_sheet.c (whose keys these are).
 */
#ifndef AREA_VAULT_VAULT_HEAD_H
#define AREA_VAULT_VAULT_HEAD_H

#include "area/vault/vault_store.h"

void head_sign(struct head_row *h, const unsigned char sign_secret[64]);
bool head_signed_by(const struct head_row *h, const unsigned char sign_public[32]);

#endif
