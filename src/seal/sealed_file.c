#include "seal/sealed_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 1400
#define CLOSED_BLOCK (SEALED_BLOCK + crypto_secretstream_xchacha20poly1305_ABYTES)

static enum err io_err(int error)
{
    switch (error) {
    case ENOSPC: case EDQUOT: case EFBIG: return ERR_FULL;
    case EACCES: case EPERM: case EROFS: return ERR_DENIED;
    default: return ERR_VAULT;
    }
}

static enum err write_all(int fd, const void *p, size_t n)
{
    const char *at = p;

    while (n > 0) {
        ssize_t done = write(fd, at, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return io_err(done == 0 ? ENOSPC : errno);
        at += done;
        n -= (size_t)done;
    }
    return ERR_OK;
}

static void paths(const struct sealed_file *f, const char *dir, char tmp[PATH_BYTES], char path[PATH_BYTES])
{
    snprintf(tmp, PATH_BYTES, "%s/tmp/%s", dir, f->id);
    snprintf(path, PATH_BYTES, "%s/files/%.2s/%s", dir, f->id, f->id);
}

enum err sealed_file_start(struct sealed_file *f, const char *dir)
{
    unsigned char id[SEALED_ID_BYTES], head[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    char tmp[PATH_BYTES], path[PATH_BYTES];

    memset(f, 0, offsetof(struct sealed_file, block));
    f->fd = -1;
    randombytes_buf(id, sizeof id);
    sodium_bin2hex(f->id, sizeof f->id, id, sizeof id);
    crypto_secretstream_xchacha20poly1305_keygen(f->key);
    crypto_secretstream_xchacha20poly1305_init_push(&f->stream, head, f->key);
    crypto_generichash_init(&f->hashing, NULL, 0, sizeof f->hash);
    paths(f, dir, tmp, path);
    f->fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return f->fd < 0 ? io_err(errno) : write_all(f->fd, head, sizeof head);
}

static enum err block_out(struct sealed_file *f, unsigned char tag)
{
    unsigned char out[CLOSED_BLOCK];

    crypto_secretstream_xchacha20poly1305_push(&f->stream, out, NULL, f->block, SEALED_BLOCK, NULL, 0, tag);
    f->held = 0;
    return write_all(f->fd, out, sizeof out);
}

enum err sealed_file_add(struct sealed_file *f, const void *p, size_t n)
{
    const unsigned char *at = p;

    crypto_generichash_update(&f->hashing, at, n);
    f->bytes += (int64_t)n;
    while (n > 0) {
        size_t part = n < SEALED_BLOCK - f->held ? n : SEALED_BLOCK - f->held;
        memcpy(f->block + f->held, at, part);
        f->held += part;
        at += part;
        n -= part;
        if (f->held == SEALED_BLOCK)
            TRY(block_out(f, 0));
    }
    return ERR_OK;
}

static enum err sync_dir(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return io_err(errno);
    int rc = fsync(fd), error = errno;
    close(fd);
    return rc == 0 ? ERR_OK : io_err(error);
}

static enum err folder_make(const struct sealed_file *f, const char *dir, char folder[PATH_BYTES])
{
    char files[PATH_BYTES];

    snprintf(folder, PATH_BYTES, "%s/files/%.2s", dir, f->id);
    if (mkdir(folder, 0700) != 0)
        return errno == EEXIST ? ERR_OK : io_err(errno);
    snprintf(files, sizeof files, "%s/files", dir);
    return sync_dir(files);
}

enum err sealed_file_end(struct sealed_file *f, const char *dir)
{
    char tmp[PATH_BYTES], path[PATH_BYTES], folder[PATH_BYTES];

    memset(f->block + f->held, 0, SEALED_BLOCK - f->held);
    TRY(block_out(f, crypto_secretstream_xchacha20poly1305_TAG_FINAL));
    crypto_generichash_final(&f->hashing, f->hash, sizeof f->hash);
    paths(f, dir, tmp, path);
    if (fsync(f->fd) != 0)
        return io_err(errno);
    int rc = close(f->fd);
    f->fd = -1;
    if (rc != 0)
        return io_err(errno);
    TRY(folder_make(f, dir, folder));
    if (rename(tmp, path) != 0)
        return io_err(errno);
    return sync_dir(folder);
}

void sealed_file_drop(struct sealed_file *f, const char *dir)
{
    char tmp[PATH_BYTES], path[PATH_BYTES];

    if (f->id[0] == '\0')
        return;
    paths(f, dir, tmp, path);
    if (f->fd >= 0)
        close(f->fd);
    f->fd = -1;
    unlink(tmp);
    unlink(path);
    sealed_file_wipe(f);
}

void sealed_file_wipe(struct sealed_file *f)
{
    sodium_memzero(f->key, sizeof f->key);
    sodium_memzero(&f->stream, sizeof f->stream);
    sodium_memzero(&f->hashing, sizeof f->hashing);
    sodium_memzero(f->block, sizeof f->block);
}

bool sealed_id_ok(struct str id)
{
    bool ok = id.n == SEALED_ID_HEX;

    for (size_t i = 0; ok && i < id.n; i++)
        ok = (id.p[i] >= '0' && id.p[i] <= '9') || (id.p[i] >= 'a' && id.p[i] <= 'f');
    return ok;
}

/* n bytes exactly, or false. */
static bool read_all(int fd, void *p, size_t n)
{
    char *at = p;

    while (n > 0) {
        ssize_t got = read(fd, at, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        n -= (size_t)got;
    }
    return true;
}

static enum err blocks_open(int fd, crypto_secretstream_xchacha20poly1305_state *stream, int64_t bytes, sealed_sink *sink, void *arg)
{
    unsigned char in[CLOSED_BLOCK], plain[SEALED_BLOCK], tag = 0;
    enum err e = ERR_OK;

    while (e == ERR_OK && tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
        unsigned long long n = 0;
        if (!read_all(fd, in, sizeof in) || crypto_secretstream_xchacha20poly1305_pull(stream, plain, &n, &tag, in, sizeof in, NULL, 0) != 0)
            e = ERR_TAMPERED;
        size_t part = bytes < (int64_t)n ? (size_t)bytes : (size_t)n;
        if (e == ERR_OK && part > 0)
            e = sink(arg, plain, part);
        bytes -= (int64_t)part;
    }
    sodium_memzero(plain, sizeof plain);
    return e == ERR_OK && bytes != 0 ? ERR_TAMPERED : e;
}

enum err sealed_file_open(int fd, const unsigned char *key, int64_t bytes, sealed_sink *sink, void *arg)
{
    crypto_secretstream_xchacha20poly1305_state stream;
    unsigned char head[crypto_secretstream_xchacha20poly1305_HEADERBYTES];

    if (bytes < 0 || !read_all(fd, head, sizeof head) || crypto_secretstream_xchacha20poly1305_init_pull(&stream, head, key) != 0)
        return ERR_TAMPERED;
    enum err e = blocks_open(fd, &stream, bytes, sink, arg);
    sodium_memzero(&stream, sizeof stream);
    return e;
}
