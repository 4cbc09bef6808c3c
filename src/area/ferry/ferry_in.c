/* ferry_in.c - the outside's bundles inside: verified to their end, their files made durable, then every row in one transaction. */
#include <errno.h>
#include <string.h>

#include "area/ferry/check.h"
#include "area/ferry/ferry_store.h"
#include "area/ferry/medium.h"
#include "area/portal/acknowledgement.h"
#include "gate/gate.h"
#include "gen/text.h"

struct staged { char file[SEALED_ID_HEX + 1], sha256[65]; int64_t bytes; bool was_there; };

struct ferry_unpack {
    struct ctx *c;
    struct str path, organ;
    struct expected want;
    struct bundle_head head;
    struct bundle_tail tail;
    struct staged *files; int n_files, room;
    struct medium m;                    /* the closed file under way */
    crypto_hash_sha256_state hashing;
    int at;                             /* files seen in this walk */
    struct ferry_bundle *arrived; int n_arrived;
    struct ferry_taken taken;
};

struct ferry_taken ferry_taken(const struct ferry_unpack *u) { return u->taken; }

static struct str today(struct ctx *c) { return date_str(c->a, date_of_ms(c->now_ms)); }

static struct str envelopes(struct ctx *c, struct str file)
{
    return file.n == 0 ? str_fmt(c->a, "%s/envelopes", c->data_dir) : str_fmt(c->a, "%s/envelopes/%.2s/%.*s", c->data_dir, file.p, PF(file));
}

static enum err on_head(void *arg, const struct bundle_head *h)
{
    struct ferry_unpack *u = arg;

    u->head = *h;
    u->at = 0;
    return bundle_expected(u->c, &u->want, h);
}

static enum err walk(struct ferry_unpack *u, struct bundle_visitor v, struct bundle_tail *tail)
{
    FILE *f;

    v.arg = u;
    v.head = on_head;
    TRY(medium_open(u->c, u->path, &f));
    enum err e = bundle_read(f, &v, tail);
    fclose(f);
    return bundle_refused(u->c, e, u->path);
}

/* ---- first walk: everything can be read, nothing is written */
static enum err look_entry(void *arg, enum bundle_kind kind, struct str body)
{
    struct carry_report r;
    struct carry_note n;
    struct site_keys k;
    struct seen s;
    bool ok = kind == BUNDLE_REPORT ? report_read(body, &r) : kind == BUNDLE_NOTE ? note_read(body, &n) : kind == BUNDLE_KEYS ? site_read(body, &k)
        : kind == BUNDLE_SEEN && seen_read(body, &s);

    (void)arg;
    return ok ? ERR_OK : ERR_ALTERED;
}

static enum err look_file(void *arg, struct str head, int64_t bytes)
{
    struct carry_file f;

    (void)arg, (void)bytes;
    return file_read(head, &f) ? ERR_OK : ERR_ALTERED;
}

/* ---- second walk: closed files, each whole under its name before its row is */
static enum err stage_file(void *arg, struct str head, int64_t bytes)
{
    struct ferry_unpack *u = arg;
    struct ctx *c = u->c;
    struct carry_file f;

    if (!file_read(head, &f))
        return ERR_ALTERED;
    if (u->n_files == u->room) {
        struct staged *more = NEWS(c->a, struct staged, (size_t)(u->room = 2 * u->room + 16));
        for (int i = 0; i < u->n_files; i++)
            more[i] = u->files[i];
        u->files = more;
    }
    struct staged *s = &u->files[u->n_files++];
    *s = (struct staged){ .bytes = bytes, .was_there = medium_there(envelopes(c, f.file)) };
    memcpy(s->file, f.file.p, f.file.n);
    crypto_hash_sha256_init(&u->hashing);
    TRY(medium_folder(c, str_fmt(c->a, "%s/envelopes/%.2s", c->data_dir, f.file.p)));
    return medium_begin(c, &u->m, envelopes(c, f.file));
}

static enum err stage_add(void *arg, const void *p, size_t n)
{
    struct ferry_unpack *u = arg;

    crypto_hash_sha256_update(&u->hashing, p, n);
    return fwrite(p, 1, n, u->m.f) == n ? ERR_OK : medium_refuse(u->c, errno, envelopes(u->c, STR("")));
}

/* What lies there under this name, from a run before or a bundle that came again, is never written over: it is the same, or this is a fraud. */
static enum err stage_end(void *arg)
{
    struct ferry_unpack *u = arg;
    struct staged *s = &u->files[u->n_files - 1];
    unsigned char hash[32], there[32];
    int64_t bytes;

    crypto_hash_sha256_final(&u->hashing, hash);
    sodium_bin2hex(s->sha256, 65, hash, sizeof hash);
    if (!s->was_there)
        return medium_end(u->c, &u->m);
    medium_drop(&u->m);
    TRY(medium_sha256(u->c, envelopes(u->c, str_z(s->file)), there, &bytes));
    return memcmp(hash, there, sizeof hash) == 0 ? ERR_OK : refuse(u->c, ERR_FOREIGN, T_ferry_file_differs, str_z(s->file));
}

/* What a run that was refused half way wrote is taken back; what a killed one left, the same bundle finds. */
static void unstage(struct ferry_unpack *u)
{
    medium_drop(&u->m);
    for (int i = 0; i < u->n_files; i++)
        if (!u->files[i].was_there && medium_remove(u->c, envelopes(u->c, str_z(u->files[i].file))) != ERR_OK)
            return;
}

static enum err stage(struct ferry_unpack *u)
{
    const struct bundle_visitor v = { .file = stage_file, .file_add = stage_add, .file_end = stage_end };
    struct bundle_tail tail;

    TRY(medium_folder(u->c, envelopes(u->c, STR(""))));
    enum err e = walk(u, v, &tail);
    if (e == ERR_OK && memcmp(tail.hash, u->tail.hash, sizeof tail.hash) != 0)
        e = bundle_refused(u->c, ERR_ALTERED, u->path);
    if (e != ERR_OK && u->m.part[0] != '\0')
        unstage(u);
    return e;
}

/* ---- who may have packed it, and which number is due */
static enum err expect(struct ferry_unpack *u)
{
    struct ctx *c = u->c;
    struct ferry_site s;
    enum err e = site_load(c, c->who->organ_id, &s);
    int64_t last;

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    if (e == ERR_NOT_FOUND || s.ferry_public.n != 32)
        return refuse(c, ERR_NOT_FOUND, T_ferry_no_site);
    TRY(ferry_last(c, false, &last));
    u->want = (struct expected){ .organ = u->organ, .direction = BUNDLE_INWARD, .next = last + 1, .n_keys = s.next_public.n == 32 ? 2 : 1 };
    memcpy(u->want.keys[0], s.ferry_public.p, 32);
    if (u->want.n_keys == 2)
        memcpy(u->want.keys[1], s.next_public.p, 32);
    return ERR_OK;
}

enum err ferry_unpack_read(struct ctx *c, struct str path, struct ferry_unpack **out)
{
    const struct bundle_visitor look = { .entry = look_entry, .file = look_file };
    struct ferry_unpack *u = NEW(c->a, struct ferry_unpack);

    *u = (struct ferry_unpack){ .c = c, .path = path };
    TRY(ferry_organ(c, &u->organ));
    TRY(expect(u));
    TRY(walk(u, look, &u->tail));
    TRY(stage(u));
    *out = u;
    return ERR_OK;
}

/* ---- third walk: rows */
static struct str closed_hash(struct ctx *c, const struct carry_report *r)
{
    unsigned char hash[32];

    ack_closed_hash(r->screen, r->matter, r->identity, hash);
    return str_hex(c->a, hash, sizeof hash);
}

static enum err take_report(struct ferry_unpack *u, struct str body)
{
    struct ctx *c = u->c;
    struct carry_report r;
    bool was_there = false;

    if (!report_read(body, &r))
        return ERR_ALTERED;
    struct envelope_in e = { r.id, r.day, r.box_public, r.note_public, r.screen, r.matter, r.identity, u->head.no };
    TRY(envelope_take(c, c->who->organ_id, &e, &was_there));
    u->taken.reports++;
    u->taken.there += was_there ? 1 : 0;
    if (was_there)
        return ERR_OK;
    struct ferry_ack k = { r.id, r.day, closed_hash(c, &r) };
    return ferry_ack_add(c, &k);
}

static enum err note_row(struct ferry_unpack *u, struct str body, int64_t bundle_no)
{
    struct carry_note n;
    bool was_there = false;

    if (!note_read(body, &n))
        return ERR_ALTERED;
    struct envelope_note_in e = { n.id, n.report_id, n.day, n.sealed, bundle_no };
    enum err took = envelope_note_take(u->c, &e, &was_there);
    u->taken.there += was_there ? 1 : 0;
    return took;
}

static enum err file_row(struct ferry_unpack *u, struct str head, const struct staged *s, int64_t bundle_no)
{
    struct carry_file f;
    bool was_there = false;

    if (!file_read(head, &f) || !str_eq(f.file, str_z(s->file)))
        return ERR_ALTERED;
    struct envelope_file_in e = { f.file, f.report_id, f.note_id, s->bytes, str_z(s->sha256), bundle_no };
    enum err took = envelope_file_take(u->c, &e, &was_there);
    u->taken.there += was_there ? 1 : 0;
    return took;
}

static enum err take_note(struct ferry_unpack *u, struct str body)
{
    struct carry_note n;
    enum err e = note_row(u, body, u->head.no);

    u->taken.notes++;
    if (e != ERR_NOT_FOUND)
        return e;
    if (!note_read(body, &n))
        return ERR_ALTERED;
    struct ferry_early x = { BUNDLE_NOTE, str_int(u->c->a, n.id), body, 0, STR(""), u->head.no };
    u->taken.early++;
    return ferry_early_add(u->c, &x);
}

static enum err take_file(void *arg, struct str head, int64_t bytes)
{
    struct ferry_unpack *u = arg;

    if (u->at >= u->n_files || u->files[u->at].bytes != bytes)
        return ERR_ALTERED;
    const struct staged *s = &u->files[u->at++];
    enum err e = file_row(u, head, s, u->head.no);
    u->taken.files++;
    if (e != ERR_NOT_FOUND)
        return e;
    struct ferry_early x = { BUNDLE_FILE, str_z(s->file), head, bytes, str_z(s->sha256), u->head.no };
    u->taken.early++;
    return ferry_early_add(u->c, &x);
}

static enum err take_seen(struct ferry_unpack *u, struct str body)
{
    struct ctx *c = u->c;
    struct seen *s = NEW(c->a, struct seen);
    int n;

    if (!seen_read(body, s))
        return ERR_ALTERED;
    u->arrived = NEWS(c->a, struct ferry_bundle, FERRY_BUNDLES_MAX);
    TRY(ferry_open(c, false, u->arrived, FERRY_BUNDLES_MAX, &n));
    for (int i = 0; i < n && u->arrived[i].no <= s->upto; i++) {
        u->arrived[i].anew = seen_skipped(s, u->arrived[i].no);
        TRY(ferry_confirm(c, u->arrived[i].no, today(c), u->arrived[i].anew));
        u->n_arrived++;
    }
    u->taken.arrived = u->n_arrived;
    return ERR_OK;
}

/* New pairs of the outside, announced by a bundle that the old one signed: they wait for a second person. */
static enum err take_keys(struct ferry_unpack *u, struct str body)
{
    struct ctx *c = u->c;
    struct site_keys k;
    struct ferry_site s;

    if (!site_read(body, &k))
        return ERR_ALTERED;
    TRY(site_load(c, c->who->organ_id, &s));
    bool certified = s.ack_certificate.n > 0 && s.ack_public.n == 32 && memcmp(s.ack_public.p, k.ack_public, 32) == 0;
    if (certified || str_eq(s.asked, body))
        return ERR_OK;
    s.asked = body;
    s.asked_by = c->who->id;
    s.asked_anew = false;
    u->taken.keys_asked = true;
    return site_save(c, c->who->organ_id, &s);
}

static enum err take_entry(void *arg, enum bundle_kind kind, struct str body)
{
    struct ferry_unpack *u = arg;

    switch (kind) {
    case BUNDLE_REPORT: return take_report(u, body);
    case BUNDLE_NOTE: return take_note(u, body);
    case BUNDLE_SEEN: return take_seen(u, body);
    case BUNDLE_KEYS: return take_keys(u, body);
    default: return ERR_ALTERED;
    }
}

/* What waited for its envelope, and has it now. */
static enum err take_early(struct ferry_unpack *u)
{
    struct ferry_early *all;
    int n;

    TRY(ferry_early_all(u->c, &all, &n));
    for (int i = 0; i < n; i++) {
        struct staged s = { .bytes = all[i].bytes };
        snprintf(s.file, sizeof s.file, "%.*s", PF(all[i].id));
        snprintf(s.sha256, sizeof s.sha256, "%.*s", PF(all[i].sha256));
        enum err e = all[i].kind == BUNDLE_NOTE ? note_row(u, all[i].body, all[i].bundle_no) : file_row(u, all[i].body, &s, all[i].bundle_no);
        if (e == ERR_OK)
            e = ferry_early_drop(u->c, &all[i]);
        if (e != ERR_OK && e != ERR_NOT_FOUND)
            return e;
    }
    return ERR_OK;
}

/* The first bundle of a new ferry key puts the old one out of use. */
static enum err key_moved(struct ferry_unpack *u)
{
    struct ferry_site s;

    TRY(site_load(u->c, u->c->who->organ_id, &s));
    if (s.next_public.n != 32 || memcmp(s.next_public.p, u->head.key, 32) != 0)
        return ERR_OK;
    s.ferry_public = s.next_public;
    s.next_public = STR("");
    return site_save(u->c, u->c->who->organ_id, &s);
}

enum err ferry_unpack_apply(struct ctx *c, struct ferry_unpack *u)
{
    const struct bundle_visitor v = { .entry = take_entry, .file = take_file, .pass_files = true };
    struct bundle_tail tail;

    u->c = c;
    u->taken = (struct ferry_taken){ .no = u->head.no };
    u->n_arrived = 0;
    TRY(expect(u));                     /* nobody else took it meanwhile */
    TRY(walk(u, v, &tail));
    if (memcmp(tail.hash, u->tail.hash, sizeof tail.hash) != 0)
        return bundle_refused(c, ERR_ALTERED, u->path);
    TRY(take_early(u));
    TRY(key_moved(u));
    TRY(ferry_bundle_drop_asked(c, u->head.no));
    struct ferry_bundle b = { .no = u->head.no, .day = today(c), .hash = str_hex(c->a, tail.hash, sizeof tail.hash), .entries = tail.entries,
        .made_by = c->who->id };
    ctx_touch(c, STR("bundle"), u->head.no, str_fmt(c->a, "in reports=%lld", (long long)u->taken.reports));
    return ferry_bundle_add(c, &b);
}

/* ---- passing over */
enum err ferry_skip_ask(struct ctx *c, int64_t no, struct str reason)
{
    int64_t last;

    TRY(ferry_last(c, false, &last));
    if (no != last + 1)
        return refuse(c, ERR_MOVE, T_ferry_skip_next, str_int(c->a, last + 1));
    if (str_trim(reason).n == 0)
        return refuse(c, ERR_INVALID, T_ferry_skip_reason);
    struct ferry_bundle b = { .no = no, .day = today(c), .hash = STR(""), .made_by = c->who->id, .reason = str_trim(reason) };
    TRY(ferry_bundle_drop_asked(c, no));
    ctx_touch(c, STR("bundle"), no, STR("skip asked"));
    return ferry_bundle_add(c, &b);
}

enum err ferry_skip_confirm(struct ctx *c, int64_t no)
{
    struct ferry_bundle b;
    int64_t changed;
    enum err e = ferry_bundle_of(c, false, no, &b);

    if (e == ERR_NOT_FOUND || (e == ERR_OK && b.reason.n == 0))
        return refuse(c, ERR_NOT_FOUND, T_ferry_skip_unasked, str_int(c->a, no));
    TRY(e);
    if (b.made_by == c->who->id)
        return refuse(c, ERR_FORBIDDEN, T_ferry_second_person);
    TRY(ferry_skip_set(c, no, &changed));
    ctx_touch(c, STR("bundle"), no, STR("skip confirmed"));
    return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_err_CONFLICT);
}
