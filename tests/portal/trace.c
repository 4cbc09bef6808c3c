/* trace.c - preloaded into a running portal: each statement that is stepped and each hash, key and box with its bytes, a line to the file TRACE names. */
#include "../trace.h"

static void say(const char *what, unsigned long long n, const char *text)
{
    char line[300];

    snprintf(line, sizeof line, "%s %llu %.200s", what, n, text);
    trace_line(line);
}

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
