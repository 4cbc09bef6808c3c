/* acknowledgement.h - the signed text that a reporter may keep: what the organ has, on which day, under which key. Written outside at once
 * (form 1, by the site's key, which the organ certified for six months) and inside once it has the closed texts (form 2, by the organ's own key).
 *
 * Anybody can check one with the organ's public key alone; with the receipt and the words, that it is of these words (docs/acknowledgement.md).
 * Used by: portal, ferry, app (`xiezhi portal verify`).      Memory: a; what ack_read gives borrows the text.
 */
#ifndef AREA_PORTAL_ACKNOWLEDGEMENT_H
#define AREA_PORTAL_ACKNOWLEDGEMENT_H

#include "area/portal/portal.h"

struct str ack_write(struct arena *a, const struct portal_keys *k, const struct portal_report *r, const struct portal_taken *t, struct str day);
/* ack_closed_hash - of the three closed texts: form 1 names it, and form 2 signs it without opening anything. */
void ack_closed_hash(struct str screen, struct str matter, struct str identity, unsigned char out[32]);

struct ack {
    int form;                           /* 1 the site's, 2 the organ's */
    struct str head;                    /* what is signed */
    struct str organ, name, day, from, to;      /* name, from, to: form 1 */
    unsigned char report[32], closed[32], signature[64], key[32], certificate[64];
};
/* ack_read - false: no such text, or a line is missing, doubled or out of its place. Line ends of any kind and blanks at the end are taken. */
bool ack_read(struct arena *a, struct str text, struct ack *out);

enum ack_fault { ACK_GOOD, ACK_SIGNATURE, ACK_ORGAN, ACK_CERTIFICATE, ACK_DAY };
/* ack_check - by the organ's key; `organ` "" = of whatever organ. SIGNATURE: the text was changed; ORGAN: another one; CERTIFICATE:
 * this organ did not certify the site's key; DAY: it did, but not for that day. */
enum ack_fault ack_check(struct arena *a, const struct ack *k, struct str organ, const unsigned char organ_key[32]);
/* ack_fits - form 1: is it of this report, its words byte for byte and its files by their hashes, in their order? */
bool ack_fits(const struct ack *k, const struct portal_report *r, const struct receipt_keys *keys);

#endif
