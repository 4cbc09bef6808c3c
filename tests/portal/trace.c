/* trace.c - preloaded into a running portal: each statement that is stepped and each hash, key and box with its bytes, a line to the file TRACE names. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void say(const char *what, unsigned long long n, const char *text)
{
    static int fd = -1;
    char line[300];
    int k = snprintf(line, sizeof line, "%s %llu %.200s", what, n, text);

    for (int i = 0; i < k; i++)
        if (line[i] == '\n')
            line[i] = ' ';
    line[k++] = '\n';
    if (fd < 0 && getenv("TRACE") != NULL)
        fd = open(getenv("TRACE"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd >= 0 && write(fd, line, (size_t)k) != k)
        _exit(70);
}

#define REAL(f) __typeof__(&f) real = (__typeof__(&f))dlsym(RTLD_NEXT, #f)

const char *sqlite3_sql(void *s);
int sqlite3_step(void *s)
{
    REAL(sqlite3_step);
    say("step", 0, sqlite3_sql(s));
    return real(s);
}

int crypto_generichash_update(void *h, const unsigned char *p, unsigned long long n)
{
    REAL(crypto_generichash_update);
    say("hash", n, "");
    return real(h, p, n);
}

int crypto_box_seed_keypair(unsigned char *pk, unsigned char *sk, const unsigned char *seed)
{
    REAL(crypto_box_seed_keypair);
    say("keypair", 32, "");
    return real(pk, sk, seed);
}

int crypto_box_seal_open(unsigned char *m, const unsigned char *c, unsigned long long n, const unsigned char *pk, const unsigned char *sk)
{
    REAL(crypto_box_seal_open);
    say("open", n, "");
    return real(m, c, n, pk, sk);
}
