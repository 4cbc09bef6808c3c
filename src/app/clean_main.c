/* clean_main.c - `xiezhi clean FILE [--out COPY]`: what the cleaner makes of a file, for who sets it up or doubts it. No data directory is
 * touched and nothing is kept; the copy is written where it was asked for, or nowhere. */
#include "app/clean_main.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "app/error_page.h"
#include "clean/clean.h"
#include "gate/route.h"

static enum err write_copy(int from, const char *path)
{
    char block[1 << 16];
    ssize_t n;
    off_t at = 0;
    int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (to < 0)
        return errno == EEXIST ? ERR_IN_USE : ERR_DENIED;
    while ((n = pread(from, block, sizeof block, at)) > 0 && write(to, block, (size_t)n) == n)
        at += n;
    return close(to) == 0 && n == 0 ? ERR_OK : ERR_FULL;
}

static void say(struct arena *a, const struct clean_result *r)
{
    struct buf b = buf_new(a, (size_t)4 << 20);

    buf_fmt(&b, "{\"outcome\": \"%s\", \"why\": \"%s\", \"program\": ", clean_outcome_name(r->outcome), clean_why_name(r->why));
    buf_json(&b, r->program);
    buf_fmt(&b, ", \"kind\": \"%s\", \"bytes\": %lld, \"sha256\": \"%.*s\", \"scan\": \"%s\", \"virus\": ", kind_name(r->kind), (long long)r->bytes,
        PF(str_hex(a, r->sha256, sizeof r->sha256)), clean_scan_name(r->scan));
    buf_json(&b, r->virus);
    if (r->outcome != CLEAN_SEALED) {
        struct str hash = str_hex(a, r->copy_sha256, sizeof r->copy_sha256);
        buf_fmt(&b, ", \"copy_kind\": \"%s\", \"copy_bytes\": %lld, \"copy_sha256\": \"%.*s\", \"text\": ", kind_name(r->copy_kind),
            (long long)r->copy_bytes, PF(hash));
        buf_json(&b, r->text);
    }
    buf_lit(&b, "}\n");
    struct str all = buf_str(&b);
    fwrite(all.p, 1, all.n, stdout);
}

static enum err clean_one(struct arena *a, const char *path, const char *out)
{
    const char *clamd = getenv("XIEZHI_CLAMD");
    const struct clean_how how = { .clamd = clamd != NULL ? clamd : CLAMD_SOCKET };
    struct clean_result r;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_DENIED;
    enum err e = clean_file(a, fd, &how, &r);
    close(fd);
    if (e == ERR_OK)
        say(a, &r);
    if (e == ERR_OK && r.copy_fd >= 0 && out != NULL)
        e = write_copy(r.copy_fd, out);
    if (r.copy_fd >= 0)
        close(r.copy_fd);
    return e == ERR_OK && r.outcome == CLEAN_SEALED ? ERR_INVALID : e;
}

int clean_main(int argc, char **argv)
{
    struct args w = { .n = argc > 64 ? 64 : argc };
    struct arena a;
    char path[4096], out[4096];

    for (int i = 0; i < w.n; i++)
        w.v[i] = str_z(argv[i]);
    clean_sweep();
    arena_open(&a, (size_t)64 << 20);
    struct str file = arg_word(&w, 0), copy = arg_opt(&w, "--out");
    snprintf(path, sizeof path, "%.*s", PF(file));
    snprintf(out, sizeof out, "%.*s", PF(copy));
    enum err e = file.n > 0 ? clean_one(&a, path, copy.n > 0 ? out : NULL) : ERR_USAGE;
    if (e != ERR_OK && e != ERR_INVALID)
        fprintf(stderr, "xiezhi: %.*s\n", PF(err_sentence(LANG_ZH, e)));
    arena_close(&a);
    return err_exit(e);
}
