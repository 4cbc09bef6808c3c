#include "area/handover/handover_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "area/ferry/bundle.h"
#include "area/ferry/entries.h"
#include "area/ferry/ferry.h"
#include "gate/gate.h"
#include "gen/text.h"
#include "seal/fingerprint.h"

#define NOTE_ROOM ((size_t)8 << 20)

struct writing {
    struct ctx *c;
    struct handover_file_made *made;
    struct handover_report r;
    struct arena a;                     /* of one note at a time */
    struct bundle_out out;
};

static enum err sign(void *arg, struct str text, unsigned char signature[64]) { return vault_certify(((struct writing *)arg)->c->vault, text, signature); }

static enum err put_report(struct writing *w)
{
    const struct handover_report *r = &w->r;
    struct handed h = { .report_id = r->id, .organ_name = w->c->who->organ_name };
    struct carry_report k = { r->id, r->day, r->box_public, r->note_public, r->closed.screen, r->closed.matter, r->closed.identity };

    if (w->made->row.key.n != sizeof h.key)
        return ERR_BUG;
    memcpy(h.key, w->made->row.key.p, sizeof h.key);
    TRY(bundle_entry(&w->out, BUNDLE_HANDED, handed_entry(w->c->a, &h)));
    return bundle_entry(&w->out, BUNDLE_REPORT, report_entry(w->c->a, &k));
}

static enum err put_notes(struct writing *w)
{
    struct handover_note at = { .day = STR("") };
    char day[16];
    bool found = true;
    enum err e = ERR_OK;

    arena_open(&w->a, NOTE_ROOM);
    while (e == ERR_OK && found) {
        e = handover_note_after(w->c, &w->a, &w->made->e, &at, &found);
        if (e != ERR_OK || !found)
            break;
        struct carry_note n = { at.id, w->r.id, at.day, at.sealed };
        e = bundle_entry(&w->out, BUNDLE_NOTE, note_entry(&w->a, &n));
        w->made->row.notes++;
        snprintf(day, sizeof day, "%.*s", PF(at.day));          /* the place in the walk outlives its row */
        at.day = str_z(day);
        at.sealed = STR("");
        arena_reset(&w->a);
    }
    arena_close(&w->a);
    return e;
}

/* ---- closed files */
static struct str path_of(struct ctx *c, struct str file) { return str_fmt(c->a, "%s/envelopes/%.2s/%.*s", c->data_dir, file.p, PF(file)); }

static enum err damaged(struct ctx *c, struct str file) { return refuse(c, ERR_DAMAGED, T_handover_file_damaged, path_of(c, file)); }

static enum err put_bytes(struct writing *w, const struct handover_file *x, FILE *f)
{
    static _Thread_local char block[65536];
    unsigned char hash[32];
    crypto_hash_sha256_state h;
    int64_t left = x->bytes;

    crypto_hash_sha256_init(&h);
    while (left > 0) {
        size_t n = fread(block, 1, left < (int64_t)sizeof block ? (size_t)left : sizeof block, f);
        if (n == 0)
            return damaged(w->c, x->file);
        crypto_hash_sha256_update(&h, (const unsigned char *)block, n);
        TRY(bundle_entry_add(&w->out, block, n));
        left -= (int64_t)n;
    }
    crypto_hash_sha256_final(&h, hash);
    struct str hex = str_hex(w->c->a, hash, sizeof hash);
    return str_eq(hex, x->sha256) && fread(block, 1, 1, f) == 0 ? bundle_entry_end(&w->out) : damaged(w->c, x->file);
}

static enum err put_file(struct writing *w, const struct handover_file *x)
{
    struct carry_file k = { x->file, w->r.id, x->note_id };
    struct str head = file_entry(w->c->a, &k);
    FILE *f;

    TRY(medium_open(w->c, path_of(w->c, x->file), &f));
    enum err e = bundle_entry_begin(&w->out, BUNDLE_FILE, (int64_t)head.n + x->bytes);
    if (e == ERR_OK)
        e = bundle_entry_add(&w->out, head.p, head.n);
    if (e == ERR_OK)
        e = put_bytes(w, x, f);
    fclose(f);
    w->made->row.files++;
    return e;
}

static enum err put_files(struct writing *w)
{
    struct handover_file *all;
    int n;

    TRY(handover_files(w->c, &w->made->e, &all, &n));
    for (int i = 0; i < n; i++)
        TRY(put_file(w, &all[i]));
    return ERR_OK;
}

/* ---- the file */
static enum err put_all(struct writing *w, const struct bundle_head *h)
{
    TRY(bundle_begin(&w->out, w->made->m.f, h));
    TRY(put_report(w));
    TRY(put_notes(w));
    TRY(put_files(w));
    return bundle_end(&w->out, sign, w);
}

static enum err head_of(struct ctx *c, struct handover_file_made *f, struct bundle_head *h)
{
    struct vault_public keys;
    struct str organ;

    TRY(ferry_organ(c, &organ));
    TRY(vault_public(c->vault, &keys));
    TRY(handover_next(c, f->e.organ_id, &f->row.no));
    f->row.day = date_str(c->a, date_of_ms(c->now_ms));
    f->key_print = fingerprint(c->a, (struct str){ (const char *)keys.sign, sizeof keys.sign });
    *h = (struct bundle_head){ .direction = BUNDLE_HIGHER, .no = f->row.no };
    snprintf(h->day, sizeof h->day, "%.*s", PF(f->row.day));
    snprintf(h->organ, sizeof h->organ, "%.*s", PF(organ));
    memcpy(h->key, keys.sign, sizeof h->key);
    return ERR_OK;
}

/* Closed to whom? Since it was passed on, or from this moment. */
static enum err closed(struct ctx *c, struct handover_file_made *f, struct str passphrase, struct handover_report *r)
{
    TRY(handover_report(c, &f->e, r));
    if (f->e.passed_key.n > 0) {
        f->row.key = f->e.passed_key;
        return ERR_OK;
    }
    f->late = NEW(c->a, struct vault_passed);
    TRY(envelope_pass_read(c, &f->e, NULL, passphrase, f->late));
    f->row.key = (struct str){ (const char *)f->late->key, sizeof f->late->key };
    r->closed = f->late->closed;
    return ERR_OK;
}

static enum err write_it(struct ctx *c, struct handover_file_made *f, struct writing *w)
{
    struct bundle_head h;
    unsigned char hash[32];

    TRY(head_of(c, f, &h));
    enum err e = put_all(w, &h);
    if ((e == ERR_FULL || e == ERR_DENIED) && c->why_id == 0)
        e = medium_refuse(c, e == ERR_FULL ? ENOSPC : EACCES, str_copy(c->a, str_z(f->m.path)));
    TRY(e);
    TRY(medium_hold(c, &f->m));
    TRY(medium_sha256(c, str_copy(c->a, str_z(f->m.part)), hash, &f->row.bytes));
    f->row.sha256 = str_hex(c->a, hash, sizeof hash);
    return ERR_OK;
}

enum err handover_file_read(struct ctx *c, int64_t envelope_id, struct str path, struct str passphrase, struct handover_file_made *out)
{
    struct writing *w = NEW(c->a, struct writing);

    *out = (struct handover_file_made){ 0 };
    *w = (struct writing){ .c = c, .made = out };
    TRY(gate(c, PERM_ENVELOPE_SCREEN));
    TRY(envelope_load(c, envelope_id, &out->e));
    if (!str_eq(out->e.state, STR("passed")))
        return refuse(c, ERR_MOVE, T_envelope_not_passed);
    if (medium_there(path))
        return refuse(c, ERR_CONFLICT, T_ferry_file_there, path);
    TRY(closed(c, out, passphrase, &w->r));
    TRY(medium_begin(c, &out->m, path));
    enum err e = write_it(c, out, w);
    if (e != ERR_OK)
        medium_drop(&out->m);
    return e;
}

enum err handover_file_apply(struct ctx *c, struct handover_file_made *f)
{
    struct envelope now;
    enum err e = envelope_load(c, f->e.id, &now);

    if (e == ERR_OK && f->late == NULL && !str_eq(now.passed_key, f->row.key))
        e = refuse(c, ERR_CONFLICT, T_err_CONFLICT);
    if (e == ERR_OK)
        e = handover_add(c, &now, f->late, &f->row);
    if (e != ERR_OK)
        medium_drop(&f->m);
    return e;
}

enum err handover_file_show(struct ctx *c, struct handover_file_made *f) { return medium_show(c, &f->m); }
