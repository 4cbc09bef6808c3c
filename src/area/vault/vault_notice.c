/* vault_notice.c - which petitions have notices due to their reporter: signed, with a name and a way to reach him. What each revision says of
 * that stands beside it, closed to a key that is derived of the matter key's: vault.db alone does not tell who signed. */
#include "area/vault/vault_serve.h"

#include <stdio.h>
#include <string.h>

#include "area/portal/portal.h"
#include "area/vault/vault.h"
#include "base/scrub.h"

#define LOOK_MAX    256                 /* revisions that are opened at a time */
#define ROUNDS_MAX  80                  /* of one message: its memory is given back with it; the rest is looked at by the next */
#define KIND_KEY    crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define ON_MAX      10                  /* bytes of a day */

enum said { SAID_REAL = 1, SAID_ANONYMOUS = 2, SAID_NAME = 4, SAID_CONTACT = 8 };

static bool blank(struct str s) { return str_trim(s).n == 0; }

static void kind_key(const struct serve *s, unsigned char key[KIND_KEY])
{
    crypto_generichash(key, KIND_KEY, (const unsigned char *)"xz-kind1", 8, s->keys.matter_secret, sizeof s->keys.matter_secret);
}

void kind_close(const struct serve *s, int64_t ref, const struct identity *who, unsigned char out[KIND_BYTES])
{
    unsigned char key[KIND_KEY];
    unsigned char said = (unsigned char)((str_eq(who->claimed, STR("real")) ? SAID_REAL : 0)
        | (str_eq(who->claimed, STR("anonymous")) ? SAID_ANONYMOUS : 0) | (blank(who->name) ? 0 : SAID_NAME)
        | (blank(who->contact) ? 0 : SAID_CONTACT));

    kind_key(s, key);
    randombytes_buf(out, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, NULL, &said, 1,
        (const unsigned char *)&ref, sizeof ref, NULL, out, key);
    sodium_memzero(key, sizeof key);
}

/* 0 for a mark that is not ours: somebody else's, or of another petition. */
static unsigned char kind_open(const unsigned char key[KIND_KEY], int64_t ref, const unsigned char c[KIND_BYTES])
{
    unsigned char said = 0;

    if (crypto_aead_xchacha20poly1305_ietf_decrypt(&said, NULL, NULL, c + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
            KIND_BYTES - crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, (const unsigned char *)&ref, sizeof ref, c, key) != 0)
        return 0;
    return said;
}

/* ---- looking: revisions that came closed from outside, or were kept by an earlier version */

static enum err look_some(struct serve *s, const struct vault_asker *by, const unsigned char secret[32], int *n)
{
    struct kind_row rows[LOOK_MAX];

    TRY(store_unlooked(s->store, &s->a, rows, LOOK_MAX, n));
    for (int i = 0; i < *n; i++) {
        struct identity who;
        unsigned char kind[KIND_BYTES];
        struct unpack u;
        if (!revision_open(s, &rows[i].row, rows[i].ref, secret, &who, &u))
            who = (struct identity){ 0 };
        kind_close(s, rows[i].ref, &who, kind);
        unpack_wipe(&u);
        TRY(store_kind(s->store, rows[i].id, kind));
        TRY(store_opening(s->store, by->now_ms, by->user_id, STR("kind"), rows[i].ref));
    }
    return ERR_OK;
}

static enum err look_all(struct serve *s, const struct vault_asker *by, const unsigned char secret[32])
{
    int n = LOOK_MAX;

    for (int round = 0; round < ROUNDS_MAX && n == LOOK_MAX; round++) {
        TRY(store_begin(s->store));
        TRY(whole(s, look_some(s, by, secret, &n)));
    }
    return ERR_OK;
}

enum err do_notice_look(struct serve *s, struct msg *m)
{
    struct vault_asker by = { .user_id = msg_int(m) };
    by.now_ms = msg_int(m);
    struct str passphrase = msg_str(m);
    unsigned char secret[32];
    char path[VAULT_PATH_SIZE + 16];

    if (m->bad || m->n > 0)
        return ERR_BUG;
    snprintf(path, sizeof path, "%s/keys", s->dir);
    enum err e = keys_identity(path, passphrase, s->keys.identity_public, secret);
    if (e == ERR_OK)
        e = look_all(s, &by, secret);
    sodium_memzero(secret, sizeof secret);
    scrub_thread();
    return e;
}

/* ---- the list */

struct sum { int64_t ref, kept_at_ms; unsigned char claim, has; };

static bool due(const struct sum *x) { return x->claim == SAID_REAL && x->has == (SAID_NAME | SAID_CONTACT); }

static enum err one_told(struct serve *s, const struct sum *x)
{
    static const char *const whats[] = { "accepted", "result" };

    pack_int(&s->opened, x->ref);
    pack_int(&s->opened, x->kept_at_ms);
    for (int i = 0; i < 2; i++) {
        struct told_row t;
        TRY(store_told_of(s->store, &s->a, x->ref, str_z(whats[i]), &t));
        pack_str(&s->opened, t.on);
        pack_int(&s->opened, t.user_id);
    }
    return ERR_OK;
}

/* The newest claim counts: a signature that was found to be false is one no more (article 30). */
static void add(struct sum *x, unsigned char said)
{
    unsigned char claim = said & (SAID_REAL | SAID_ANONYMOUS);

    if (claim != 0)
        x->claim = claim;
    x->has |= said & (SAID_NAME | SAID_CONTACT);
}

static struct sum *sums_of(struct serve *s, const struct kind_row *rows, int n, int *sums, int *unlooked)
{
    struct sum *all = NEWS(&s->a, struct sum, (size_t)n + 1);
    unsigned char key[KIND_KEY];

    *sums = *unlooked = 0;
    kind_key(s, key);
    for (int i = 0; i < n; i++) {
        if (i == 0 || rows[i].ref != rows[i - 1].ref)
            all[(*sums)++] = (struct sum){ .ref = rows[i].ref, .kept_at_ms = rows[i].row.at_ms };
        if (rows[i].looked)
            add(&all[*sums - 1], kind_open(key, rows[i].ref, rows[i].kind));
        *unlooked += !rows[i].looked;
    }
    sodium_memzero(key, sizeof key);
    return all;
}

enum err do_notices(struct serve *s, struct msg *m)
{
    char path[VAULT_PATH_SIZE + 16];
    struct kind_row *rows;
    int n, sums, unlooked, listed = 0;
    bool closed;

    (void)m;
    snprintf(path, sizeof path, "%s/keys", s->dir);
    TRY(keys_closed(path, &closed));
    TRY(store_kinds(s->store, &s->a, &rows, &n));
    struct sum *all = sums_of(s, rows, n, &sums, &unlooked);
    for (int i = 0; i < sums; i++)
        listed += due(&all[i]);
    s->opened = pack_new(&s->a, OPENED_FORM, 64 + (size_t)listed * 96);
    pack_int(&s->opened, closed);
    pack_int(&s->opened, unlooked);
    pack_int(&s->opened, listed);
    for (int i = 0; i < sums; i++)
        if (due(&all[i]))
            TRY(one_told(s, &all[i]));
    s->body = s->opened.p;
    s->body_n = s->opened.n;
    return s->opened.full ? ERR_TOO_LARGE : ERR_OK;
}

enum err do_told(struct serve *s, struct msg *m)
{
    struct told_row t = { .user_id = msg_int(m) };

    t.at_ms = msg_int(m);
    t.ref = msg_int(m);
    t.what = msg_str(m);
    t.on = msg_str(m);
    if (m->bad || m->n > 0)
        return ERR_BUG;
    if (t.user_id <= 0 || t.ref <= 0 || t.on.n > ON_MAX || (!str_eq(t.what, STR("accepted")) && !str_eq(t.what, STR("result"))))
        return ERR_INVALID;
    return store_told(s->store, &t);
}
