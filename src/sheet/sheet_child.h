/* sheet_child.h - the parse child's work: bytes of fd_in in, a packed sheet to fd_out. Private to src/sheet. */
#ifndef SHEET_SHEET_CHILD_H
#define SHEET_SHEET_CHILD_H

#include "sheet/sheet.h"

int sheet_child(int fd_in, int fd_out);
/* The packed form: numbers little-endian, texts with their length first. unpack checks every length. */
struct str sheet_pack(struct arena *a, const struct sheet *s, struct sheet_error e);
bool sheet_unpack(struct arena *a, struct str packed, struct sheet *out, struct sheet_error *e);

#endif
