/* entries.h - what the entries of a bundle say: each a row of the outside or the inside in a fixed order (seal/pack.h).
 * Reading answers false for what is none; texts borrow from the entry. */
#ifndef AREA_FERRY_ENTRIES_H
#define AREA_FERRY_ENTRIES_H

#include "area/portal/carry.h"
#include "area/portal/portal.h"
#include "seal/pack.h"

#define SEEN_MAX 1000               /* numbers passed over; far more than one office loses */

struct seen { int64_t upto, skipped[SEEN_MAX]; int n; };       /* every number up to `upto` is unpacked here, but for those passed over */
bool seen_skipped(const struct seen *s, int64_t no);
struct organ_keys { struct str code, name; unsigned char matter[32], identity[32], sign[32], art15[32]; };
struct site_keys { unsigned char ack_public[32], ferry_public[32]; struct date ack_from, ack_to; };
struct certificate { unsigned char ack_public[32], signature[64]; struct date from, to; };

/* Of a file that is handed to the next higher organ: who hands it over, and the public key (article 15) that it is closed to. */
struct handed { int64_t report_id; struct str organ_name; unsigned char key[32]; };

struct str seen_entry(struct arena *a, const struct seen *s);
struct str report_entry(struct arena *a, const struct carry_report *r);
struct str note_entry(struct arena *a, const struct carry_note *n);
struct str file_entry(struct arena *a, const struct carry_file *f);         /* its head only */
struct str message_entry(struct arena *a, const struct carry_message *m);
struct str organ_entry(struct arena *a, const struct organ_keys *k);
struct str site_entry(struct arena *a, const struct site_keys *k);
struct str certificate_entry(struct arena *a, const struct certificate *k);
struct str handed_entry(struct arena *a, const struct handed *h);

bool seen_read(struct str body, struct seen *s);
bool report_read(struct str body, struct carry_report *r);
bool note_read(struct str body, struct carry_note *n);
bool file_read(struct str head, struct carry_file *f);
bool message_read(struct str body, struct carry_message *m);
bool organ_read(struct str body, struct organ_keys *k);
bool site_read(struct str body, struct site_keys *k);
bool certificate_read(struct str body, struct certificate *k);
bool handed_read(struct str body, struct handed *h);

#endif
