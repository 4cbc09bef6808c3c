/* sniff.h - what a file is, by its bytes; a name or a declared type is never asked. */
#ifndef CLEAN_SNIFF_H
#define CLEAN_SNIFF_H

#include "base/str.h"

#define SNIFF_PIXELS_MAX ((int64_t)120 << 20)   /* of a picture: four bytes each while it is worked on */
#define SNIFF_PAGES_MAX  1000
#define SNIFF_ENTRIES_MAX 20000                 /* of a zip's directory */
#define SNIFF_UNPACKED_MAX ((int64_t)1 << 30)   /* that an office file says it unpacks to; what it really does the cage bounds */

enum clean_kind { KIND_NONE, KIND_JPG, KIND_PNG, KIND_TIF, KIND_PDF, KIND_DOCX, KIND_XLSX, KIND_PPTX, KIND_OLE, KIND_MP3, KIND_MP4, KIND__MAX };

/* pages: of a TIFF, else 1. too_large: says of itself that it is larger than what is worked on. */
struct sniffed { enum clean_kind kind; int pages; bool too_large; };
struct sniffed sniff(struct str bytes);         /* the whole file */
const char *kind_name(enum clean_kind k);       /* also the ending of its name: jpg png tif … ; KIND_NONE is "" */

#endif
