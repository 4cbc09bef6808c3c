/* handover_open.h - at the next higher organ: a 转送件 verified to its end, opened with the article 15 key, written into a private directory that is there
 * whole or not at all. No register, no vault, no data directory.
 *
 * Memory   c->a; texts are held (a report and its additions), files are streamed. Plain texts are wiped by the caller with its arena.
 * Errors   INVALID no such file · NEWER · TORN · ALTERED · FOREIGN (another organ's, another direction, closed to another key) · IN_USE (the directory is
 *          there) · FULL, DENIED, NOT_FOUND
 */
#ifndef AREA_HANDOVER_HANDOVER_OPEN_H
#define AREA_HANDOVER_HANDOVER_OPEN_H

#include "area/ferry/bundle.h"
#include "area/ferry/entries.h"
#include "area/handover/article15_key.h"
#include "area/portal/opened.h"

#define HANDOVER_NAME 24                /* 01.docx: of a file in the directory */

/* How one file that the report names came out. */
enum handover_file_state { HANDOVER_GOOD, HANDOVER_MISSING, HANDOVER_TORN };
struct handover_part { struct opened_file of; char name[HANDOVER_NAME]; enum handover_file_state state; };
struct handover_said { int64_t id; struct str day, text; bool opened; struct handover_part *files; int n_files; };
struct handover_opened {
    struct bundle_head head;
    struct handed handed;
    struct carry_report closed;
    struct opened_report report;
    struct handover_part *files; int n_files;
    struct handover_said *notes; int n_notes;
    struct str kind, name, contact;     /* who reported; identity_opened false: it does not open */
    bool identity_opened;
    int bad, all;                       /* files that are missing or torn, and additions that do not open; files in all */
};
/* handover_open - from: the sending organ's public key as 64 digits, or its fingerprint. */
MUST_USE enum err handover_open(struct ctx *c, struct str path, struct str from, const struct article15_key *key, struct str dir,
    struct handover_opened *out);
/* The two texts of the directory (handover_text.c): the report with what was added, and who reported. */
struct str handover_report_text(struct ctx *c, const struct handover_opened *x);
struct str handover_reporter_text(struct ctx *c, const struct handover_opened *x);

#endif
