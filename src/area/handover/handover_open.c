#include "area/handover/handover_open.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "area/ferry/medium.h"
#include "area/portal/portal.h"
#include "gate/gate.h"
#include "gen/text.h"
#include "seal/fingerprint.h"

#define ROWS_FIRST 16

struct closed_file { char file[SEALED_ID_HEX + 1]; off_t at; int64_t bytes; };
struct opening {
    struct ctx *c;
    struct str path, from, part;        /* part: the directory while it is written */
    const struct article15_key *key;
    struct handover_opened *x;
    FILE *f;
    struct carry_note *notes; int n_notes;
    struct closed_file *files; int n_files;
    int named;                          /* files that have their name in the directory */
};

/* ---- the walk: verified to its end; texts are kept, of files the place */
static bool from_fits(struct opening *o, const unsigned char key[32])
{
    unsigned char said[32];

    if (str_unhex(o->from, said, sizeof said))
        return memcmp(said, key, sizeof said) == 0;
    return fingerprint_is(o->c->a, (struct str){ (const char *)key, 32 }, o->from);
}

static struct str print_of(struct opening *o, const unsigned char key[32]) { return fingerprint(o->c->a, (struct str){ (const char *)key, 32 }); }

static enum err on_head(void *arg, const struct bundle_head *h)
{
    struct opening *o = arg;

    o->x->head = *h;
    if (h->direction != BUNDLE_HIGHER)
        return refuse(o->c, ERR_FOREIGN, T_handover_other_direction, o->path);
    if (!from_fits(o, h->key))
        return refuse(o->c, ERR_FOREIGN, T_handover_other_organ, str_copy(o->c->a, str_z(h->organ)), print_of(o, h->key));
    return ERR_OK;
}

/* Room for one row more: doubles at 16, 32, 64 … rows. */
static void *room(struct ctx *c, void *rows, int n, size_t each)
{
    if (n > 0 && (n < ROWS_FIRST || (n & (n - 1)) != 0))
        return rows;
    char *more = arena_alloc(c->a, (n == 0 ? ROWS_FIRST : 2 * (size_t)n) * each, 8);
    if (n > 0)
        memcpy(more, rows, (size_t)n * each);
    return more;
}

static enum err on_note(struct opening *o, struct str body)
{
    o->notes = room(o->c, o->notes, o->n_notes, sizeof *o->notes);
    return note_read(body, &o->notes[o->n_notes]) && o->notes[o->n_notes++].report_id == o->x->closed.id ? ERR_OK : ERR_ALTERED;
}

static enum err on_entry(void *arg, enum bundle_kind kind, struct str body)
{
    struct opening *o = arg;
    struct str kept = str_copy(o->c->a, body);
    bool first = o->x->closed.id == 0;

    switch (kind) {
    case BUNDLE_HANDED: return o->x->handed.report_id == 0 && handed_read(kept, &o->x->handed) ? ERR_OK : ERR_ALTERED;
    case BUNDLE_REPORT: return first && report_read(kept, &o->x->closed) && o->x->closed.id == o->x->handed.report_id ? ERR_OK : ERR_ALTERED;
    case BUNDLE_NOTE: return on_note(o, kept);
    default: return ERR_ALTERED;
    }
}

static enum err on_file(void *arg, struct str head, int64_t bytes)
{
    struct opening *o = arg;
    struct carry_file f;

    if (!file_read(head, &f) || f.report_id != o->x->closed.id)
        return ERR_ALTERED;
    o->files = room(o->c, o->files, o->n_files, sizeof *o->files);
    struct closed_file *k = &o->files[o->n_files++];
    *k = (struct closed_file){ .at = ftello(o->f), .bytes = bytes };
    memcpy(k->file, f.file.p, f.file.n);
    return k->at < 0 ? ERR_DENIED : ERR_OK;
}

static enum err in_words(struct opening *o, enum err e)
{
    static const struct { enum err e; int text; } by[] = { { ERR_INVALID, T_handover_none }, { ERR_NEWER, T_handover_newer },
        { ERR_TORN, T_handover_torn }, { ERR_ALTERED, T_handover_altered } };

    for (size_t i = 0; i < sizeof by / sizeof by[0] && o->c->why_id == 0; i++)
        if (by[i].e == e)
            return refuse(o->c, e, by[i].text, o->path);
    return e;
}

static enum err walk(struct opening *o)
{
    const struct bundle_visitor v = { .arg = o, .head = on_head, .entry = on_entry, .file = on_file };

    TRY(medium_open(o->c, o->path, &o->f));
    enum err e = bundle_read(o->f, &v, NULL);
    fclose(o->f);
    if (e == ERR_OK && o->x->closed.id == 0)
        e = ERR_ALTERED;
    return in_words(o, e);
}

/* ---- what the key opens */
static enum err parts_read(struct opening *o, struct unpack *u, struct handover_part **out, int *n)
{
    int64_t all = opened_files(u);

    *n = 0;
    *out = NEWS(o->c->a, struct handover_part, (size_t)all + 1);
    for (int64_t i = 0; i < all && opened_file_read(u, &(*out)[*n].of); i++)
        (*n)++;
    return u->bad || u->n > 0 ? ERR_ALTERED : ERR_OK;
}

static enum err open_report(struct opening *o)
{
    struct handover_opened *x = o->x;
    struct unpack u;

    if (!unpack_open(o->c->a, x->closed.matter, o->key->public_key, o->key->secret, MATTER_FORM, MATTER_BLOCK, &u))
        return refuse(o->c, ERR_FOREIGN, T_handover_other_key, print_of(o, x->handed.key));
    bool read = opened_report_read(&u, &x->report) && x->report.id == x->closed.id;
    return in_words(o, read ? parts_read(o, &u, &x->files, &x->n_files) : ERR_ALTERED);
}

static void open_identity(struct opening *o)
{
    struct handover_opened *x = o->x;
    struct unpack u;

    if (!unpack_open(o->c->a, x->closed.identity, o->key->public_key, o->key->secret, IDENTITY_FORM, IDENTITY_BLOCK, &u))
        return;
    x->identity_opened = unpack_int(&u) == x->closed.id;
    x->kind = unpack_str(&u);
    x->name = unpack_str(&u);
    x->contact = unpack_str(&u);
    x->identity_opened = x->identity_opened && !u.bad && u.n == 0;
}

/* Anybody may close rubbish to a public key: an addition that does not open is said, and the rest is there. */
static void open_note(struct opening *o, const struct carry_note *n, struct handover_said *out)
{
    const struct opened_report *r = &o->x->report;
    struct unpack u;

    *out = (struct handover_said){ .id = n->id, .day = n->day, .text = STR("") };
    if (!unpack_open(o->c->a, n->sealed, r->note_public, r->note_secret, NOTE_FORM, NOTE_BLOCK, &u) || unpack_int(&u) != r->id)
        return;
    out->day = unpack_str(&u);
    out->text = unpack_str(&u);
    out->opened = parts_read(o, &u, &out->files, &out->n_files) == ERR_OK;
    if (!out->opened)
        out->n_files = 0;
}

static void open_notes(struct opening *o)
{
    struct handover_opened *x = o->x;

    x->n_notes = o->n_notes;
    x->notes = NEWS(o->c->a, struct handover_said, (size_t)o->n_notes + 1);
    for (int i = 0; i < o->n_notes; i++) {
        open_note(o, &o->notes[i], &x->notes[i]);
        x->bad += !x->notes[i].opened;
    }
}

/* ---- files: opened where they lie in the bundle, block by block */
struct sink { int fd; crypto_generichash_state h; };

static enum err write_all(int fd, const void *p, size_t n)
{
    const char *at = p;

    while (n > 0) {
        ssize_t done = write(fd, at, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return bundle_io_err(done == 0 ? ENOSPC : errno);
        at += done;
        n -= (size_t)done;
    }
    return ERR_OK;
}

static enum err to_file(void *arg, const void *p, size_t n)
{
    struct sink *s = arg;

    crypto_generichash_update(&s->h, p, n);
    return write_all(s->fd, p, n);
}

/* The end of a name as the reporter had it, when it is a plain one: 01.jpg; else 01. */
static void name_in_directory(struct opening *o, struct handover_part *p)
{
    struct str ext = STR(""), rest = p->of.name;
    bool plain = true;

    while (str_find(rest, STR(".")) >= 0) {
        (void)str_cut(&rest, '.');
        ext = rest;
    }
    for (size_t i = 0; i < ext.n; i++)
        plain = plain && ((ext.p[i] >= 'a' && ext.p[i] <= 'z') || (ext.p[i] >= 'A' && ext.p[i] <= 'Z') || (ext.p[i] >= '0' && ext.p[i] <= '9'));
    plain = plain && ext.n > 0 && ext.n <= 8;
    snprintf(p->name, sizeof p->name, "%02d%s%.*s", ++o->named, plain ? "." : "", plain ? (int)ext.n : 0, ext.p);
}

static enum err open_into(struct opening *o, const struct closed_file *k, struct handover_part *p, int from, int to)
{
    struct sink s = { .fd = to };
    unsigned char hash[32];

    if (lseek(from, k->at, SEEK_SET) != k->at)
        return ERR_DENIED;
    crypto_generichash_init(&s.h, NULL, 0, sizeof hash);
    enum err e = sealed_file_open(from, p->of.key, p->of.bytes, to_file, &s);
    crypto_generichash_final(&s.h, hash, sizeof hash);
    (void)o;
    if (e == ERR_OK && (lseek(from, 0, SEEK_CUR) != k->at + k->bytes || memcmp(hash, p->of.hash, sizeof hash) != 0))
        e = ERR_TAMPERED;
    return e == ERR_OK && fsync(to) != 0 ? bundle_io_err(errno) : e;
}

static const struct closed_file *closed_of(const struct opening *o, struct str file)
{
    for (int i = 0; i < o->n_files; i++)
        if (str_eq(str_z(o->files[i].file), file))
            return &o->files[i];
    return NULL;
}

/* A file that does not open is left out and said; a disk that is full ends it all. */
static enum err open_file(struct opening *o, struct handover_part *p)
{
    const struct closed_file *k = closed_of(o, p->of.file);
    struct str to_path;

    o->x->all++;
    name_in_directory(o, p);
    p->state = k == NULL ? HANDOVER_MISSING : HANDOVER_GOOD;
    if (k == NULL)
        return ERR_OK;
    to_path = str_fmt(o->c->a, "%.*s/files/%s", PF(o->part), p->name);
    int from = open(o->path.p, O_RDONLY | O_CLOEXEC), to = open(to_path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e = from < 0 || to < 0 ? medium_refuse(o->c, errno, from < 0 ? o->path : to_path) : open_into(o, k, p, from, to);
    if (from >= 0)
        close(from);
    if (to >= 0 && close(to) != 0 && e == ERR_OK)
        e = ERR_FULL;
    if (e == ERR_FULL)
        return medium_refuse(o->c, ENOSPC, to_path);
    if (e != ERR_TAMPERED)
        return e;
    p->state = HANDOVER_TORN;
    unlink(to_path.p);
    return ERR_OK;
}

static enum err open_parts(struct opening *o, struct handover_part *all, int n)
{
    for (int i = 0; i < n; i++) {
        TRY(open_file(o, &all[i]));
        o->x->bad += all[i].state != HANDOVER_GOOD;
    }
    return ERR_OK;
}

static enum err open_files(struct opening *o)
{
    TRY(open_parts(o, o->x->files, o->x->n_files));
    for (int i = 0; i < o->x->n_notes; i++)
        TRY(open_parts(o, o->x->notes[i].files, o->x->notes[i].n_files));
    return ERR_OK;
}

/* ---- the directory: beside, then under its name */
static int drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static enum err texts_write(struct opening *o)
{
    struct ctx *c = o->c;

    TRY(medium_write(c, str_fmt(c->a, "%.*s/report.txt", PF(o->part)), handover_report_text(c, o->x)));
    return medium_write(c, str_fmt(c->a, "%.*s/reporter.txt", PF(o->part)), handover_reporter_text(c, o->x));
}

static enum err directory(struct opening *o, struct str dir)
{
    struct ctx *c = o->c;

    if (mkdir(o->part.p, 0700) != 0)
        return errno == EEXIST ? refuse(c, ERR_IN_USE, T_handover_there, o->part) : medium_refuse(c, errno, o->part);
    enum err e = mkdir(str_fmt(c->a, "%.*s/files", PF(o->part)).p, 0700) == 0 ? open_files(o) : medium_refuse(c, errno, o->part);
    if (e == ERR_OK)
        e = texts_write(o);
    if (e == ERR_OK)
        e = medium_rename(c, o->part, dir);
    if (e != ERR_OK)
        nftw(o->part.p, drop, 8, FTW_DEPTH | FTW_PHYS);
    return e;
}

enum err handover_open(struct ctx *c, struct str path, struct str from, const struct article15_key *key, struct str dir, struct handover_opened *out)
{
    struct opening *o = NEW(c->a, struct opening);

    while (dir.n > 1 && dir.p[dir.n - 1] == '/')
        dir.n--;
    *out = (struct handover_opened){ .bad = 0 };
    *o = (struct opening){ .c = c, .path = str_copy(c->a, path), .from = from, .key = key, .x = out, .part = str_fmt(c->a, "%.*s.part", PF(dir)) };
    if (medium_there(dir))
        return refuse(c, ERR_IN_USE, T_handover_there, dir);
    TRY(walk(o));
    TRY(open_report(o));
    open_identity(o);
    open_notes(o);
    return directory(o, dir);
}
