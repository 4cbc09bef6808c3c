/* trace.c - preloaded into a running server and its vault: each step of a statement, on either database, with process and thread, a line to
 * the file TRACE names. */
#include "../trace.h"

#include <pthread.h>
#include <sys/syscall.h>

static void say(const char *text)
{
    char line[400];

    snprintf(line, sizeof line, "%d %ld %.300s", (int)getpid(), syscall(SYS_gettid), text);
    trace_line(line);
}

const char *sqlite3_sql(void *s);
int sqlite3_step(void *s)
{
    REAL(sqlite3_step);
    say(sqlite3_sql(s));
    return real(s);
}

/* Names of prepared statements are their connection's own: the text is what was run. */
static struct { void *c; char name[16], *sql; } known[8192];
static int n_known;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int find(void *c, const char *name)
{
    int i = 0;

    while (i < n_known && (known[i].c != c || strcmp(known[i].name, name) != 0))
        i++;
    return i;
}

void *PQprepare(void *c, const char *name, const char *sql, int n, const unsigned *types)
{
    REAL(PQprepare);
    pthread_mutex_lock(&lock);
    int i = find(c, name);
    if (i < (int)(sizeof known / sizeof known[0])) {
        n_known = i == n_known ? i + 1 : n_known;
        known[i].c = c;
        snprintf(known[i].name, sizeof known[i].name, "%s", name);
        known[i].sql = strdup(sql);
    }
    pthread_mutex_unlock(&lock);
    return real(c, name, sql, n, types);
}

void *PQexecPrepared(void *c, const char *name, int n, const char *const *v, const int *len, const int *fmt, int result)
{
    REAL(PQexecPrepared);
    pthread_mutex_lock(&lock);
    int i = find(c, name);
    pthread_mutex_unlock(&lock);
    say(i < n_known ? known[i].sql : name);
    return real(c, name, n, v, len, fmt, result);
}
