/* hvcc.h - the head of HEVC in an MP4 may hold an encoder's note about itself, which ffmpeg copies with the head. */
#ifndef CLEAN_HVCC_H
#define CLEAN_HVCC_H

#include <stddef.h>

/* hvcc_blank - of every such head in the n bytes the notes (SEI, kinds 39 and 40) become zeros of the same length. Returns how many. */
int hvcc_blank(unsigned char *p, size_t n);

#endif
