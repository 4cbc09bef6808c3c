/* portal.h - the outside: reports taken without an account, closed as they arrive, followed by their receipt.
 *
 * Driven by   def/codes.yaml (petition_rank: what article 15 sends elsewhere; portal_state).
 * Owns the tables of sql/portal.      Used by: app/portal, ferry.
 * Memory      c->a, wiped by app/portal when the answer is sent.
 * Nothing here opens a report: the keys that could are inside.
 */
#ifndef AREA_PORTAL_PORTAL_H
#define AREA_PORTAL_PORTAL_H

#include "area/portal/receipt.h"
#include "base/ctx.h"
#include "base/date.h"
#include "seal/sealed_file.h"

#define PORTAL_FILES_MAX  10
#define PORTAL_BODY_MAX   40000         /* code points of a report: thirty pages */
#define PORTAL_LINE_MAX   400
#define PORTAL_CERTIFICATE_MONTHS 6     /* what a stolen outside can forge ends with it (decision 16) */
#define SCREEN_FORM   1
#define MATTER_FORM   1
#define IDENTITY_FORM 1
#define NOTE_FORM     1
#define ANSWER_FORM   1
#define SCREEN_BLOCK  1024              /* sizes are multiples: a length does not tell who signed, nor what was left out */
#define IDENTITY_BLOCK 4096
#define MATTER_BLOCK  16384
#define NOTE_BLOCK    8192

/* The outside's keys: the organ's public halves, and two signing pairs of its own (decisions 16, 26). */
struct portal_keys {
    struct str organ_code, organ_name;
    unsigned char matter[32], identity[32], art15[32], organ_sign[32];
    unsigned char ack_public[32], ack_secret[64], ack_certificate[64];      /* certificate: the organ's signature over ack_public and its days */
    unsigned char ferry_public[32], ferry_secret[64];
    struct date ack_from, ack_to;
};
/* portal_create - the directory of an outside: keys, portal.db, files/, tmp/. Errors: IN_USE, DENIED, FULL. */
MUST_USE enum err portal_create(struct arena *a, const char *dir, const struct portal_keys *k);
MUST_USE enum err portal_keys_read(struct arena *a, const char *dir, struct portal_keys *out);
/* The same of another file of the directory: PORTAL_KEYS_NEXT holds new pairs until the organ certified them. Written beside, synced, renamed. */
#define PORTAL_KEYS_NEXT "keys.next"
MUST_USE enum err portal_keys_read_of(struct arena *a, const char *dir, const char *name, struct portal_keys *out);
MUST_USE enum err portal_keys_write(struct arena *a, const char *dir, const char *name, const struct portal_keys *k);
struct str ack_certificate_text(struct arena *a, const struct portal_keys *k);      /* what the organ signs */

/* A report as it came; texts in the arena of its request, files closed already. */
struct portal_report {
    struct str kind, accused_rank, accused_name, accused_unit, subject, body, happened_on, place, known, reporter_name, reporter_contact;
    struct sealed_file *files[PORTAL_FILES_MAX];
    struct str file_names[PORTAL_FILES_MAX];
    int n_files;
};
struct portal_taken {
    struct receipt receipt;
    struct receipt_keys keys;
    int64_t id;
    unsigned char note_public[32];
    struct str acknowledgement, screen, matter, identity;
};

/* portal_seal - checks the texts, makes the receipt, closes everything. No database. Errors: INVALID with the field's name, VAULT. */
MUST_USE enum err portal_seal(struct ctx *c, const struct portal_keys *k, struct portal_report *r, struct portal_taken *out);
MUST_USE enum err portal_store(struct ctx *c, const struct portal_report *r, const struct portal_taken *t);

struct portal_note { struct str text, day; bool inward; };
struct portal_matter { int64_t id; struct str state, day, acknowledgement; unsigned char note_public[32]; struct portal_note *notes; int n_notes; };
/* portal_follow - by what the receipt yields. The same steps whether there is such a report or not. Errors: NOT_FOUND. */
MUST_USE enum err portal_follow(struct ctx *c, const struct receipt_keys *k, struct portal_matter *out);
/* portal_note_seal / portal_note_store - something more from the reporter. */
MUST_USE enum err portal_note_seal(struct ctx *c, const struct portal_matter *m, struct portal_report *r, struct str *sealed);
MUST_USE enum err portal_note_store(struct ctx *c, int64_t report_id, const struct portal_report *r, struct str sealed);

#endif
