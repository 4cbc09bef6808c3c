/* vault_identity.c - who reported, asked for by one person, released by another, shown once (ADR 0022). The private half is read anew for
 * each consent and wiped with it; what was consented to waits in vault.db under a key that only this memory has. Every step is committed
 * before it is answered. */
#include "area/vault/vault_serve.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "area/portal/portal.h"
#include "area/vault/vault.h"
#include "base/log.h"
#include "base/scrub.h"

#define CLOSED_BLOCK   4096             /* what waits for its opening is of one size, whether anybody signed or not */
#define SHOWN_MAX      8                /* revisions of one identity, the newest */
#define SHOWN_BYTES    ((size_t)SHOWN_MAX * (SEALED_PLAIN_MAX + 64) + 64)
#define TEXT_MAX       2000             /* bytes of what somebody writes for the record */
#define PAGE_MAX       500

static int64_t boot_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_BOOTTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- keys of what was consented to */

static struct released *released_of(struct serve *s, int64_t ref)
{
    for (int i = 0; i < RELEASED_MAX; i++)
        if (s->released[i].ref == ref)
            return &s->released[i];
    return NULL;
}

/* The server says what time it is; that a consent ends is not left to it alone. */
static enum err lapse(struct serve *s)
{
    int64_t now = boot_ms();

    for (int i = 0; i < RELEASED_MAX; i++) {
        struct released *k = &s->released[i];
        if (k->ref == 0 || k->until_boot_ms > now)
            continue;
        TRY(store_lapse(s->store, k->ref));
        sodium_memzero(k, sizeof *k);
    }
    return ERR_OK;
}

/* ---- asking */

static bool said(struct str t, size_t least) { return t.n >= least && t.n <= TEXT_MAX; }

enum err do_ask(struct serve *s, struct msg *m)
{
    struct request_row r = { .asked_by = msg_int(m) };
    int64_t *ref = NEW(&s->a, int64_t);

    r.asked_at_ms = msg_int(m);
    r.petition_ref = msg_int(m);
    r.purpose = msg_str(m);
    r.words = msg_str(m);
    if (m->bad || m->n > 0)
        return ERR_BUG;
    if (r.asked_by <= 0 || r.petition_ref <= 0 || !said(r.purpose, 1) || !said(r.words, 1))
        return ERR_INVALID;
    randombytes_buf(&r.ref, sizeof r.ref);
    r.ref &= INT64_MAX;
    TRY(store_ask(s->store, &r));
    *ref = r.ref;
    s->body = ref;
    s->body_n = sizeof *ref;
    return ERR_OK;
}

/* The request, if this user may decide it: never who asked. */
static enum err undecided(struct serve *s, int64_t user, int64_t ref, struct request_row *r)
{
    TRY(lapse(s));
    TRY(store_request(s->store, &s->a, ref, r));
    if (user <= 0 || r->asked_by == user)
        return ERR_FORBIDDEN;
    return r->decided_by == 0 ? ERR_OK : ERR_MOVE;
}

enum err do_refuse(struct serve *s, struct msg *m)
{
    int64_t user = msg_int(m), at_ms = msg_int(m), ref = msg_int(m);
    struct str reason = msg_str(m);
    struct request_row r;

    if (m->bad || m->n > 0)
        return ERR_BUG;
    if (!said(reason, 1))
        return ERR_INVALID;
    TRY(undecided(s, user, ref, &r));
    r = (struct request_row){ .ref = ref, .decided_by = user, .decided_at_ms = at_ms, .reason = reason };
    return store_decide(s->store, &r);
}

/* ---- consent: the only moment in which the private half is here */

bool revision_open(struct serve *s, const struct kept_row *row, int64_t petition_ref, const unsigned char secret[32], struct identity *who,
    struct unpack *u)
{
    bool ours = row->by == SEALED_BY_VAULT;

    *who = (struct identity){ 0 };
    if (!unpack_open(&s->a, row->sealed, s->keys.identity_public, secret, ours ? SEAL_FORM : IDENTITY_FORM,
        ours ? SEAL_BLOCK : IDENTITY_BLOCK, u))
        return false;
    int64_t id = unpack_int(u);         /* the petition's here, the report's there */
    if (ours)
        (void)unpack_int(u);
    else
        who->claimed = unpack_str(u);
    who->name = unpack_str(u);
    who->contact = unpack_str(u);
    if (ours) {
        who->id_no = unpack_str(u);
        who->address = unpack_str(u);
        who->claimed = unpack_str(u);
    }
    return !u->bad && u->n == 0 && (!ours || id == petition_ref);
}

/* One revision as it is shown. */
static void show_one(struct serve *s, const struct kept_row *row, int64_t petition_ref, const unsigned char secret[32])
{
    struct identity who;
    struct unpack u;
    bool fine = revision_open(s, row, petition_ref, secret, &who, &u);
    const struct str f[] = { who.name, who.contact, who.id_no, who.address, who.claimed };

    pack_int(&s->opened, row->at_ms);
    pack_int(&s->opened, row->by);
    pack_int(&s->opened, fine);
    for (int i = 0; i < 5; i++)
        pack_str(&s->opened, fine ? f[i] : STR(""));
    unpack_wipe(&u);
}

static enum err shown(struct serve *s, int64_t petition_ref, const unsigned char secret[32])
{
    struct kept_row rows[SHOWN_MAX];
    int n;

    TRY(store_kept(s->store, &s->a, petition_ref, rows, SHOWN_MAX, &n));
    s->opened = pack_new(&s->a, OPENED_FORM, SHOWN_BYTES);
    pack_int(&s->opened, n);
    for (int i = 0; i < n; i++)
        show_one(s, &rows[i], petition_ref, secret);
    return s->opened.full ? ERR_TOO_LARGE : ERR_OK;
}

/* Closes what was taken out under a key made for it alone. */
static enum err close_again(struct serve *s, struct released *k, struct str *closed)
{
    size_t had = s->opened.n, room = (had / CLOSED_BLOCK + 1) * CLOSED_BLOCK, n = 0;
    unsigned char *plain = NEWS(&s->a, unsigned char, room);
    unsigned char *out = NEWS(&s->a, unsigned char, room + crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES);

    memcpy(plain, s->opened.p, had);
    pack_wipe(&s->opened);
    crypto_secretbox_keygen(k->key);
    randombytes_buf(out, crypto_secretbox_NONCEBYTES);
    bool made = sodium_pad(&n, plain, had, CLOSED_BLOCK, room) == 0
        && crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, plain, n, out, k->key) == 0;
    sodium_memzero(plain, room);
    *closed = (struct str){ (const char *)out, n + crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES };
    return made ? ERR_OK : ERR_VAULT;
}

static enum err take_out(struct serve *s, struct str passphrase, int64_t petition_ref)
{
    unsigned char secret[32];
    char path[VAULT_PATH_SIZE + 16];

    snprintf(path, sizeof path, "%s/keys", s->dir);
    enum err e = keys_identity(path, passphrase, s->keys.identity_public, secret);
    if (e == ERR_OK)
        e = shown(s, petition_ref, secret);
    sodium_memzero(secret, sizeof secret);
    scrub_thread();                     /* what curve and cipher left of it */
    return e;
}

enum err do_consent(struct serve *s, struct msg *m)
{
    int64_t user = msg_int(m), at_ms = msg_int(m), ref = msg_int(m), for_ms = msg_int(m);
    struct str passphrase = msg_str(m);
    struct request_row r;

    if (m->bad || m->n > 0)
        return ERR_BUG;
    if (for_ms <= 0 || for_ms > VAULT_CONSENT_MAX_MS || at_ms <= 0 || at_ms > INT64_MAX - for_ms)
        return ERR_INVALID;
    TRY(undecided(s, user, ref, &r));
    struct released *k = released_of(s, 0);
    if (k == NULL)
        return ERR_TOO_LARGE;
    TRY(take_out(s, passphrase, r.petition_ref));
    r = (struct request_row){ .ref = ref, .decided_by = user, .decided_at_ms = at_ms, .until_ms = at_ms + for_ms };
    enum err e = close_again(s, k, &r.closed);
    if (e == ERR_OK)
        e = store_decide(s->store, &r);
    if (e != ERR_OK)
        sodium_memzero(k, sizeof *k);
    else {
        k->ref = ref;
        k->until_boot_ms = boot_ms() + for_ms;
    }
    return e;
}

/* ---- opening: once, by who asked */

static enum err open_closed(struct serve *s, const struct released *k, struct str closed)
{
    size_t over = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES, n = 0;
    const unsigned char *c = (const unsigned char *)closed.p;

    if (closed.n <= over)
        return ERR_TAMPERED;
    unsigned char *plain = NEWS(&s->a, unsigned char, closed.n);
    if (crypto_secretbox_open_easy(plain, c + crypto_secretbox_NONCEBYTES, closed.n - crypto_secretbox_NONCEBYTES, c, k->key) != 0
        || sodium_unpad(&n, plain, closed.n - over, CLOSED_BLOCK) != 0)
        return ERR_TAMPERED;
    s->opened = (struct pack){ .p = plain, .n = n, .max = closed.n };     /* wiped when it is sent */
    return ERR_OK;
}

enum err do_open_identity(struct serve *s, struct msg *m)
{
    int64_t user = msg_int(m), at_ms = msg_int(m), ref = msg_int(m), petition_ref = msg_int(m);
    struct request_row r;

    if (m->bad || m->n > 0)
        return ERR_BUG;
    TRY(lapse(s));
    TRY(store_request(s->store, &s->a, ref, &r));
    if (r.petition_ref != petition_ref)
        return ERR_NOT_FOUND;
    if (r.asked_by != user)
        return ERR_FORBIDDEN;
    struct released *k = ref > 0 ? released_of(s, ref) : NULL;
    if (r.until_ms == 0 || r.opened_at_ms != 0 || at_ms > r.until_ms || k == NULL)
        return ERR_MOVE;
    TRY(open_closed(s, k, r.closed));
    sodium_memzero(k, sizeof *k);       /* whatever becomes of the answer */
    TRY(store_opened(s->store, ref, at_ms));
    s->body = s->opened.p;
    s->body_n = s->opened.n;
    return ERR_OK;
}

/* ---- what was asked */

static enum vault_standing standing(struct serve *s, const struct request_row *r, int64_t now_ms)
{
    if (r->decided_by == 0)
        return REQUEST_ASKED;
    if (r->until_ms == 0)
        return REQUEST_REFUSED;
    if (r->opened_at_ms != 0)
        return REQUEST_OPENED;
    return now_ms <= r->until_ms && released_of(s, r->ref) != NULL ? REQUEST_CONSENTED : REQUEST_LAPSED;
}

static void pack_request(struct serve *s, const struct request_row *r, int64_t now_ms)
{
    const int64_t numbers[] = { r->id, r->ref, r->petition_ref, r->asked_by, r->asked_at_ms, r->decided_by, r->decided_at_ms, r->until_ms,
        r->opened_at_ms, standing(s, r, now_ms) };
    const struct str texts[] = { r->purpose, r->words, r->reason };

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        pack_int(&s->opened, numbers[i]);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        pack_str(&s->opened, texts[i]);
}

enum err do_requests(struct serve *s, struct msg *m)
{
    int64_t now_ms = msg_int(m);
    struct request_asked w = { .petition_ref = msg_int(m) };
    char path[VAULT_PATH_SIZE + 16];
    struct request_row *rows;
    bool closed;
    int n;

    w.asked_by = msg_int(m);
    w.ref = msg_int(m);
    w.before = msg_int(m);
    int64_t max = msg_int(m);
    if (m->bad || m->n > 0 || max < 1 || max > PAGE_MAX)
        return ERR_BUG;
    w.max = (int)max;
    TRY(lapse(s));
    snprintf(path, sizeof path, "%s/keys", s->dir);
    TRY(keys_closed(path, &closed));
    TRY(store_requests(s->store, &s->a, &w, &rows, &n));
    s->opened = pack_new(&s->a, OPENED_FORM, 64 + (size_t)n * (3 * TEXT_MAX + 128));
    pack_int(&s->opened, closed);
    pack_int(&s->opened, n);
    for (int i = 0; i < n; i++)
        pack_request(s, &rows[i], now_ms);
    s->body = s->opened.p;
    s->body_n = s->opened.n;
    return s->opened.full ? ERR_TOO_LARGE : ERR_OK;
}
