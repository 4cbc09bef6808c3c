/* ferry_out.c - what goes back outside: receipts, the organ's keys, messages, its own acknowledgements; kept as a file until the outside has it. */
#include <string.h>

#include "area/ferry/check.h"
#include "area/ferry/ferry_store.h"
#include "area/ferry/medium.h"
#include "area/vault/vault.h"
#include "def/def.h"
#include "gate/gate.h"
#include "gen/text.h"

struct ferry_pack {
    struct ctx *c;
    struct ferry_bundle b;
    struct str hash;                    /* of what was written */
    struct envelope_out *messages; int n_messages;
    struct ferry_ack *acks; int n_acks;
    struct ferry_bundle *anew; int n_anew;
    bool same;                          /* nothing new: a number that was packed before */
    struct str said[3];                 /* seen, organ, certificate: what every bundle says */
    struct bundle_out out;
    struct vault_public keys;
};

struct ferry_packed ferry_packed(const struct ferry_pack *p)
{
    return (struct ferry_packed){ p->b.no, p->n_messages, p->n_acks, p->same };
}

struct str ferry_path(struct ctx *c, int64_t no, const char *suffix)
{
    return str_fmt(c->a, "%s/ferry/%lld%s", c->data_dir, (long long)no, suffix);
}

static enum err sign(void *arg, struct str text, unsigned char signature[64]) { return vault_certify(((struct ferry_pack *)arg)->c->vault, text, signature); }

/* The organ's own acknowledgement: it has these closed texts. What is in them it need not open to say so. */
static enum err acknowledgement(struct ferry_pack *p, const struct ferry_ack *k, struct str organ, struct str *out)
{
    struct arena *a = p->c->a;
    unsigned char signature[64];
    char text[sodium_base64_ENCODED_LEN(64, sodium_base64_VARIANT_ORIGINAL)], key[sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_ORIGINAL)];
    struct str head = str_fmt(a, "XIEZHI-ACKNOWLEDGEMENT-2\norgan: %.*s\nday: %.*s\nclosed: %.*s\n", PF(organ), PF(k->day), PF(k->hash));

    TRY(vault_certify(p->c->vault, head, signature));
    sodium_bin2base64(text, sizeof text, signature, sizeof signature, sodium_base64_VARIANT_ORIGINAL);
    sodium_bin2base64(key, sizeof key, p->keys.sign, sizeof p->keys.sign, sodium_base64_VARIANT_ORIGINAL);
    *out = str_fmt(a, "%.*ssignature: %s\nkey: %s\n", PF(head), text, key);
    return ERR_OK;
}

static enum err put_acks(struct ferry_pack *p, struct str organ)
{
    for (int i = 0; i < p->n_acks; i++) {
        struct carry_message m = { .id = p->acks[i].envelope_id, .report_id = p->acks[i].envelope_id, .state = STR(""), .day = p->b.day };
        TRY(acknowledgement(p, &p->acks[i], organ, &m.acknowledgement));
        TRY(bundle_entry(&p->out, BUNDLE_MESSAGE, message_entry(p->c->a, &m)));
    }
    return ERR_OK;
}

static enum err put_messages(struct ferry_pack *p)
{
    for (int i = 0; i < p->n_messages; i++) {
        const struct envelope_out *e = &p->messages[i];
        struct carry_message m = { e->id, e->envelope_id, e->state, e->day, e->sealed, e->acknowledgement };
        TRY(bundle_entry(&p->out, BUNDLE_MESSAGE, message_entry(p->c->a, &m)));
    }
    return ERR_OK;
}

/* Messages of a bundle that the outside passed over, from the file that was kept. */
static enum err again_entry(void *arg, enum bundle_kind kind, struct str body)
{
    struct ferry_pack *p = arg;

    return kind == BUNDLE_MESSAGE ? bundle_entry(&p->out, kind, body) : ERR_OK;
}

static enum err put_anew(struct ferry_pack *p)
{
    const struct bundle_visitor v = { .arg = p, .entry = again_entry };

    for (int i = 0; i < p->n_anew; i++) {
        FILE *f;
        TRY(medium_open(p->c, ferry_path(p->c, p->anew[i].no, ""), &f));
        enum err e = bundle_read(f, &v, NULL);
        fclose(f);
        TRY(bundle_refused(p->c, e, ferry_path(p->c, p->anew[i].no, "")));
    }
    return ERR_OK;
}

enum { SAID_SEEN, SAID_ORGAN, SAID_CERTIFICATE, SAID__MAX };
static const enum bundle_kind said_kinds[SAID__MAX] = { BUNDLE_SEEN, BUNDLE_ORGAN, BUNDLE_CERTIFICATE };

static void say_keys(struct ferry_pack *p, const struct ferry_site *s, struct str organ)
{
    struct organ_keys k = { .code = organ, .name = p->c->who->organ_name };
    struct certificate x = { .from = s->ack_from, .to = s->ack_to };

    memcpy(k.matter, p->keys.matter, sizeof k.matter);
    memcpy(k.identity, p->keys.identity, sizeof k.identity);
    memcpy(k.sign, p->keys.sign, sizeof k.sign);
    memcpy(k.art15, s->article15.p, s->article15.n < sizeof k.art15 ? s->article15.n : sizeof k.art15);
    p->said[SAID_ORGAN] = organ_entry(p->c->a, &k);
    if (s->ack_certificate.n != sizeof x.signature || s->ack_public.n != sizeof x.ack_public)
        return;
    memcpy(x.ack_public, s->ack_public.p, sizeof x.ack_public);
    memcpy(x.signature, s->ack_certificate.p, sizeof x.signature);
    p->said[SAID_CERTIFICATE] = certificate_entry(p->c->a, &x);
}

static enum err say_all(struct ferry_pack *p, const struct ferry_site *s, struct str organ)
{
    struct seen *seen = NEW(p->c->a, struct seen);

    TRY(ferry_last(p->c, false, &seen->upto));
    TRY(ferry_skipped(p->c, seen));
    p->said[SAID_SEEN] = seen_entry(p->c->a, seen);
    say_keys(p, s, organ);
    return ERR_OK;
}

static enum err put_all(struct ferry_pack *p, struct str organ)
{
    for (int i = 0; i < SAID__MAX; i++)
        if (p->said[i].n > 0)
            TRY(bundle_entry(&p->out, said_kinds[i], p->said[i]));
    TRY(put_anew(p));
    TRY(put_acks(p, organ));
    TRY(put_messages(p));
    return bundle_end(&p->out, sign, p);
}

/* Does the bundle that was packed last say all this already? */
struct compared { const struct ferry_pack *p; int fit; bool other; };

static enum err compare_entry(void *arg, enum bundle_kind kind, struct str body)
{
    struct compared *x = arg;

    for (int i = 0; i < SAID__MAX; i++)
        if (said_kinds[i] == kind) {
            x->fit += str_eq(x->p->said[i], body) ? 1 : 0;
            x->other = x->other || !str_eq(x->p->said[i], body);
        }
    return ERR_OK;
}

static bool said_before(struct ferry_pack *p, int64_t last)
{
    struct compared x = { .p = p };
    const struct bundle_visitor v = { .arg = &x, .entry = compare_entry };
    struct str path = ferry_path(p->c, last, "");
    int want = 0;
    FILE *f;

    if (p->n_messages + p->n_acks + p->n_anew > 0 || last == 0 || !medium_there(path) || medium_open(p->c, path, &f) != ERR_OK)
        return false;
    enum err e = bundle_read(f, &v, NULL);
    fclose(f);
    for (int i = 0; i < SAID__MAX; i++)
        want += p->said[i].n > 0 ? 1 : 0;
    return e == ERR_OK && !x.other && x.fit == want;
}

/* Named by its hash, so that two who pack at once do not write over each other; it gets its number's name after the commit. */
static struct str fresh_path(struct ctx *c, int64_t no, struct str hash)
{
    return str_fmt(c->a, "%s/ferry/%lld.%.16s.new", c->data_dir, (long long)no, hash.p);
}

static enum err write_new(struct ferry_pack *p, struct str organ)
{
    struct ctx *c = p->c;
    struct bundle_head h = { .direction = BUNDLE_OUTWARD, .no = p->b.no };
    struct str path = str_fmt(c->a, "%s/ferry/%016llx.tmp", c->data_dir, (unsigned long long)rand_ref(c->rand));
    struct medium m;

    snprintf(h.day, sizeof h.day, "%.*s", PF(p->b.day));
    snprintf(h.organ, sizeof h.organ, "%.*s", PF(organ));
    memcpy(h.key, p->keys.sign, sizeof h.key);
    TRY(medium_folder(c, str_fmt(c->a, "%s/ferry", c->data_dir)));
    TRY(medium_begin(c, &m, path));
    enum err e = bundle_begin(&p->out, m.f, &h);
    if (e == ERR_OK)
        e = put_all(p, organ);
    if (e == ERR_FULL && c->why_id == 0)
        e = refuse(c, ERR_FULL, T_ferry_full, path);
    if (e == ERR_OK)
        e = medium_end(c, &m);
    if (e != ERR_OK)
        medium_drop(&m);
    p->b.hash = str_hex(c->a, p->out.tail.hash, BUNDLE_HASH);
    p->b.entries = p->out.tail.entries;
    return e == ERR_OK ? medium_rename(c, path, fresh_path(c, p->b.no, p->b.hash)) : e;
}

static bool unfinished(struct ctx *c, const struct ferry_bundle *b)
{
    return b->no > 0 && b->hash.n >= 16 && !medium_there(ferry_path(c, b->no, "")) && medium_there(fresh_path(c, b->no, b->hash));
}

/* Bundles that have their receipt, and are not to go again, need not lie here. */
static enum err sweep(struct ctx *c)
{
    struct ferry_bundle *all = NEWS(c->a, struct ferry_bundle, FERRY_BUNDLES_MAX);
    int n;

    TRY(ferry_bundles(c, all, FERRY_BUNDLES_MAX, &n));
    for (int i = 0; i < n; i++)
        if (all[i].outward && all[i].confirmed_on.n > 0 && !all[i].anew)
            TRY(medium_remove(c, ferry_path(c, all[i].no, "")));
    return ERR_OK;
}

enum err ferry_publish(struct ctx *c, int64_t no, struct str *path)
{
    struct ferry_bundle b;
    enum err e = ferry_bundle_of(c, true, no, &b);

    *path = ferry_path(c, no, "");
    if (e == ERR_NOT_FOUND || (e == ERR_OK && b.confirmed_on.n > 0 && !medium_there(*path)))
        return refuse(c, ERR_NOT_FOUND, T_ferry_no_number, str_int(c->a, no));
    TRY(e);
    return unfinished(c, &b) ? medium_rename(c, fresh_path(c, no, b.hash), *path) : ERR_OK;
}

static enum err pack_again(struct ctx *c, struct ferry_pack *p, int64_t no)
{
    enum err e = ferry_bundle_of(c, true, no, &p->b);

    p->same = true;
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_NOT_FOUND, T_ferry_no_number, str_int(c->a, no));
    TRY(e);
    if (p->b.confirmed_on.n > 0)
        return refuse(c, ERR_MOVE, T_ferry_arrived, str_int(c->a, no), p->b.confirmed_on);
    return ERR_OK;
}

static enum err gather(struct ctx *c, struct ferry_pack *p, int64_t last)
{
    p->anew = NEWS(c->a, struct ferry_bundle, FERRY_BUNDLES_MAX);
    TRY(envelope_to_carry(c, c->who->organ_id, &p->messages, &p->n_messages));
    TRY(ferry_acks(c, &p->acks, &p->n_acks));
    TRY(ferry_open(c, true, p->anew, FERRY_BUNDLES_MAX, &p->n_anew));
    p->b = (struct ferry_bundle){ .outward = true, .no = last + 1, .day = date_str(c->a, date_of_ms(c->now_ms)), .made_by = c->who->id };
    return ERR_OK;
}

enum err ferry_pack_read(struct ctx *c, int64_t again, struct ferry_pack **out)
{
    struct ferry_pack *p = NEW(c->a, struct ferry_pack);
    struct ferry_site s;
    struct ferry_bundle was;
    struct str organ;
    int64_t last;

    p->c = c;
    *out = p;
    TRY(sweep(c));
    TRY(ferry_last(c, true, &last));
    enum err e = ferry_bundle_of(c, true, last, &was);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    if (again > 0 || unfinished(c, &was))
        return pack_again(c, p, again > 0 ? again : last);
    e = site_load(c, c->who->organ_id, &s);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && s.ferry_public.n == 0))
        return refuse(c, ERR_NOT_FOUND, T_ferry_no_site);
    TRY(e);
    TRY(ferry_organ(c, &organ));
    TRY(gather(c, p, last));
    TRY(vault_public(c->vault, &p->keys));
    TRY(say_all(p, &s, organ));
    return said_before(p, last) ? pack_again(c, p, last) : write_new(p, organ);
}

enum err ferry_pack_apply(struct ctx *c, struct ferry_pack *p)
{
    int64_t last, *ids = NEWS(c->a, int64_t, (size_t)p->n_messages + 1);

    ctx_touch(c, STR("bundle"), p->b.no, STR("out"));
    if (p->same)
        return ERR_OK;
    TRY(ferry_last(c, true, &last));
    if (last + 1 != p->b.no)
        return refuse(c, ERR_CONFLICT, T_ferry_meanwhile);
    for (int i = 0; i < p->n_messages; i++)
        ids[i] = p->messages[i].id;
    TRY(envelope_carried(c, ids, p->n_messages, p->b.no));
    for (int i = 0; i < p->n_acks; i++)
        TRY(ferry_ack_carried(c, p->acks[i].envelope_id, p->b.no));
    for (int i = 0; i < p->n_anew; i++)
        TRY(ferry_anew_done(c, p->anew[i].no));
    return ferry_bundle_add(c, &p->b);
}

enum err ferry_pack_done(struct ctx *c, const struct ferry_pack *p, struct str path)
{
    struct str kept = ferry_path(c, p->b.no, ""), fresh = fresh_path(c, p->b.no, p->b.hash);
    bool named = medium_there(kept);

    TRY(medium_copy(c, named ? kept : fresh, path));
    return named ? ERR_OK : medium_rename(c, fresh, kept);
}

enum err ferry_state(struct ctx *c, struct ferry_state *out)
{
    const struct def_code *keep = def_code(c->def, "ferry_keep", STR("inside"));
    struct ferry_site s;
    enum err e = site_load(c, c->who->organ_id, &s);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    *out = (struct ferry_state){ .pinned = s.ferry_public.n > 0, .asked = s.asked.n > 0 };
    if (keep == NULL || !str_to_int(node_str(keep->row, "days"), &out->keep_days))
        return ERR_BUG;
    out->bundles = NEWS(c->a, struct ferry_bundle, FERRY_BUNDLES_MAX);
    TRY(ferry_bundles(c, out->bundles, FERRY_BUNDLES_MAX, &out->n));
    TRY(ferry_last(c, false, &out->next_in));
    out->next_in++;
    TRY(ferry_acks_wait(c, &out->acks));
    return envelope_counts(c, c->who->organ_id, &out->count);
}
