#include "gate/audit.h"

#include <sodium.h>
#include <string.h>

#include "db/db.h"
#include "gate/gate.h"

#define MAC_BYTES crypto_auth_hmacsha256_BYTES

static unsigned char audit_key[AUDIT_KEY_BYTES];        /* handed over by the vault at start */

void audit_key_set(const unsigned char key[AUDIT_KEY_BYTES]) { memcpy(audit_key, key, AUDIT_KEY_BYTES); }

struct audit_row {
    int64_t id, organ_id, seq, at_ms, user_id, peer_uid, record_id, refused;
    struct str verb, kind, detail;
};

static void mac_int(crypto_auth_hmacsha256_state *h, int64_t v)
{
    unsigned char b[8];

    for (int i = 0; i < 8; i++)
        b[i] = (unsigned char)((uint64_t)v >> (8 * i));
    crypto_auth_hmacsha256_update(h, b, sizeof b);
}

static void mac_str(crypto_auth_hmacsha256_state *h, struct str s)
{
    mac_int(h, (int64_t)s.n);           /* length first: no two rows share an encoding */
    crypto_auth_hmacsha256_update(h, (const unsigned char *)s.p, s.n);
}

static void row_mac(const unsigned char before[MAC_BYTES], const struct audit_row *r, unsigned char out[MAC_BYTES])
{
    crypto_auth_hmacsha256_state h;

    crypto_auth_hmacsha256_init(&h, audit_key, sizeof audit_key);
    crypto_auth_hmacsha256_update(&h, before, MAC_BYTES);
    mac_int(&h, r->id);
    mac_int(&h, r->organ_id);
    mac_int(&h, r->seq);
    mac_int(&h, r->at_ms);
    mac_int(&h, r->user_id);
    mac_int(&h, r->peer_uid);
    mac_int(&h, r->record_id);
    mac_int(&h, r->refused);
    mac_str(&h, r->verb);
    mac_str(&h, r->kind);
    mac_str(&h, r->detail);
    crypto_auth_hmacsha256_final(&h, out);
}

/* The head of the organ's chain, locked until commit (the single writer on SQLite, FOR UPDATE on PostgreSQL). */
static enum err head_lock(struct ctx *c, int64_t organ_id, int64_t *seq, unsigned char mac[MAC_BYTES])
{
    static const unsigned char zero[MAC_BYTES];

    for (int round = 0; round < 2; round++) {
        struct stmt *q = db_get(c->db, SQL_AUDIT_HEAD_LOCK);
        db_bind_int(q, ":organ_id", organ_id);
        bool found = db_next(q);
        if (found) {
            *seq = db_int(q, 0);
            struct str m = db_str(q, 1, c->a);
            memcpy(mac, m.p, m.n < MAC_BYTES ? m.n : MAC_BYTES);
        }
        TRY(db_end(q));
        if (found)
            return ERR_OK;
        q = db_get(c->db, SQL_AUDIT_HEAD_NEW);
        db_bind_int(q, ":organ_id", organ_id);
        db_bind_blob(q, ":mac", (struct str){ (const char *)zero, MAC_BYTES });
        TRY(db_run(q, NULL));
    }
    return ERR_BUG;
}

static enum err row_insert(struct ctx *c, const struct audit_row *r, struct str mac)
{
    struct stmt *q = db_get(c->db, SQL_AUDIT_ADD);

    db_bind_int(q, ":id", r->id);
    db_bind_int(q, ":organ_id", r->organ_id);
    db_bind_int(q, ":seq", r->seq);
    db_bind_int(q, ":at_ms", r->at_ms);
    db_bind_int(q, ":user_id", r->user_id);
    db_bind_int(q, ":peer_uid", r->peer_uid);
    db_bind_str(q, ":verb", r->verb);
    db_bind_str(q, ":kind", r->kind);
    db_bind_int(q, ":record_id", r->record_id);
    db_bind_str(q, ":detail", r->detail);
    db_bind_int(q, ":refused", r->refused);
    db_bind_blob(q, ":mac", mac);
    return db_run(q, NULL);
}

enum err audit_append(struct ctx *c, const struct audit_event *e)
{
    unsigned char before[MAC_BYTES] = { 0 }, after[MAC_BYTES];
    struct audit_row r = { .id = rand_id(c->rand, c->now_ms), .organ_id = c->who->organ_id, .at_ms = c->now_ms,
        .user_id = c->who->id, .peer_uid = c->peer_uid, .record_id = e->record_id, .refused = e->refused ? 1 : 0,
        .verb = e->verb, .kind = e->kind, .detail = e->detail };
    int64_t seq = 0;

    TRY(head_lock(c, r.organ_id, &seq, before));
    r.seq = seq + 1;
    row_mac(before, &r, after);
    struct str mac = { (const char *)after, MAC_BYTES };
    TRY(row_insert(c, &r, mac));
    struct stmt *q = db_get(c->db, SQL_AUDIT_HEAD_SET);
    db_bind_int(q, ":organ_id", r.organ_id);
    db_bind_int(q, ":seq", r.seq);
    db_bind_blob(q, ":mac", mac);
    return db_one(q);
}

/* ---- verification */
static void fault(struct audit_report *out, struct arena *a, int64_t organ_id, int64_t seq, struct str what)
{
    if (out->n_faults < (int)(sizeof out->faults / sizeof out->faults[0]))
        out->faults[out->n_faults++] = (struct audit_fault){ seq, str_int(a, organ_id), what };
}

struct walk { struct audit_report *out; const struct audit_outside_head *heads; int n_heads; int64_t organ_id, seq; unsigned char mac[MAC_BYTES]; };

static void check_outside(struct walk *w, struct arena *a)
{
    for (int i = 0; i < w->n_heads; i++)
        if (w->heads[i].organ_id == w->organ_id && w->heads[i].seq == w->seq
            && sodium_memcmp(w->heads[i].mac, w->mac, MAC_BYTES) != 0)
            fault(w->out, a, w->organ_id, w->seq, STR("rolled_back"));
}

static void check_row(struct walk *w, struct arena *a, struct audit_row *r, struct str mac)
{
    unsigned char want[MAC_BYTES];

    if (r->seq != w->seq + 1)
        fault(w->out, a, w->organ_id, r->seq, r->seq > w->seq + 1 ? STR("removed") : STR("inserted"));
    row_mac(w->mac, r, want);
    if (mac.n != MAC_BYTES || sodium_memcmp(want, mac.p, MAC_BYTES) != 0)
        fault(w->out, a, w->organ_id, r->seq, STR("changed"));
    if (mac.n == MAC_BYTES)
        memcpy(w->mac, mac.p, MAC_BYTES);   /* go on from what stands there: one change is one fault */
    w->seq = r->seq;
    w->out->rows++;
    check_outside(w, a);
}

static enum err walk_chain(struct ctx *c, struct walk *w)
{
    struct stmt *q = db_get(c->db, SQL_AUDIT_WALK);
    struct arena row;

    arena_open(&row, (size_t)1 << 20);
    db_bind_int(q, ":organ_id", w->organ_id);
    while (db_next(q)) {
        struct audit_row r = { .id = db_int(q, 10), .organ_id = w->organ_id, .seq = db_int(q, 0), .at_ms = db_int(q, 1),
            .user_id = db_int(q, 2), .peer_uid = db_int(q, 3), .verb = db_str(q, 4, &row), .kind = db_str(q, 5, &row),
            .record_id = db_int(q, 6), .detail = db_str(q, 7, &row), .refused = db_int(q, 8) };
        check_row(w, c->a, &r, db_str(q, 9, &row));
        arena_reset(&row);
    }
    arena_close(&row);
    return db_end(q);
}

static enum err check_stray(struct ctx *c, struct audit_report *out)
{
    struct stmt *q = db_get(c->db, SQL_AUDIT_STRAY);

    while (db_next(q))
        fault(out, c->a, db_int(q, 0), db_int(q, 1), STR("removed"));
    return db_end(q);
}

struct chain { struct chain *next; int64_t organ_id, seq; struct str mac; };

static enum err chains_load(struct ctx *c, struct chain **out)
{
    struct stmt *q = db_get(c->db, SQL_AUDIT_CHAINS);

    *out = NULL;
    while (db_next(q)) {
        struct chain *k = NEW(c->a, struct chain);
        *k = (struct chain){ *out, db_int(q, 0), db_int(q, 1), db_str(q, 2, c->a) };
        *out = k;
    }
    return db_end(q);
}

static void check_missing(struct ctx *c, const struct chain *chains, const struct audit_outside_head *heads, int n,
    struct audit_report *out)
{
    for (int i = 0; i < n; i++) {
        const struct chain *k = chains;
        while (k != NULL && k->organ_id != heads[i].organ_id)
            k = k->next;
        if (k == NULL || k->seq < heads[i].seq)
            fault(out, c->a, heads[i].organ_id, heads[i].seq, STR("truncated"));
    }
}

enum err audit_verify(struct ctx *c, const struct audit_outside_head *heads, int n_heads, struct audit_report *out)
{
    struct chain *chains;

    *out = (struct audit_report){ 0 };
    TRY(chains_load(c, &chains));
    for (struct chain *k = chains; k != NULL; k = k->next) {
        struct walk w = { .out = out, .heads = heads, .n_heads = n_heads, .organ_id = k->organ_id };
        TRY(walk_chain(c, &w));
        if (w.seq != k->seq || k->mac.n != MAC_BYTES || sodium_memcmp(w.mac, k->mac.p, MAC_BYTES) != 0)
            fault(out, c->a, k->organ_id, k->seq, w.seq < k->seq ? STR("truncated") : STR("changed"));
    }
    TRY(check_stray(c, out));
    check_missing(c, chains, heads, n_heads, out);
    return out->n_faults > 0 ? ERR_TAMPERED : ERR_OK;
}
