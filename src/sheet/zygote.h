/* zygote.h - a small process forked before the first thread, from which children for dangerous work are forked: a threaded program cannot
 * fork safely itself. Without one (unit tests, single-threaded commands) children are forked directly. */
#ifndef SHEET_ZYGOTE_H
#define SHEET_ZYGOTE_H

/* What a child does: reads fd_in, writes fd_out; its return value is the exit status. */
typedef int zygote_work(int fd_in, int fd_out);
enum zygote_kind { ZYGOTE_SHEET, ZYGOTE__MAX };

void zygote_start(const char *data_dir);        /* once, before the first thread; started by root it runs as the directory's owner */
/* zygote_run - 0 when the child ended well, 1 when it crashed, 2 when it took longer than seconds and was ended. */
int zygote_run(enum zygote_kind kind, int fd_in, int fd_out, int seconds);

#endif
