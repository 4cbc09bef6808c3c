/* log.h - one line per event on standard error, ids only: never a name, a text or a search word. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/err.h"

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };
void log_line(enum log_level l, const char *fmt, ...) PRINTF(2, 3);     /* time, level, text; thread-safe */
void log_quiet(int on);                                                 /* tests: errors only */

#endif
