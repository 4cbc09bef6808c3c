/* trace.h - for libraries that are preloaded into a running program: a line to the file that TRACE names, and the function that was meant. */
#ifndef TESTS_TRACE_H
#define TESTS_TRACE_H

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REAL(f) __typeof__(&f) real = (__typeof__(&f))dlsym(RTLD_NEXT, #f)

/* One write for a line: lines of several processes do not mix. */
static void trace_line(const char *text)
{
    static int fd = -1;
    char line[400];
    int n = snprintf(line, sizeof line - 1, "%.380s", text);

    for (int i = 0; i < n; i++)
        if (line[i] == '\n')
            line[i] = ' ';
    line[n++] = '\n';
    if (fd < 0 && getenv("TRACE") != NULL)
        fd = open(getenv("TRACE"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd >= 0 && write(fd, line, (size_t)n) != n)
        _exit(70);
}

#endif
