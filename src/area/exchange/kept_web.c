#include "area/exchange/kept_web.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gen/text.h"
#include "seal/seal_stream.h"

#define ENDING   ".sealed"
#define KEPT_S   (24 * 3600)
#define HEAD_MAX ((size_t)1 << 20)

static struct str dir_of(struct ctx *c) { return str_fmt(c->a, "%s/out", c->data_dir); }

struct str kept_path(struct ctx *c, int64_t ref, enum kept_stage stage)
{
    static const char *const endings[] = { [KEPT_OPEN] = ".open", [KEPT_CLOSED] = ".closed", [KEPT_NAMED] = ENDING };

    return str_fmt(c->a, "%.*s/%016llx%s", PF(dir_of(c)), (unsigned long long)ref, endings[stage]);
}

static struct str path_of(struct ctx *c, int64_t ref) { return kept_path(c, ref, KEPT_NAMED); }

_Static_assert(KEPT_KEY_BYTES == crypto_secretbox_KEYBYTES && KEPT_KEY_BYTES == SEAL_KEY_BYTES, "one key for both kinds of box");

static bool key_of(struct ctx *c, const struct request *q, const char *use, int64_t ref, unsigned char key[KEPT_KEY_BYTES])
{
    struct str about = str_fmt(c->a, "xiezhi %s %016llx", use, (unsigned long long)ref);

    if (q->session_token.n < 16 || q->session_token.n > crypto_generichash_KEYBYTES_MAX)
        return false;
    return crypto_generichash(key, KEPT_KEY_BYTES, (const unsigned char *)about.p, about.n,
        (const unsigned char *)q->session_token.p, q->session_token.n) == 0;
}

/* Older than a day by the clock of the file system: the directory's own time is that of its newest file. */
void kept_sweep(struct ctx *c)
{
    struct str dir = dir_of(c);
    DIR *d = opendir(dir.p);
    struct stat st, now;

    if (d == NULL || fstat(dirfd(d), &now) != 0)
        now = (struct stat){ 0 };
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        struct str path = str_fmt(c->a, "%.*s/%s", PF(dir), e->d_name);
        if (str_ends(path, STR(ENDING)) && stat(path.p, &st) == 0 && st.st_mtime + KEPT_S < now.st_mtime)
            unlink(path.p);
    }
    if (d != NULL)
        closedir(d);
}

void kept_clean(const char *data_dir)
{
    char dir[1100];
    snprintf(dir, sizeof dir, "%s/out", data_dir);
    DIR *d = opendir(dir);

    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;)
        if (e->d_name[0] != '.' && !str_ends(str_z(e->d_name), STR(ENDING)))
            unlinkat(dirfd(d), e->d_name, 0);
    if (d != NULL)
        closedir(d);
}

/* head: kind NUL name NUL map NUL, then the bytes */
static struct str packed(struct ctx *c, const struct import *m)
{
    struct buf b = buf_new(c->a, m->bytes.n + m->map_text.n + HEAD_MAX);
    const struct str parts[] = { m->kind->name, m->file_name, m->map_text };

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        buf_add(&b, parts[i]);
        buf_char(&b, '\0');
    }
    buf_add(&b, m->bytes);
    return buf_str(&b);
}

enum err kept_save(struct ctx *c, const struct request *q, const struct import *m, int64_t *ref)
{
    unsigned char key[crypto_secretbox_KEYBYTES];
    struct str plain = packed(c, m);
    size_t n = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.n;
    unsigned char *out = NEWS(c->a, unsigned char, n);

    if (*ref == 0)
        *ref = rand_ref(c->rand);
    mkdir(dir_of(c).p, 0700);
    kept_sweep(c);
    if (!key_of(c, q, "import", *ref, key))
        return refuse(c, ERR_NOT_FOUND, T_exchange_not_kept);
    rand_secret(out, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, (const unsigned char *)plain.p, plain.n, out, key);
    sodium_memzero(key, sizeof key);
    struct str path = path_of(c, *ref);
    int fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return refuse(c, errno == ENOSPC ? ERR_FULL : ERR_DENIED, T_exchange_cannot_open, STR("out"));
    size_t done = 0;
    for (ssize_t w = 1; done < n && w > 0; done += w > 0 ? (size_t)w : 0)
        w = write(fd, out + done, n - done);
    if (close(fd) != 0 || done < n) {
        unlink(path.p);
        return ERR_FULL;
    }
    return ERR_OK;
}

static bool bytes_read(struct ctx *c, struct str path, struct str *out)
{
    struct stat st;
    int fd = open(path.p, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &st) != 0) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    char *p = NEWS(c->a, char, (size_t)st.st_size + 1);
    size_t n = 0;
    for (ssize_t r; (r = read(fd, p + n, (size_t)st.st_size - n)) > 0;)
        n += (size_t)r;
    close(fd);
    *out = (struct str){ p, n };
    return n == (size_t)st.st_size && n > crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
}

enum err kept_load(struct ctx *c, const struct request *q, int64_t ref, struct import *m)
{
    unsigned char key[crypto_secretbox_KEYBYTES];
    struct str sealed;

    if (!key_of(c, q, "import", ref, key) || !bytes_read(c, path_of(c, ref), &sealed))
        return refuse(c, ERR_NOT_FOUND, T_exchange_not_kept);
    size_t n = sealed.n - crypto_secretbox_NONCEBYTES - crypto_secretbox_MACBYTES;
    char *plain = NEWS(c->a, char, n + 1);
    int bad = crypto_secretbox_open_easy((unsigned char *)plain, (const unsigned char *)sealed.p + crypto_secretbox_NONCEBYTES,
        sealed.n - crypto_secretbox_NONCEBYTES, (const unsigned char *)sealed.p, key);
    sodium_memzero(key, sizeof key);
    if (bad != 0)
        return refuse(c, ERR_NOT_FOUND, T_exchange_not_kept);
    struct str rest = { plain, n };
    TRY(sheet_kind(c, str_cut(&rest, '\0'), &m->kind));
    m->file_name = str_cut(&rest, '\0');
    m->map_text = str_cut(&rest, '\0');
    m->bytes = rest;
    return ERR_OK;
}

void kept_drop(struct ctx *c, int64_t ref) { unlink(path_of(c, ref).p); }

/* ---- what a work writes: open, closed beside it, named */
enum err kept_key(struct ctx *c, const struct request *q, int64_t ref, unsigned char key[KEPT_KEY_BYTES])
{
    return key_of(c, q, "export", ref, key) ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_exchange_not_made);
}

static enum err close_into(int in, int out, const unsigned char key[KEPT_KEY_BYTES])
{
    TRY(seal_stream(in, out, key));
    return fsync(out) == 0 ? ERR_OK : ERR_FULL;
}

enum err kept_close(struct ctx *c, int64_t ref, const unsigned char key[KEPT_KEY_BYTES])
{
    struct str open_path = kept_path(c, ref, KEPT_OPEN);
    int in = open(open_path.p, O_RDONLY | O_CLOEXEC);
    int out = open(kept_path(c, ref, KEPT_CLOSED).p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e = in < 0 || out < 0 ? ERR_DENIED : close_into(in, out, key);

    if (in >= 0)
        close(in);
    if (out >= 0 && close(out) != 0 && e == ERR_OK)
        e = ERR_FULL;
    unlink(open_path.p);
    return e == ERR_OK ? e : refuse(c, e, T_exchange_cannot_open, STR("out"));
}

enum err kept_name(struct ctx *c, int64_t ref)
{
    return rename(kept_path(c, ref, KEPT_CLOSED).p, kept_path(c, ref, KEPT_NAMED).p) == 0 ? ERR_OK
        : refuse(c, ERR_DENIED, T_exchange_cannot_open, STR("out"));
}

void kept_forget(struct ctx *c, int64_t ref)
{
    for (int i = KEPT_OPEN; i <= KEPT_NAMED; i++)
        unlink(kept_path(c, ref, (enum kept_stage)i).p);
}

enum err kept_open(struct ctx *c, const struct request *q, int64_t ref, struct str path)
{
    unsigned char key[KEPT_KEY_BYTES];

    TRY(kept_key(c, q, ref, key));
    int in = open(kept_path(c, ref, KEPT_NAMED).p, O_RDONLY | O_CLOEXEC);
    int out = in < 0 ? -1 : open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e = in < 0 ? ERR_NOT_FOUND : out < 0 ? ERR_DENIED : unseal_stream(in, out, key);

    sodium_memzero(key, sizeof key);
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    if (e == ERR_NOT_FOUND || e == ERR_TAMPERED)
        return refuse(c, ERR_NOT_FOUND, T_exchange_not_made);
    return e == ERR_OK ? e : refuse(c, e, T_exchange_cannot_open, STR("out"));
}
