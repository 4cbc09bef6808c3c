#include "area/ferry/outside.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "area/ferry/check.h"
#include "area/ferry/entries.h"
#include "area/ferry/medium.h"
#include "def/def.h"
#include "gen/text.h"
#include "seal/certify.h"

#define SAID_FORM  1
#define NO_HASH    STR("-")         /* of a number that was never a bundle here */

static struct str today(struct ctx *c) { return date_str(c->a, date_of_ms(c->now_ms)); }
static struct str in_dir(struct ctx *c, const char *name) { return str_fmt(c->a, "%s/%s", c->data_dir, name); }

static struct str file_path(struct ctx *c, struct str file)
{
    return str_fmt(c->a, "%s/files/%.2s/%.*s", c->data_dir, file.p, PF(file));
}

int64_t bundle_age(struct ctx *c, struct str day)
{
    struct date d;

    return date_parse_iso(day, &d) ? (ms_of_date(date_of_ms(c->now_ms)) - ms_of_date(d)) / 86400000 : 0;
}

/* ---- keys */
struct own { struct portal_keys k, next; bool renewing; };

static void own_wipe(struct own *o) { sodium_memzero(o, sizeof *o); }

static enum err own_read(struct ctx *c, struct own *o)
{
    enum err e = portal_keys_read(c->a, c->data_dir, &o->k);

    if (e != ERR_OK)
        return refuse(c, e, T_ferry_no_keys);
    o->renewing = portal_keys_read_of(c->a, c->data_dir, PORTAL_KEYS_NEXT, &o->next) == ERR_OK;
    return ERR_OK;
}

static bool certified(const struct portal_keys *k) { return !sodium_is_zero(k->ack_certificate, sizeof k->ack_certificate); }

static struct str entry_of(struct ctx *c, const struct portal_keys *k)
{
    struct site_keys s = { .ack_from = k->ack_from, .ack_to = k->ack_to };

    memcpy(s.ack_public, k->ack_public, sizeof s.ack_public);
    memcpy(s.ferry_public, k->ferry_public, sizeof s.ferry_public);
    return site_entry(c->a, &s);
}

/* What the organ is asked to certify: new pairs, or the first ones. "" = nothing is asked. */
static struct str asked_keys(struct ctx *c, const struct own *o)
{
    if (!o->renewing && certified(&o->k))
        return STR("");
    return entry_of(c, o->renewing ? &o->next : &o->k);
}

enum err outside_keys_asked(struct ctx *c, struct str *entry)
{
    struct own o = { .renewing = false };

    TRY(own_read(c, &o));
    *entry = entry_of(c, o.renewing ? &o.next : &o.k);
    own_wipe(&o);
    return ERR_OK;
}

enum err outside_keys_new(struct ctx *c)
{
    struct own o = { .renewing = false };

    TRY(own_read(c, &o));
    struct portal_keys k = o.k;
    crypto_sign_keypair(k.ack_public, k.ack_secret);
    crypto_sign_keypair(k.ferry_public, k.ferry_secret);
    memset(k.ack_certificate, 0, sizeof k.ack_certificate);
    k.ack_from = date_of_ms(c->now_ms);
    k.ack_to = date_add_months(k.ack_from, PORTAL_CERTIFICATE_MONTHS);
    enum err e = o.renewing ? refuse(c, ERR_CONFLICT, T_ferry_renewing) : portal_keys_write(c->a, c->data_dir, PORTAL_KEYS_NEXT, &k);
    sodium_memzero(&k, sizeof k);
    own_wipe(&o);
    return e;
}

/* ---- what is said besides the rows: kept with the bundle's row, so that it says the same when it is made again */
struct said { struct str seen, keys; const void *key; };

static struct str said_pack(struct ctx *c, const struct said *s)
{
    struct pack p = pack_new(c->a, SAID_FORM, s->seen.n + s->keys.n + 256);

    pack_str(&p, s->seen);
    pack_str(&p, s->keys);
    pack_raw(&p, s->key, 32);
    return pack_plain(&p);
}

static bool said_read(struct str blob, struct said *s)
{
    struct unpack u = unpack_plain(blob, SAID_FORM);

    s->seen = unpack_str(&u);
    s->keys = unpack_str(&u);
    s->key = unpack_raw(&u, 32);
    return !u.bad;
}

static enum err seen_now(struct ctx *c, struct seen *s)
{
    struct carry_bundle last;
    enum err e = carry_bundle(c, false, 0, &last);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    s->upto = last.no;
    return carry_skipped(c, s->skipped, SEEN_MAX, &s->n);
}

/* ---- packing */
struct packing {
    struct ctx *c;
    const struct own *own;
    struct carry_bundle b;
    struct carry_count count;
    int64_t again;
    bool same;
    FILE *f;
    struct bundle_out out;
    struct arena a;                     /* of one entry */
};

/* What the next bundle would say besides its rows, and whether the last one said so already. */
static enum err say_now(struct ctx *c, struct packing *p, const struct carry_bundle *last, struct said *now, bool *news)
{
    struct seen *seen = NEW(c->a, struct seen);
    struct said before = { .seen = STR("") };

    TRY(seen_now(c, seen));
    TRY(carry_waiting(c, 0, &p->count));
    *now = (struct said){ seen_entry(c->a, seen), asked_keys(c, p->own), p->own->k.ferry_public };
    bool heard = said_read(last->said, &before) && str_eq(before.seen, now->seen) && str_eq(before.keys, now->keys);
    bool rows = p->count.reports + p->count.notes + p->count.files > 0;
    *news = rows || (last->no > 0 ? !heard : seen->upto > 0 || now->keys.n > 0);
    return ERR_OK;
}

static enum err begin_next(struct ctx *c, void *arg)
{
    struct packing *p = arg;
    struct carry_bundle last;
    struct said now;
    bool news;
    enum err e = carry_bundle(c, true, 0, &last);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    TRY(say_now(c, p, &last, &now, &news));
    if (!news)
        return refuse(c, ERR_NOT_FOUND, T_ferry_nothing);
    p->b = (struct carry_bundle){ .outward = true, .no = last.no + 1, .day = today(c), .said = said_pack(c, &now) };
    TRY(carry_mark(c, p->b.no));
    return carry_bundle_add(c, &p->b);
}

static enum err put_report(void *arg, const struct carry_report *r)
{
    struct packing *p = arg;
    enum err e = bundle_entry(&p->out, BUNDLE_REPORT, report_entry(&p->a, r));

    arena_reset(&p->a);
    return e;
}

static enum err put_note(void *arg, const struct carry_note *n)
{
    struct packing *p = arg;
    enum err e = bundle_entry(&p->out, BUNDLE_NOTE, note_entry(&p->a, n));

    arena_reset(&p->a);
    return e;
}

static enum err put_bytes(struct packing *p, FILE *f, int64_t bytes)
{
    char block[65536];
    size_t n;

    for (int64_t left = bytes; left > 0; left -= (int64_t)n) {
        n = fread(block, 1, left < (int64_t)sizeof block ? (size_t)left : sizeof block, f);
        if (n == 0)
            return ERR_DAMAGED;
        TRY(bundle_entry_add(&p->out, block, n));
    }
    return bundle_entry_end(&p->out);
}

static enum err put_file(void *arg, const struct carry_file *file)
{
    struct packing *p = arg;
    struct stat st;
    FILE *f;

    TRY(medium_open(p->c, file_path(p->c, file->file), &f));
    enum err e = fstat(fileno(f), &st) == 0 ? ERR_OK : ERR_DAMAGED;
    struct str head = file_entry(&p->a, file);
    if (e == ERR_OK)
        e = bundle_entry_begin(&p->out, BUNDLE_FILE, (int64_t)head.n + st.st_size);
    if (e == ERR_OK)
        e = bundle_entry_add(&p->out, head.p, head.n);
    if (e == ERR_OK)
        e = put_bytes(p, f, st.st_size);
    fclose(f);
    arena_reset(&p->a);
    return e;
}

static enum err sign(void *arg, struct str text, unsigned char signature[64])
{
    const struct packing *p = arg;

    certify_sign(text, p->own->k.ferry_secret, signature);
    return ERR_OK;
}

static enum err write_entries(struct ctx *c, void *arg)
{
    struct packing *p = arg;
    const struct carry_visitor rows = { p, put_report, put_note, put_file };
    struct bundle_head h = { .direction = BUNDLE_INWARD, .no = p->b.no };
    struct said s = { .seen = STR("") };

    if (!said_read(p->b.said, &s))
        return refuse(c, ERR_NOT_FOUND, T_ferry_no_number, str_int(c->a, p->b.no));
    snprintf(h.day, sizeof h.day, "%.*s", PF(p->b.day));
    snprintf(h.organ, sizeof h.organ, "%.*s", PF(p->own->k.organ_code));
    memcpy(h.key, p->own->k.ferry_public, sizeof h.key);
    TRY(bundle_begin(&p->out, p->f, &h));
    TRY(bundle_entry(&p->out, BUNDLE_SEEN, s.seen));
    if (s.keys.n > 0)
        TRY(bundle_entry(&p->out, BUNDLE_KEYS, s.keys));
    TRY(carry_waiting(c, p->b.no, &p->count));
    TRY(carry_walk(c, p->b.no, &rows));
    return bundle_end(&p->out, sign, p);
}

static enum err write_out(struct ctx *c, struct packing *p, struct str path)
{
    struct medium m;

    TRY(medium_begin(c, &m, path));
    p->f = m.f;
    arena_open(&p->a, (size_t)8 << 20);
    enum err e = carry_look(c, write_entries, p);
    arena_close(&p->a);
    if (e == ERR_FULL || e == ERR_DENIED)
        e = c->why_id != 0 ? e : medium_refuse(c, e == ERR_FULL ? ENOSPC : EIO, path);
    if (e == ERR_OK)
        e = medium_end(c, &m);
    if (e != ERR_OK)
        medium_drop(&m);
    return e;
}

static enum err hash_note(struct ctx *c, void *arg)
{
    const struct packing *p = arg;

    return carry_bundle_hash(c, p->b.no, str_hex(c->a, p->out.tail.hash, BUNDLE_HASH));
}

/* Written a second time it must be what it was, as long as the same key signs it. */
static enum err same_again(struct ctx *c, const struct packing *p)
{
    struct said s = { .seen = STR("") };
    bool key = said_read(p->b.said, &s) && memcmp(s.key, p->own->k.ferry_public, 32) == 0;

    if (!key || str_eq(p->b.hash, str_hex(c->a, p->out.tail.hash, BUNDLE_HASH)))
        return ERR_OK;
    return refuse(c, ERR_DAMAGED, T_ferry_not_same, str_int(c->a, p->b.no));
}

/* The number asked for again; one that a killed run left unwritten; or the last one, when it has no receipt and nothing is new. */
static enum err find_same(struct ctx *c, void *arg)
{
    struct packing *p = arg;
    struct said now;
    bool news = true;
    enum err e = carry_bundle(c, true, p->again, &p->b);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    if (p->again > 0 && e == ERR_NOT_FOUND)
        return refuse(c, ERR_NOT_FOUND, T_ferry_no_number, str_int(c->a, p->again));
    if (p->again > 0 && p->b.confirmed_on.n > 0)
        return refuse(c, ERR_MOVE, T_ferry_arrived, str_int(c->a, p->again), p->b.confirmed_on);
    if (p->again == 0 && e == ERR_OK && p->b.hash.n > 0 && p->b.confirmed_on.n == 0)
        TRY(say_now(c, p, &p->b, &now, &news));
    p->same = p->again > 0 || (e == ERR_OK && p->b.hash.n == 0) || !news;
    return ERR_OK;
}

/* The row says first what is in the bundle, then it is written, then the row says so: a run that was killed is gone on with. */
enum err outside_pack(struct ctx *c, struct str path, int64_t again, struct outside_done *done)
{
    struct own o = { .renewing = false };
    struct packing p = { .c = c, .own = &o, .again = again };
    enum err e = own_read(c, &o);

    *done = (struct outside_done){ 0 };
    if (e == ERR_OK)
        e = carry_look(c, find_same, &p);
    if (e == ERR_OK && !p.same)
        e = carry_tx(c, begin_next, &p);
    if (e == ERR_OK)
        e = write_out(c, &p, path);
    if (e == ERR_OK)
        e = p.b.hash.n == 0 ? carry_tx(c, hash_note, &p) : same_again(c, &p);
    own_wipe(&o);
    done->no = p.b.no;
    done->same = p.same;
    done->count = p.count;
    return e;
}

/* ---- unpacking */
struct unpacking {
    struct ctx *c;
    struct own *own;
    struct str path;
    FILE *f;
    struct expected want;
    struct bundle_head head;
    struct bundle_tail tail;
    bool apply;
    struct outside_done *done;
};

static enum err on_head(void *arg, const struct bundle_head *h)
{
    struct unpacking *u = arg;

    u->head = *h;
    return bundle_expected(u->c, &u->want, h);
}

static bool state_ok(struct ctx *c, struct str state)
{
    return state.n == 0 || def_code(c->def, "portal_state", state) != NULL;
}

static enum err take_message(struct unpacking *u, struct str body)
{
    struct carry_message m;
    bool known = true;

    if (!message_read(body, &m) || !state_ok(u->c, m.state))
        return ERR_ALTERED;
    if (!u->apply)
        return ERR_OK;
    TRY(carry_message(u->c, &m, &known));
    u->done->messages++;
    u->done->unknown += known ? 0 : 1;
    return ERR_OK;
}

/* An older copy of the outside was brought back: its numbers go on after what the inside has already. */
static enum err catch_up(struct ctx *c, int64_t upto)
{
    struct carry_bundle last;
    enum err e = carry_bundle(c, true, 0, &last);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    if (last.no >= upto)
        return ERR_OK;
    struct carry_bundle b = { .outward = true, .no = upto, .day = today(c), .hash = NO_HASH, .said = STR("") };
    TRY(carry_bundle_add(c, &b));
    return carry_bundle_confirm(c, upto, today(c));
}

static enum err take_seen(struct unpacking *u, struct str body)
{
    struct ctx *c = u->c;
    struct seen *s = NEW(c->a, struct seen);
    struct carry_bundle *open = NEWS(c->a, struct carry_bundle, CARRY_BUNDLES_MAX);
    int n;

    if (!seen_read(body, s))
        return ERR_ALTERED;
    if (!u->apply)
        return ERR_OK;
    TRY(carry_bundles(c, true, true, open, CARRY_BUNDLES_MAX, &n));
    for (int i = 0; i < n && open[i].no <= s->upto; i++) {
        bool passed = seen_skipped(s, open[i].no);
        TRY(passed ? carry_anew(c, open[i].no) : carry_delivered(c, open[i].no));
        TRY(carry_bundle_confirm(c, open[i].no, today(c)));
        u->done->delivered += passed ? 0 : 1;
        u->done->again += passed ? 1 : 0;
    }
    return catch_up(c, s->upto);
}

static enum err take_organ(struct unpacking *u, struct str body)
{
    struct organ_keys k;
    struct portal_keys *mine[] = { &u->own->k, &u->own->next };

    if (!organ_read(body, &k) || !str_eq(k.code, u->own->k.organ_code) || memcmp(k.sign, u->own->k.organ_sign, sizeof k.sign) != 0)
        return ERR_ALTERED;
    if (!u->apply)
        return ERR_OK;
    u->done->keys_changed = memcmp(k.matter, mine[0]->matter, 32) != 0 || memcmp(k.identity, mine[0]->identity, 32) != 0
        || memcmp(k.art15, mine[0]->art15, 32) != 0 || u->done->keys_changed;
    for (int i = 0; i < 2; i++) {
        mine[i]->organ_name = str_copy(u->c->a, k.name);
        memcpy(mine[i]->matter, k.matter, sizeof k.matter);
        memcpy(mine[i]->identity, k.identity, sizeof k.identity);
        memcpy(mine[i]->art15, k.art15, sizeof k.art15);
    }
    return ERR_OK;
}

static enum err take_certificate(struct unpacking *u, struct str body)
{
    struct certificate x;
    struct own *o = u->own;

    if (!certificate_read(body, &x))
        return ERR_ALTERED;
    bool next = o->renewing && memcmp(o->next.ack_public, x.ack_public, 32) == 0;
    if (!next && memcmp(o->k.ack_public, x.ack_public, 32) != 0)
        return ERR_OK;                  /* of a key that is no longer ours */
    struct portal_keys k = next ? o->next : o->k;
    k.ack_from = x.from;
    k.ack_to = x.to;
    struct str text = ack_certificate_text(u->c->a, &k);
    bool good = certify_check(text, x.signature, k.organ_sign);
    memcpy(k.ack_certificate, x.signature, sizeof x.signature);
    if (u->apply && good) {
        u->done->certified = next || memcmp(o->k.ack_certificate, x.signature, sizeof x.signature) != 0;
        o->k = k;
    }
    sodium_memzero(&k, sizeof k);
    return good ? ERR_OK : ERR_ALTERED;
}

static enum err on_entry(void *arg, enum bundle_kind kind, struct str body)
{
    struct unpacking *u = arg;

    switch (kind) {
    case BUNDLE_MESSAGE: return take_message(u, body);
    case BUNDLE_SEEN: return take_seen(u, body);
    case BUNDLE_ORGAN: return take_organ(u, body);
    case BUNDLE_CERTIFICATE: return take_certificate(u, body);
    default: return ERR_ALTERED;        /* nothing else goes this way */
    }
}

static enum err on_file(void *arg, struct str head, int64_t bytes)
{
    (void)arg, (void)head, (void)bytes;
    return ERR_ALTERED;
}

static enum err walk(struct unpacking *u, struct bundle_tail *tail)
{
    const struct bundle_visitor v = { .arg = u, .head = on_head, .entry = on_entry, .file = on_file };

    rewind(u->f);
    return bundle_read(u->f, &v, tail);
}

static enum err next_in(struct ctx *c, int64_t *next)
{
    struct carry_bundle last;
    enum err e = carry_bundle(c, false, 0, &last);

    *next = last.no + 1;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* New keys are on the disk before the number is taken: killed between, the same bundle brings them once more. */
static enum err keys_keep(struct unpacking *u)
{
    struct ctx *c = u->c;

    if (!u->done->certified && !u->done->keys_changed)
        return ERR_OK;
    TRY(portal_keys_write(c->a, c->data_dir, "keys", &u->own->k));
    if (u->own->renewing && memcmp(u->own->k.ack_public, u->own->next.ack_public, 32) == 0)
        return medium_remove(c, in_dir(c, PORTAL_KEYS_NEXT));
    return u->own->renewing ? portal_keys_write(c->a, c->data_dir, PORTAL_KEYS_NEXT, &u->own->next) : ERR_OK;
}

static enum err unpack_rows(struct ctx *c, void *arg)
{
    struct unpacking *u = arg;
    struct bundle_tail tail;

    u->apply = true;
    TRY(next_in(c, &u->want.next));
    TRY(walk(u, &tail));
    if (memcmp(tail.hash, u->tail.hash, sizeof tail.hash) != 0)
        return ERR_ALTERED;
    struct carry_bundle b = { .no = u->head.no, .day = today(c), .hash = str_hex(c->a, tail.hash, sizeof tail.hash), .said = STR("") };
    TRY(carry_bundle_add(c, &b));
    return keys_keep(u);
}

static enum err gone(struct ctx *c, void *arg) { return carry_file_gone(c, *(struct str *)arg); }

/* Closed files that the inside has: the file first, then its row, so that a killed run finds what is left. */
static enum err sweep(struct ctx *c)
{
    struct str file;

    for (;;) {
        TRY(carry_file_next(c, &file));
        if (file.n == 0)
            return ERR_OK;
        TRY(medium_remove(c, file_path(c, file)));
        TRY(carry_tx(c, gone, &file));
    }
}

static enum err unpack_file(struct ctx *c, struct unpacking *u)
{
    TRY(next_in(c, &u->want.next));
    TRY(walk(u, &u->tail));             /* once to its end before anything is changed */
    TRY(carry_tx(c, unpack_rows, u));
    return sweep(c);
}

/* What was emptied leaves the database file and its log as well. A busy site does it the next time. */
static enum err emptied(struct ctx *c, enum err e)
{
    enum err done = e == ERR_OK || e == ERR_TWICE ? carry_compact(c) : ERR_OK;

    return e == ERR_OK && done != ERR_BUSY ? done : e;
}

enum err outside_unpack(struct ctx *c, struct str path, struct outside_done *done)
{
    struct own o = { .renewing = false };
    struct unpacking u = { .c = c, .own = &o, .path = path, .done = done };

    *done = (struct outside_done){ 0 };
    TRY(sweep(c));
    TRY(own_read(c, &o));
    u.want = (struct expected){ .organ = o.k.organ_code, .direction = BUNDLE_OUTWARD, .n_keys = 1 };
    memcpy(u.want.keys[0], o.k.organ_sign, sizeof u.want.keys[0]);
    enum err e = medium_open(c, path, &u.f);
    if (e == ERR_OK) {
        e = unpack_file(c, &u);
        fclose(u.f);
    }
    done->no = u.head.no;
    own_wipe(&o);
    return emptied(c, bundle_refused(c, e, path));
}

/* ---- passing over, and how it stands */
static enum err skip_row(struct ctx *c, void *arg)
{
    const struct skip *s = arg;
    int64_t next;

    TRY(next_in(c, &next));
    if (s->no != next)
        return refuse(c, ERR_MOVE, T_ferry_skip_next, str_int(c->a, next));
    struct carry_bundle b = { .no = s->no, .day = today(c), .hash = NO_HASH, .said = STR(""),
        .skipped = str_fmt(c->a, "%.*s (%.*s, %.*s)", PF(s->reason), PF(s->one), PF(s->other)) };
    return carry_bundle_add(c, &b);
}

enum err outside_skip(struct ctx *c, const struct skip *s)
{
    struct skip x = { s->no, str_trim(s->reason), str_trim(s->one), str_trim(s->other) };

    if (x.reason.n == 0 || x.one.n == 0 || x.other.n == 0 || str_eq(x.one, x.other))
        return refuse(c, ERR_INVALID, T_ferry_skip_two);
    return carry_tx(c, skip_row, &x);
}

enum err outside_state(struct ctx *c, struct outside_state *out)
{
    const struct def_code *keep = def_code(c->def, "ferry_keep", STR("outside"));
    struct own o = { .renewing = false };

    out->keep_days = 0;
    if (keep == NULL || !str_to_int(node_str(keep->row, "days"), &out->keep_days))
        return ERR_BUG;
    TRY(own_read(c, &o));
    out->certified = certified(&o.k);
    out->certified_to = o.k.ack_to;
    own_wipe(&o);
    out->open = NEWS(c->a, struct carry_bundle, CARRY_BUNDLES_MAX);
    TRY(carry_waiting(c, 0, &out->waiting));
    TRY(next_in(c, &out->next_in));
    return carry_bundles(c, true, true, out->open, CARRY_BUNDLES_MAX, &out->n_open);
}
