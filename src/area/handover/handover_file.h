/* handover_file.h - 转送件: the file that the next higher organ gets of an envelope that went on sealed. Streamed, in constant memory.
 *
 * The half that reads writes the whole file under PATH.part and may be slow; the half that changes adds the row; it has its name only after that, and
 * never takes another file's.      Used by: handover_cli, handover_web.      Scope: the envelope's.      Memory c->a.
 * Errors      MOVE (not passed on, no key known), CONFLICT (a file is there; its number was taken meanwhile), DAMAGED (a closed file is not what came),
 *             FULL, DENIED, NOT_FOUND, VAULT; INVALID of the passphrase (vault_pass_on)
 */
#ifndef AREA_HANDOVER_HANDOVER_FILE_H
#define AREA_HANDOVER_HANDOVER_FILE_H

#include "area/envelope/passing.h"
#include "area/ferry/medium.h"

struct handover_file_made {
    struct handover row;
    struct str key_print;               /* fingerprint of the organ's signing key, for who opens the file */
    struct envelope e;
    struct vault_passed *late;          /* passed on before its texts were closed anew: now they are */
    struct medium m;
};
MUST_USE enum err handover_file_read(struct ctx *c, int64_t envelope_id, struct str path, struct str passphrase, struct handover_file_made *out);
MUST_USE enum err handover_file_apply(struct ctx *c, struct handover_file_made *f);     /* when it fails, nothing is left of the file */
MUST_USE enum err handover_file_show(struct ctx *c, struct handover_file_made *f);

#endif
