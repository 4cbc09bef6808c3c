#include "area/vault/vault_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES  1400
#define CHUNK_BYTES 65536

enum err file_err(int error)
{
    switch (error) {
    case ENOSPC: case EDQUOT: case EFBIG: return ERR_FULL;
    case EACCES: case EPERM: case EROFS: return ERR_DENIED;
    case EEXIST: return ERR_IN_USE;
    default: return ERR_VAULT;
    }
}

static bool write_all(int fd, const void *p, size_t n)
{
    const char *at = p;

    while (n > 0) {
        ssize_t done = write(fd, at, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        at += done;
        n -= (size_t)done;
    }
    return true;
}

static enum err sync_dir(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return file_err(errno);
    int rc = fsync(fd), error = errno;
    close(fd);
    return rc == 0 ? ERR_OK : file_err(error);
}

static enum err sync_parent(const char *path)
{
    char dir[PATH_BYTES];
    const char *slash = strrchr(path, '/');

    snprintf(dir, sizeof dir, "%.*s", slash != NULL ? (int)(slash - path) : 1,
        slash != NULL ? path : ".");
    return sync_dir(dir);
}

/* fsync says what close would hide; an error of either leaves no file behind. */
static enum err finish(int fd, bool whole, const char *path)
{
    int error = whole ? 0 : errno;

    if (whole && fsync(fd) != 0)
        error = errno;
    if (close(fd) != 0 && error == 0)
        error = errno;
    if (error == 0)
        return ERR_OK;
    unlink(path);
    return file_err(error);
}

enum err file_put_new(const char *path, const void *p, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return file_err(errno);
    TRY(finish(fd, write_all(fd, p, n), path));
    return sync_parent(path);
}

static bool write_stream(int fd, struct str bytes, const unsigned char *key)
{
    crypto_secretstream_xchacha20poly1305_state state;
    unsigned char head[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    unsigned char out[CHUNK_BYTES + crypto_secretstream_xchacha20poly1305_ABYTES];
    bool whole = crypto_secretstream_xchacha20poly1305_init_push(&state, head, key) == 0
        && write_all(fd, head, sizeof head);
    bool last = false;

    while (whole && !last) {
        struct str part = str_head(bytes, CHUNK_BYTES);
        last = part.n == bytes.n;
        crypto_secretstream_xchacha20poly1305_push(&state, out, NULL, (const unsigned char *)part.p,
            part.n, NULL, 0, last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        whole = write_all(fd, out, part.n + crypto_secretstream_xchacha20poly1305_ABYTES);
        bytes = str_from(bytes, part.n);
    }
    sodium_memzero(&state, sizeof state);
    return whole;
}

static enum err folder_make(const char *dir, const char *id)
{
    char path[PATH_BYTES];

    snprintf(path, sizeof path, "%s/files/%.2s", dir, id);
    if (mkdir(path, 0700) == 0)
        return sync_parent(path);
    return errno == EEXIST ? ERR_OK : file_err(errno);
}

enum err file_seal(const char *dir, struct str bytes, struct vault_file *out)
{
    unsigned char id[FILE_ID_BYTES];
    char tmp[PATH_BYTES], path[PATH_BYTES];

    randombytes_buf(id, sizeof id);
    sodium_bin2hex(out->id, sizeof out->id, id, sizeof id);
    crypto_secretstream_xchacha20poly1305_keygen(out->key);
    snprintf(tmp, sizeof tmp, "%s/tmp/%s", dir, out->id);
    snprintf(path, sizeof path, "%s/files/%.2s/%s", dir, out->id, out->id);
    TRY(folder_make(dir, out->id));
    int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return file_err(errno);
    TRY(finish(fd, write_stream(fd, bytes, out->key), tmp));
    if (rename(tmp, path) != 0) {
        enum err e = file_err(errno);
        unlink(tmp);
        return e;
    }
    return sync_parent(path);
}

enum err file_drop(const char *dir, const char *id)
{
    char path[PATH_BYTES];

    snprintf(path, sizeof path, "%s/files/%.2s/%s", dir, id, id);
    return unlink(path) == 0 || errno == ENOENT ? ERR_OK : file_err(errno);
}

void file_sweep_tmp(const char *dir)
{
    char path[PATH_BYTES];

    snprintf(path, sizeof path, "%s/tmp", dir);
    DIR *d = opendir(path);
    if (d == NULL)
        return;
    for (const struct dirent *f; (f = readdir(d)) != NULL;)
        if (f->d_name[0] != '.')
            unlinkat(dirfd(d), f->d_name, 0);
    closedir(d);
}
