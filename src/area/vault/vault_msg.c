#include "area/vault/vault_msg.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/socket.h>

struct str vault_part_name(enum vault_part p)
{
    static const char *const names[PART__MAX] = { "vault", "vault/keys", "XIEZHI_VAULT_PASSPHRASE",
        "vault/vault.db", "vault/files" };

    return str_z(p < PART__MAX ? names[p] : names[PART_NONE]);
}

bool msg_send(int fd, const void *p, size_t n)
{
    const char *at = p;

    while (n > 0) {
        ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        at += sent;
        n -= (size_t)sent;
    }
    return true;
}

bool msg_recv(int fd, void *p, size_t n)
{
    char *at = p;

    while (n > 0) {
        ssize_t got = recv(fd, at, n, MSG_WAITALL);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        n -= (size_t)got;
    }
    return true;
}

const void *msg_bytes(struct msg *m, size_t n)
{
    const char *at = m->p;

    if (m->bad || n > m->n) {
        m->bad = true;
        return NULL;
    }
    m->p += n;
    m->n -= n;
    return at;
}

int64_t msg_int(struct msg *m)
{
    const void *p = msg_bytes(m, SIZE_INT);
    int64_t v = 0;

    if (p != NULL)
        memcpy(&v, p, sizeof v);
    return v;
}

struct str msg_str(struct msg *m)
{
    const void *head = msg_bytes(m, sizeof(uint32_t)), *p = NULL;
    uint32_t n = 0;

    if (head != NULL) {
        memcpy(&n, head, sizeof n);
        p = msg_bytes(m, n);
    }
    return p != NULL ? (struct str){ p, n } : STR("");
}

static void flush(struct sender *s)
{
    if (!s->gone && !msg_send(s->fd, s->block, s->n))
        s->gone = true;
    s->n = 0;
}

void send_bytes(struct sender *s, const void *p, size_t n)
{
    const char *at = p;

    while (n > 0 && !s->gone) {
        size_t part = sizeof s->block - s->n < n ? sizeof s->block - s->n : n;
        memcpy(s->block + s->n, at, part);
        s->n += part;
        at += part;
        n -= part;
        if (s->n == sizeof s->block)
            flush(s);
    }
}

void send_int(struct sender *s, int64_t v)
{
    send_bytes(s, &v, sizeof v);
}

void send_str(struct sender *s, struct str t)
{
    uint32_t n = (uint32_t)t.n;

    send_bytes(s, &n, sizeof n);
    send_bytes(s, t.p, t.n);
}

void send_head(struct sender *s, uint32_t code, size_t body)
{
    struct frame f = { (uint32_t)body, code };

    s->n = 0;
    s->gone = false;
    send_bytes(s, &f, sizeof f);
}

bool send_end(struct sender *s)
{
    flush(s);
    sodium_memzero(s->block, sizeof s->block);
    return !s->gone;
}
