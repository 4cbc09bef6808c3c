/* receipt.h - what a reporter writes down: 30 characters in five groups, 123 random bits, and everything derived from them.
 *
 * A group is five characters of chance and one that checks them, their places and the group's own place: one wrong character, two
 * swapped ones or two swapped groups are found, and the group is named. The alphabet has 31 signs, none of which looks like another.
 * Nothing that the portal keeps leads back to the receipt.      Errors: false and the group at fault, 1 to 5; 0 = the length.
 */
#ifndef AREA_PORTAL_RECEIPT_H
#define AREA_PORTAL_RECEIPT_H

#include "base/str.h"

#define RECEIPT_GROUPS 5
#define RECEIPT_GROUP  6
#define RECEIPT_CHARS  (RECEIPT_GROUPS * RECEIPT_GROUP)
#define RECEIPT_ID_BYTES 32

struct receipt { char text[RECEIPT_CHARS + 1]; };           /* without the dashes */
/* What is made of it: `id` finds the report, the pair opens answers, `salt` binds the acknowledgement. */
struct receipt_keys { unsigned char id[RECEIPT_ID_BYTES], box_public[32], box_secret[32], salt[32]; };

void receipt_make(struct receipt *out);                     /* from the kernel's chance */
struct str receipt_show(struct arena *a, const struct receipt *r);      /* "K7QM2X-…" */
bool receipt_read(struct str typed, struct receipt *out, int *group);   /* blanks, dashes, small and full-width letters are taken as meant */
void receipt_keys(const struct receipt *r, struct receipt_keys *out);
void receipt_wipe(struct receipt *r);

#endif
