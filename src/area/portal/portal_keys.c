/* portal_keys.c - the outside's key file, and the directory around it. */
#include "area/portal/portal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "seal/pack.h"

#define KEYS_FORM 1
#define KEYS_MAX  8192

struct str ack_certificate_text(struct arena *a, const struct portal_keys *k)
{
    struct pack p = pack_new(a, KEYS_FORM, 1024);

    pack_str(&p, STR("xiezhi acknowledgement key 1"));
    pack_str(&p, k->organ_code);
    pack_raw(&p, k->ack_public, sizeof k->ack_public);
    pack_str(&p, date_str(a, k->ack_from));
    pack_str(&p, date_str(a, k->ack_to));
    return pack_plain(&p);
}

static enum err io_err(int error)
{
    return error == ENOSPC || error == EDQUOT ? ERR_FULL : error == EEXIST ? ERR_IN_USE : ERR_DENIED;
}

static enum err folder(const char *dir, const char *below)
{
    char path[1200];

    snprintf(path, sizeof path, "%s%s", dir, below);
    return mkdir(path, 0700) == 0 || errno == EEXIST ? ERR_OK : io_err(errno);
}

static struct str keys_pack(struct pack *p, struct arena *a, const struct portal_keys *k)
{
    pack_str(p, k->organ_code);
    pack_str(p, k->organ_name);
    pack_raw(p, k->matter, sizeof k->matter);
    pack_raw(p, k->identity, sizeof k->identity);
    pack_raw(p, k->art15, sizeof k->art15);
    pack_raw(p, k->organ_sign, sizeof k->organ_sign);
    pack_raw(p, k->ack_public, sizeof k->ack_public);
    pack_raw(p, k->ack_secret, sizeof k->ack_secret);
    pack_raw(p, k->ack_certificate, sizeof k->ack_certificate);
    pack_raw(p, k->ferry_public, sizeof k->ferry_public);
    pack_raw(p, k->ferry_secret, sizeof k->ferry_secret);
    pack_str(p, date_str(a, k->ack_from));
    pack_str(p, date_str(a, k->ack_to));
    return pack_plain(p);
}

static enum err dir_sync(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return io_err(errno);
    int rc = fsync(fd), error = errno;
    close(fd);
    return rc == 0 ? ERR_OK : io_err(error);
}

enum err portal_keys_write(struct arena *a, const char *dir, const char *name, const struct portal_keys *k)
{
    struct pack p = pack_new(a, KEYS_FORM, KEYS_MAX);
    struct str plain = keys_pack(&p, a, k);
    char path[1200], part[1210];

    snprintf(path, sizeof path, "%.1000s/%.100s", dir, name);
    snprintf(part, sizeof part, "%s.part", path);
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return io_err(errno);
    bool whole = write(fd, plain.p, plain.n) == (ssize_t)plain.n && fsync(fd) == 0;
    whole = close(fd) == 0 && whole;
    pack_wipe(&p);
    if (!whole) {
        unlink(part);
        return ERR_FULL;
    }
    return rename(part, path) == 0 ? dir_sync(dir) : io_err(errno);
}

enum err portal_create(struct arena *a, const char *dir, const struct portal_keys *k)
{
    char path[1200];

    TRY(folder(dir, ""));
    TRY(folder(dir, "/files"));
    TRY(folder(dir, "/tmp"));
    snprintf(path, sizeof path, "%.1000s/keys", dir);
    return access(path, F_OK) == 0 ? ERR_IN_USE : portal_keys_write(a, dir, "keys", k);
}

static void take_key(struct unpack *u, unsigned char *out, size_t n)
{
    const void *p = unpack_raw(u, n);

    if (p != NULL)
        memcpy(out, p, n);
}

enum err portal_keys_read(struct arena *a, const char *dir, struct portal_keys *out) { return portal_keys_read_of(a, dir, "keys", out); }

enum err portal_keys_read_of(struct arena *a, const char *dir, const char *name, struct portal_keys *out)
{
    unsigned char room[KEYS_MAX];
    char path[1200];

    snprintf(path, sizeof path, "%.1000s/%.100s", dir, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == EACCES ? ERR_DENIED : ERR_NOT_FOUND;
    ssize_t n = read(fd, room, sizeof room);
    close(fd);
    struct unpack u = unpack_plain((struct str){ (const char *)room, n > 0 ? (size_t)n : 0 }, KEYS_FORM);
    *out = (struct portal_keys){ .organ_code = str_copy(a, unpack_str(&u)), .organ_name = str_copy(a, unpack_str(&u)) };
    take_key(&u, out->matter, sizeof out->matter);
    take_key(&u, out->identity, sizeof out->identity);
    take_key(&u, out->art15, sizeof out->art15);
    take_key(&u, out->organ_sign, sizeof out->organ_sign);
    take_key(&u, out->ack_public, sizeof out->ack_public);
    take_key(&u, out->ack_secret, sizeof out->ack_secret);
    take_key(&u, out->ack_certificate, sizeof out->ack_certificate);
    take_key(&u, out->ferry_public, sizeof out->ferry_public);
    take_key(&u, out->ferry_secret, sizeof out->ferry_secret);
    bool dated = date_parse_iso(unpack_str(&u), &out->ack_from) && date_parse_iso(unpack_str(&u), &out->ack_to);
    sodium_memzero(room, sizeof room);
    return u.bad || !dated ? ERR_VAULT : ERR_OK;
}
