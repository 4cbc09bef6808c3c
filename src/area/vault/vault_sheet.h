/* vault_sheet.h - the key file on paper: lines that a person types back, each with its check, and the key file made of them again.
 *
 * Where the key file has a passphrase the sheet is closed with it too: paper and passphrase are two things in two places.
 * Used by: app/vault_main.c.      Memory a, wiped by the caller (arena_wipe): it holds keys.
 */
#ifndef AREA_VAULT_VAULT_SHEET_H
#define AREA_VAULT_VAULT_SHEET_H

#include "base/str.h"

#define SHEET_LINES_MAX 16

/* A sheet: lines of five groups of four and a group of two that checks them and their place. */
struct sheet { struct str lines[SHEET_LINES_MAX]; int n; bool closed; unsigned char public_hash[32]; };
/* sheet_make - of DATA/vault/keys. Errors: VAULT (no key file, or damaged), DENIED (no right, or the passphrase). Logged in vault.db. */
MUST_USE enum err sheet_make(struct arena *a, const char *data_dir, struct str passphrase, int64_t now_ms, struct sheet *out);

/* What was typed so far. sheet_type takes one line: small letters, O for 0, I and L for 1, any spaces or dashes, its number before it or not.
 * Errors: INVALID (it is not line n + 1 of a sheet: mistyped, swapped, too short). *whole: no more lines. */
struct sheet_typed { unsigned char values[SHEET_LINES_MAX * 20]; int n, lines; };
MUST_USE enum err sheet_type(struct sheet_typed *t, struct str line, bool *whole);
/* sheet_restore - writes DATA/vault/keys, never over one that is there, under `passphrase` ("" = in the open). Errors: IN_USE, TAMPERED
 * (the lines do not fit together), DENIED (the passphrase), FOREIGN (the heads in vault.db were signed with other keys), FULL. */
MUST_USE enum err sheet_restore(struct arena *a, const char *data_dir, struct sheet_typed *t, struct str passphrase, int64_t now_ms);

#endif
