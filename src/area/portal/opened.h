/* opened.h - what stands in the packs that portal.c closes, read in the same order once somebody's key opened them (seal/pack.h).
 *
 * Used by     the vault (reports that are this organ's), handover (at the next higher organ).      Texts borrow the opened pack.
 */
#ifndef AREA_PORTAL_OPENED_H
#define AREA_PORTAL_OPENED_H

#include "seal/pack.h"

enum { OPENED_RANK, OPENED_NAME, OPENED_UNIT, OPENED_SUBJECT, OPENED_BODY, OPENED_HAPPENED_ON, OPENED_PLACE, OPENED_KNOWN, OPENED_TEXTS };
struct opened_report {
    int64_t id;
    const unsigned char *box_public, *note_public, *note_secret;       /* note_secret opens what the reporter says later */
    struct str day, kind, text[OPENED_TEXTS];
};
struct opened_file { struct str file, name; const unsigned char *key, *hash; int64_t bytes; };

/* opened_report_read - up to the files. opened_files - how many follow, 0 once bad. opened_file_read - false, and bad, for a name that is none of
 * ours: it could lead out of a directory. */
bool opened_report_read(struct unpack *u, struct opened_report *x);
int64_t opened_files(struct unpack *u);
bool opened_file_read(struct unpack *u, struct opened_file *f);

#endif
