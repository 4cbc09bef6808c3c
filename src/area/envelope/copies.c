/* copies.c - a clean copy of each file that a reporter sent: opened by the vault's word, cleaned in a cage, closed again under a key of its own. The plain
 * bytes lie in memory only. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "area/envelope/correspondence_store.h"
#include "clean/clean.h"
#include "flow/flow.h"
#include "gate/gate.h"
#include "seal/sealed_file.h"

#define PART 65536

static enum err to_fd(void *arg, const void *p, size_t n)
{
    const char *at = p;

    while (n > 0) {
        ssize_t done = write(*(int *)arg, at, n);
        if (done <= 0)
            return ERR_FULL;
        at += done;
        n -= (size_t)done;
    }
    return ERR_OK;
}

/* The file's key stands in the pack that came with it. */
static enum err find_file(struct ctx *c, const struct copy_due *d, struct vault_file *out)
{
    const struct vault_asker by = { c->who->id, c->now_ms };
    struct vault_matter m;
    struct vault_note n;
    struct vault_file *files;
    int count;

    if (d->note_id == 0) {
        TRY(vault_open_matter(c->vault, c->a, &by, d->matter, &m));
        files = m.files, count = m.n_files;
    } else {
        TRY(vault_open_note(c->vault, c->a, &by, d->matter, d->note, &n));
        files = n.files, count = n.n_files;
    }
    for (int i = 0; i < count; i++)
        if (str_eq(files[i].file, d->file)) {
            *out = files[i];
            return ERR_OK;
        }
    return ERR_NOT_FOUND;               /* a file that its report does not name */
}

static enum err open_original(struct ctx *c, const struct vault_file *f, int *plain)
{
    int fd = open(str_fmt(c->a, "%s/envelopes/%.2s/%.*s", c->data_dir, f->file.p, PF(f->file)).p, O_RDONLY | O_CLOEXEC);

    *plain = -1;
    if (fd < 0)
        return ERR_NOT_FOUND;
    *plain = memfd_create("original", MFD_CLOEXEC);
    enum err e = *plain < 0 ? ERR_FULL : sealed_file_open(fd, f->key, f->bytes, to_fd, plain);
    close(fd);
    return e;
}

static enum err folder(const char *path) { return mkdir(path, 0700) == 0 || access(path, W_OK) == 0 ? ERR_OK : ERR_DENIED; }

static enum err folders(struct ctx *c)
{
    TRY(folder(str_fmt(c->a, "%s/copies", c->data_dir).p));
    TRY(folder(str_fmt(c->a, "%s/copies/tmp", c->data_dir).p));
    return folder(str_fmt(c->a, "%s/copies/files", c->data_dir).p);
}

static enum err closed_copy(struct sealed_file *f, const char *dir, int fd)
{
    char part[PART];
    ssize_t n;

    if (lseek(fd, 0, SEEK_SET) != 0)
        return ERR_BUG;
    while ((n = read(fd, part, sizeof part)) > 0)
        TRY(sealed_file_add(f, part, (size_t)n));
    return n < 0 ? ERR_BUG : sealed_file_end(f, dir);
}

static enum err keep_copy(struct ctx *c, const struct clean_result *r, struct corr_file *out)
{
    struct sealed_file *f = NEW(c->a, struct sealed_file);
    const char *dir = str_fmt(c->a, "%s/copies", c->data_dir).p;

    TRY(folders(c));
    enum err e = sealed_file_start(f, dir);
    if (e == ERR_OK)
        e = closed_copy(f, dir, r->copy_fd);
    if (e != ERR_OK) {
        sealed_file_drop(f, dir);
        return e;
    }
    out->copy_file = str_copy(c->a, str_z(f->id));
    out->copy_key = str_copy(c->a, (struct str){ (const char *)f->key, sizeof f->key });
    sealed_file_wipe(f);
    return ERR_OK;
}

static struct str why_of(const struct clean_result *r) { return r->outcome == CLEAN_SEALED ? str_z(clean_why_name(r->why)) : STR(""); }

static enum err clean_it(struct ctx *c, int fd, bool (*tick)(void *arg, int progress), void *arg, struct corr_file *out)
{
    const char *clamd = getenv("XIEZHI_CLAMD");
    const struct clean_how how = { .clamd = clamd != NULL ? clamd : CLAMD_SOCKET, .tick = tick, .arg = arg };
    struct clean_result r;

    TRY(clean_file(c->a, fd, &how, &r));
    if (r.why == CLEAN_STOPPED)
        return ERR_BUSY;             /* the program ends; the file waits */
    out->outcome = str_z(clean_outcome_name(r.outcome));
    out->why = why_of(&r);
    out->scan = str_z(clean_scan_name(r.scan));
    out->kind = str_z(kind_name(r.kind));
    out->copy_kind = r.copy_fd >= 0 ? str_z(kind_name(r.copy_kind)) : STR("");
    out->bytes = r.bytes;
    out->sha256 = str_hex(c->a, r.sha256, sizeof r.sha256);
    out->copy_bytes = r.copy_bytes;
    out->copy_sha256 = r.copy_fd >= 0 ? str_hex(c->a, r.copy_sha256, sizeof r.copy_sha256) : STR("");
    out->text = r.text;
    enum err e = r.copy_fd >= 0 ? keep_copy(c, &r, out) : ERR_OK;
    if (r.copy_fd >= 0)
        close(r.copy_fd);
    return e;
}

/* What cannot be opened is said of the file, once: it stays sealed, and nobody asks again. */
static struct corr_file not_opened(struct str file, const char *why)
{
    return (struct corr_file){ .file = file, .outcome = str_z(clean_outcome_name(CLEAN_SEALED)), .why = str_z(why), .scan = STR("absent") };
}

enum err copy_make(struct ctx *c, const struct copy_due *d, bool (*tick)(void *arg, int progress), void *arg, struct corr_file *out)
{
    struct vault_file f;
    int plain = -1;
    enum err e = find_file(c, d, &f);

    if (e == ERR_OK && f.bytes > CLEAN_BYTES_MAX) {
        *out = not_opened(d->file, clean_why_name(CLEAN_TOO_LARGE));
        return ERR_OK;
    }
    if (e == ERR_OK)
        e = open_original(c, &f, &plain);
    if (e == ERR_NOT_FOUND || e == ERR_TAMPERED) {
        c->why_id = 0;
        *out = not_opened(d->file, "altered");
        return ERR_OK;
    }
    *out = (struct corr_file){ .file = d->file };
    if (e == ERR_OK)
        e = clean_it(c, plain, tick, arg, out);
    if (plain >= 0)
        close(plain);
    return e;
}

enum err copy_add(struct ctx *c, const struct copy_due *d, const struct corr_file *f)
{
    TRY(corr_store_copy(c, d->envelope_id, f));
    return f->text.n > 0 ? flow_indexed(c, STR("petition"), d->petition_id) : ERR_OK;
}

enum err copy_fetch(struct ctx *c, const struct corr_file *f, struct str *path)
{
    if (f->copy_file.n == 0 || f->copy_key.n != 32)
        return ERR_NOT_FOUND;
    TRY(folder(str_fmt(c->a, "%s/out", c->data_dir).p));
    int from = open(str_fmt(c->a, "%s/copies/files/%.2s/%.*s", c->data_dir, f->copy_file.p, PF(f->copy_file)).p, O_RDONLY | O_CLOEXEC);
    *path = str_fmt(c->a, "%s/out/%016llx.copy", c->data_dir, (unsigned long long)rand_ref(c->rand));
    int to = open(path->p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e = from < 0 || to < 0 ? ERR_NOT_FOUND : sealed_file_open(from, (const unsigned char *)f->copy_key.p, f->copy_bytes, to_fd, &to);
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    if (e != ERR_OK)
        unlink(path->p);
    return e;
}
