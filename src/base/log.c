#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define LINE_BYTES 1024                 /* an event is ids and words; what is longer is cut */
#define ZONE_S     (8 * 3600)

static atomic_int quiet;
static const char *const level_names[] = { "info", "warn", "error" };

void log_quiet(int on)
{
    atomic_store(&quiet, on);
}

static size_t put_head(char *line, enum log_level l)
{
    struct timespec now;
    struct tm t;
    time_t s;

    clock_gettime(CLOCK_REALTIME, &now);
    s = now.tv_sec + ZONE_S;
    gmtime_r(&s, &t);
    return strftime(line, 40, "%Y-%m-%dT%H:%M:%S+08:00 ", &t)
        + (size_t)snprintf(line + 26, 16, "%s ", level_names[l]);
}

/* One write per line, so lines of several threads do not mix. Control characters become blanks:
 * nobody writes a second, forged line. */
void log_line(enum log_level l, const char *fmt, ...)
{
    char line[LINE_BYTES + 1];
    size_t n;
    va_list args;
    int more;

    if (l != LOG_ERROR && atomic_load(&quiet))
        return;
    n = put_head(line, l);
    va_start(args, fmt);
    more = vsnprintf(line + n, LINE_BYTES - n, fmt, args);
    va_end(args);
    if (more > 0)
        n = n + (size_t)more < LINE_BYTES - 1 ? n + (size_t)more : LINE_BYTES - 1;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7F)
            line[i] = ' ';
    line[n++] = '\n';
    if (write(STDERR_FILENO, line, n) < 0)
        return;                 /* nowhere left to say so */
}
