/* organ_text.h - the two texts of founding, carried once each way, signed by who says them: the organ's public keys, and the outside's.
 * Lines of "name: value", so that people can look at them; what two persons compare is the fingerprint of the whole. */
#ifndef AREA_FERRY_ORGAN_TEXT_H
#define AREA_FERRY_ORGAN_TEXT_H

#include "area/ferry/entries.h"
#include "seal/fingerprint.h"

struct organ_text { struct organ_keys k; int64_t next_in, next_out; };      /* numbers that are due, for an outside founded anew */
struct str organ_text_head(struct arena *a, const struct organ_text *t);    /* what is signed */
struct str site_text_head(struct arena *a, struct str organ, const struct site_keys *k);
struct str signed_text_of(struct arena *a, struct str head, const unsigned char signature[64]);
/* Reading: false when a line is missing, or the signature is not by the key that the text itself names. */
bool organ_text_read(struct arena *a, struct str text, struct organ_text *t);
bool site_text_read(struct arena *a, struct str text, struct str *organ, struct site_keys *k);

#endif
