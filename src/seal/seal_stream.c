#include "seal/seal_stream.h"

#include <errno.h>
#include <unistd.h>

#define BLOCK  65536
#define CLOSED (BLOCK + crypto_secretstream_xchacha20poly1305_ABYTES)
#define HEAD   crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define FINAL  crypto_secretstream_xchacha20poly1305_TAG_FINAL

static enum err write_all(int fd, const unsigned char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return errno == EACCES || errno == EPERM || errno == EROFS ? ERR_DENIED : ERR_FULL;
        p += done;
        n -= (size_t)done;
    }
    return ERR_OK;
}

/* Up to n bytes: fewer only at the end. -1 = the disk. */
static ssize_t read_most(int fd, unsigned char *p, size_t n)
{
    size_t got = 0;

    while (got < n) {
        ssize_t r = read(fd, p + got, n - got);
        if (r < 0 && errno == EINTR)
            continue;
        if (r < 0)
            return -1;
        if (r == 0)
            break;
        got += (size_t)r;
    }
    return (ssize_t)got;
}

enum err seal_stream(int in, int out, const unsigned char key[SEAL_KEY_BYTES])
{
    crypto_secretstream_xchacha20poly1305_state s;
    unsigned char head[HEAD], plain[BLOCK], closed[CLOSED];
    enum err e;
    ssize_t n = BLOCK;

    crypto_secretstream_xchacha20poly1305_init_push(&s, head, key);
    e = write_all(out, head, sizeof head);
    while (e == ERR_OK && n == BLOCK) {             /* a file of whole blocks ends with an empty one */
        n = read_most(in, plain, sizeof plain);
        if (n < 0) {
            e = ERR_VAULT;
            break;
        }
        unsigned long long m = 0;
        crypto_secretstream_xchacha20poly1305_push(&s, closed, &m, plain, (size_t)n, NULL, 0, n < BLOCK ? FINAL : 0);
        e = write_all(out, closed, (size_t)m);
    }
    sodium_memzero(&s, sizeof s);
    sodium_memzero(plain, sizeof plain);
    return e;
}

enum err unseal_stream(int in, int out, const unsigned char key[SEAL_KEY_BYTES])
{
    crypto_secretstream_xchacha20poly1305_state s;
    unsigned char head[HEAD], plain[BLOCK], closed[CLOSED], tag = 0;
    enum err e = ERR_OK;

    if (read_most(in, head, sizeof head) != HEAD || crypto_secretstream_xchacha20poly1305_init_pull(&s, head, key) != 0)
        return ERR_TAMPERED;
    while (e == ERR_OK && tag != FINAL) {
        unsigned long long m = 0;
        ssize_t n = read_most(in, closed, sizeof closed);
        if (n < (ssize_t)crypto_secretstream_xchacha20poly1305_ABYTES
            || crypto_secretstream_xchacha20poly1305_pull(&s, plain, &m, &tag, closed, (size_t)n, NULL, 0) != 0)
            e = ERR_TAMPERED;
        else
            e = write_all(out, plain, (size_t)m);
    }
    if (e == ERR_OK && read_most(in, closed, 1) != 0)
        e = ERR_TAMPERED;                           /* something hangs on behind the end */
    sodium_memzero(&s, sizeof s);
    sodium_memzero(plain, sizeof plain);
    return e;
}
