/* said.h - what the child says, in lines, and what tesseract says, in rows: both are read by who does not trust the writer. */
#ifndef CLEAN_SAID_H
#define CLEAN_SAID_H

#include "base/buf.h"
#include "clean/clean.h"

#define SAID_BYTES_MAX (CLEAN_TEXT_MAX + 4096)
#define OCR_TSV_MAX      ((size_t)8 << 20)      /* of one page */
#define OCR_SURE         25                     /* of 100: below it tesseract sees letters in leaves and wallpaper */

struct clean_said {
    enum clean_outcome outcome;
    enum clean_why why;
    enum clean_kind kind, copy_kind;
    int pages;                          /* of a TIFF */
    struct str program;
    struct buf text;
};

void said_progress(int fd, int progress);
bool said_write(int fd, const struct clean_said *r);
/* said_take - eats a progress line at the head of *in, if one stands there whole; -1 = none. */
int said_take(struct str *in);
/* said_read - all that was said after the progress lines. False: not what said_write writes. The text is checked and made fit. */
bool said_read(struct arena *a, struct str said, struct clean_result *out);

/* ocr_add - the words of one page in tesseract's TSV, those it is sure of, a line for a line; no blanks between Chinese characters. */
void ocr_add(struct buf *text, struct str tsv);

#endif
