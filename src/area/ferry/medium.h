/* medium.h - files that must be whole or not there: written beside under PATH.part, synced, renamed, the folder synced.
 * Errors: FULL, DENIED, NOT_FOUND, with the path in the refusal. */
#ifndef AREA_FERRY_MEDIUM_H
#define AREA_FERRY_MEDIUM_H

#include <stdio.h>

#include "base/ctx.h"

#define MEDIUM_PATH 1200

struct medium { FILE *f; char path[MEDIUM_PATH], part[MEDIUM_PATH + 8]; };
MUST_USE enum err medium_begin(struct ctx *c, struct medium *m, struct str path);
MUST_USE enum err medium_end(struct ctx *c, struct medium *m);
/* medium_end in two: durable under PATH.part; then under its name, where no other file may stand (CONFLICT). */
MUST_USE enum err medium_hold(struct ctx *c, struct medium *m);
MUST_USE enum err medium_show(struct ctx *c, struct medium *m);
void medium_drop(struct medium *m);                                     /* nothing of it stays; also after a failed end */
MUST_USE enum err medium_open(struct ctx *c, struct str path, FILE **f);        /* an ordinary file, to read */
MUST_USE enum err medium_copy(struct ctx *c, struct str from, struct str to);
MUST_USE enum err medium_folder(struct ctx *c, struct str path);                /* there, and only its owner's */
MUST_USE enum err medium_remove(struct ctx *c, struct str path);                /* gone already is gone */
MUST_USE enum err medium_text(struct ctx *c, struct str path, struct str *out);           /* a small file, whole. TOO_LARGE over 64 KiB */
MUST_USE enum err medium_write(struct ctx *c, struct str path, struct str text);
MUST_USE enum err medium_rename(struct ctx *c, struct str from, struct str to);
MUST_USE enum err medium_sha256(struct ctx *c, struct str path, unsigned char hash[32], int64_t *bytes);
bool medium_there(struct str path);
enum err medium_refuse(struct ctx *c, int error, struct str path);

#endif
