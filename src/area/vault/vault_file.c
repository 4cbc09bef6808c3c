#include "area/vault/vault_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES  1400

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

enum err file_seal(const char *dir, struct str bytes, struct kept_file *out)
{
    static struct sealed_file f;        /* the vault does one thing at a time */

    enum err e = sealed_file_start(&f, dir);
    if (e == ERR_OK)
        e = sealed_file_add(&f, bytes.p, bytes.n);
    if (e == ERR_OK)
        e = sealed_file_end(&f, dir);
    memcpy(out->id, f.id, sizeof out->id);
    memcpy(out->key, f.key, sizeof out->key);
    if (e != ERR_OK)
        sealed_file_drop(&f, dir);
    sealed_file_wipe(&f);
    return e;
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
