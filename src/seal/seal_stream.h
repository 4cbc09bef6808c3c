/* seal_stream.h - one open file closed into another under a given key, and back: 64 KiB at a time (secretstream), constant memory.
 *
 * Errors: FULL, DENIED, VAULT (the disk); TAMPERED (torn, cut, another key): what was written until then is to be thrown away.
 */
#ifndef SEAL_SEAL_STREAM_H
#define SEAL_SEAL_STREAM_H

#include <sodium.h>

#include "base/err.h"

#define SEAL_KEY_BYTES crypto_secretstream_xchacha20poly1305_KEYBYTES

MUST_USE enum err seal_stream(int in, int out, const unsigned char key[SEAL_KEY_BYTES]);
MUST_USE enum err unseal_stream(int in, int out, const unsigned char key[SEAL_KEY_BYTES]);

#endif
