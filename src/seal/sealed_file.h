/* sealed_file.h - a file closed as it arrives: 64 KiB blocks under a key of its own (secretstream), written beside, synced, renamed.
 *
 * Constant memory whatever the size. The name is random; the last block is filled up, so a size on the disk tells no more than 64 KiB.
 * The key, true size and hash leave with the struct and belong into a pack; nothing on the disk opens the file.
 * Errors: file_err's: FULL, DENIED, VAULT.
 */
#ifndef SEAL_SEALED_FILE_H
#define SEAL_SEALED_FILE_H

#include <sodium.h>

#include "base/str.h"

#define SEALED_BLOCK    65536
#define SEALED_ID_BYTES 16
#define SEALED_ID_HEX   (2 * SEALED_ID_BYTES)

struct sealed_file {
    char id[SEALED_ID_HEX + 1];
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES], hash[32];
    int64_t bytes;                      /* of the plain file */
    int fd;                             /* private from here on */
    size_t held;
    crypto_secretstream_xchacha20poly1305_state stream;
    crypto_generichash_state hashing;
    unsigned char block[SEALED_BLOCK];
};

/* `dir` holds tmp/ and files/ab/…  */
MUST_USE enum err sealed_file_start(struct sealed_file *f, const char *dir);
MUST_USE enum err sealed_file_add(struct sealed_file *f, const void *p, size_t n);
MUST_USE enum err sealed_file_end(struct sealed_file *f, const char *dir);     /* durable under its name */
void sealed_file_drop(struct sealed_file *f, const char *dir);      /* whatever there is of it */
void sealed_file_wipe(struct sealed_file *f);                       /* the key and what was held */
bool sealed_id_ok(struct str id);                                   /* 32 lower-case hex digits, nothing else */

/* Opening, block by block: `sink` gets the plain bytes in order. Errors: TAMPERED (torn, cut, another key), those of sink. */
typedef enum err sealed_sink(void *arg, const void *p, size_t n);
MUST_USE enum err sealed_file_open(int fd, const unsigned char *key, int64_t bytes, sealed_sink *sink, void *arg);

#endif
