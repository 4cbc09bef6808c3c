#include "area/ferry/medium.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gen/text.h"

#define CHUNK    65536
#define TEXT_MAX ((size_t)64 << 10)

enum err medium_refuse(struct ctx *c, int error, struct str path)
{
    switch (error) {
    case ENOSPC: case EDQUOT: case EFBIG: return refuse(c, ERR_FULL, T_ferry_full, path);
    case ENOENT: case ENOTDIR: return refuse(c, ERR_NOT_FOUND, T_ferry_no_file, path);
    default: return refuse(c, ERR_DENIED, T_ferry_cannot_open, path);
    }
}

static void path_z(struct str path, char out[MEDIUM_PATH]) { snprintf(out, MEDIUM_PATH, "%.*s", PF(path)); }

enum err medium_begin(struct ctx *c, struct medium *m, struct str path)
{
    m->f = NULL;
    path_z(path, m->path);
    snprintf(m->part, sizeof m->part, "%s.part", m->path);
    int fd = open(m->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0)
        m->f = fdopen(fd, "wb");
    if (m->f != NULL)
        return ERR_OK;
    int error = errno;
    if (fd >= 0)
        close(fd);
    return medium_refuse(c, error, path);
}

static enum err folder_sync(struct ctx *c, const char *path)
{
    char folder[MEDIUM_PATH];
    const char *slash = strrchr(path, '/');

    snprintf(folder, sizeof folder, "%.*s", slash == NULL ? 1 : slash == path ? 1 : (int)(slash - path), slash == NULL ? "." : path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return medium_refuse(c, errno, str_copy(c->a, str_z(folder)));
    int rc = fsync(fd), error = errno;
    close(fd);
    return rc == 0 || error == EINVAL ? ERR_OK : medium_refuse(c, error, str_copy(c->a, str_z(folder)));
}

enum err medium_hold(struct ctx *c, struct medium *m)
{
    struct str path = str_copy(c->a, str_z(m->path));
    bool whole = fflush(m->f) == 0 && fsync(fileno(m->f)) == 0;
    int error = errno;

    if (fclose(m->f) != 0 && whole) {
        whole = false;
        error = errno;
    }
    m->f = NULL;
    return whole ? ERR_OK : medium_refuse(c, error, path);
}

enum err medium_end(struct ctx *c, struct medium *m)
{
    TRY(medium_hold(c, m));
    if (rename(m->part, m->path) != 0)
        return medium_refuse(c, errno, str_copy(c->a, str_z(m->path)));
    return folder_sync(c, m->path);
}

enum err medium_show(struct ctx *c, struct medium *m)
{
    struct str path = str_copy(c->a, str_z(m->path));

    if (renameat2(AT_FDCWD, m->part, AT_FDCWD, m->path, RENAME_NOREPLACE) == 0)
        return folder_sync(c, m->path);
    if (errno == EEXIST)
        return refuse(c, ERR_CONFLICT, T_ferry_file_there, path);
    if (errno != EINVAL || medium_there(path))          /* a medium whose file system knows no such rename */
        return medium_refuse(c, errno, path);
    return rename(m->part, m->path) == 0 ? folder_sync(c, m->path) : medium_refuse(c, errno, path);
}

void medium_drop(struct medium *m)
{
    if (m->f != NULL)
        fclose(m->f);
    m->f = NULL;
    unlink(m->part);
}

enum err medium_open(struct ctx *c, struct str path, FILE **f)
{
    char name[MEDIUM_PATH];
    struct stat st;

    path_z(path, name);
    *f = fopen(name, "rbe");
    if (*f == NULL)
        return medium_refuse(c, errno, path);
    if (fstat(fileno(*f), &st) == 0 && S_ISREG(st.st_mode))
        return ERR_OK;
    fclose(*f);
    return refuse(c, ERR_DENIED, T_ferry_cannot_open, path);
}

static enum err copy_bytes(struct ctx *c, FILE *from, struct medium *to)
{
    static _Thread_local char block[CHUNK];
    size_t n;

    while ((n = fread(block, 1, sizeof block, from)) > 0)
        if (fwrite(block, 1, n, to->f) != n)
            return medium_refuse(c, errno, str_copy(c->a, str_z(to->path)));
    return ferror(from) == 0 ? ERR_OK : medium_refuse(c, EIO, str_copy(c->a, str_z(to->path)));
}

enum err medium_copy(struct ctx *c, struct str from, struct str to)
{
    struct medium m;
    FILE *f;

    TRY(medium_open(c, from, &f));
    enum err e = medium_begin(c, &m, to);
    if (e == ERR_OK) {
        e = copy_bytes(c, f, &m);
        if (e == ERR_OK)
            e = medium_end(c, &m);
        if (e != ERR_OK)
            medium_drop(&m);
    }
    fclose(f);
    return e;
}

enum err medium_folder(struct ctx *c, struct str path)
{
    char name[MEDIUM_PATH];

    path_z(path, name);
    if (mkdir(name, 0700) == 0)
        return folder_sync(c, name);
    return errno == EEXIST ? ERR_OK : medium_refuse(c, errno, path);
}

enum err medium_remove(struct ctx *c, struct str path)
{
    char name[MEDIUM_PATH];

    path_z(path, name);
    return unlink(name) == 0 || errno == ENOENT ? ERR_OK : medium_refuse(c, errno, path);
}

enum err medium_text(struct ctx *c, struct str path, struct str *out)
{
    char *p = NEWS(c->a, char, TEXT_MAX);
    FILE *f;

    TRY(medium_open(c, path, &f));
    *out = (struct str){ p, fread(p, 1, TEXT_MAX, f) };
    fclose(f);
    return out->n < TEXT_MAX ? ERR_OK : ERR_TOO_LARGE;
}

enum err medium_write(struct ctx *c, struct str path, struct str text)
{
    struct medium m;

    TRY(medium_begin(c, &m, path));
    enum err e = fwrite(text.p, 1, text.n, m.f) == text.n ? ERR_OK : medium_refuse(c, errno, path);
    if (e == ERR_OK)
        e = medium_end(c, &m);
    if (e != ERR_OK)
        medium_drop(&m);
    return e;
}

enum err medium_rename(struct ctx *c, struct str from, struct str to)
{
    char old[MEDIUM_PATH], now[MEDIUM_PATH];

    path_z(from, old);
    path_z(to, now);
    return rename(old, now) == 0 ? folder_sync(c, now) : medium_refuse(c, errno, to);
}

bool medium_there(struct str path)
{
    char name[MEDIUM_PATH];

    path_z(path, name);
    return access(name, F_OK) == 0;
}

enum err medium_sha256(struct ctx *c, struct str path, unsigned char hash[32], int64_t *bytes)
{
    static _Thread_local char block[CHUNK];
    crypto_hash_sha256_state h;
    FILE *f;
    size_t n;

    *bytes = 0;
    TRY(medium_open(c, path, &f));
    crypto_hash_sha256_init(&h);
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        crypto_hash_sha256_update(&h, (const unsigned char *)block, n);
        *bytes += (int64_t)n;
    }
    bool whole = ferror(f) == 0;
    fclose(f);
    crypto_hash_sha256_final(&h, hash);
    return whole ? ERR_OK : medium_refuse(c, EIO, path);
}
