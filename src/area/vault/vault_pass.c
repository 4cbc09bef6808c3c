/* vault_pass.c - reports that are passed on sealed (ADR 0024): what our keys open is closed anew, to the next higher organ's key, which the
 * vault knows by itself. Nothing that was opened leaves this file. */
#include "area/vault/vault_serve.h"

#include <stdio.h>
#include <string.h>

#include "base/scrub.h"

#define FORM_EVERY 1                    /* SCREEN_FORM, MATTER_FORM, IDENTITY_FORM: each begins with the report's number */
#define ANSWER_MORE 256

/* A key that closes nothing (a point of small order, all zeros) is found before anything depends on it. */
static bool closes(const unsigned char key[32])
{
    unsigned char sealed[crypto_box_SEALBYTES + 1];

    return crypto_box_seal(sealed, (const unsigned char *)"x", 1, key) == 0;
}

enum err do_article15(struct serve *s, struct msg *m)
{
    int64_t user = msg_int(m), at_ms = msg_int(m);
    struct str key = msg_str(m);
    struct vault_article15 *out = NEW(&s->a, struct vault_article15);
    char path[VAULT_PATH_SIZE + 16];

    if (m->bad || m->n > 0)
        return ERR_BUG;
    if (key.n != 0 && (key.n != sizeof out->key || !closes((const unsigned char *)key.p)))
        return ERR_INVALID;
    enum err e = store_article15_of(s->store, out->key);
    out->known = e == ERR_OK;
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    if (key.n > 0 && out->known && memcmp(out->key, key.p, sizeof out->key) != 0)
        return ERR_CONFLICT;
    if (key.n > 0 && !out->known) {
        memcpy(out->key, key.p, sizeof out->key);
        TRY(store_article15(s->store, at_ms, user, out->key));
        out->known = true;
    }
    snprintf(path, sizeof path, "%s/keys", s->dir);
    TRY(keys_closed(path, &out->passphrase));
    s->body = out;
    s->body_n = sizeof *out;
    return ERR_OK;
}

enum err vault_article15_put(struct arena *a, const char *data_dir, struct str passphrase, const unsigned char key[32], int64_t now_ms)
{
    char path[VAULT_PATH_SIZE + 32];
    struct vault_keys k;
    struct store *st;

    if (!closes(key))
        return ERR_INVALID;
    snprintf(path, sizeof path, "%.1100s/vault/keys", data_dir);
    TRY(keys_all(path, passphrase, &k));
    sodium_memzero(&k, sizeof k);
    snprintf(path, sizeof path, "%.1100s/vault/vault.db", data_dir);
    TRY(store_open(a, path, &st));
    enum err e = store_article15(st, now_ms, 0, key);
    store_close(st);
    return e;
}

/* ---- passing on */
struct pair { const unsigned char *public_key, *secret_key; };

/* *text is closed to `to` where `by` opens it, and stays as it is where not. id: the report's number in it. Errors: VAULT (no such key). */
static enum err turn(struct serve *s, struct str *text, struct pair by, const unsigned char to[32], bool *ours, int64_t *id)
{
    if (text->n <= crypto_box_SEALBYTES)
        return ERR_OK;
    size_t n = text->n - crypto_box_SEALBYTES;
    unsigned char *plain = NEWS(&s->a, unsigned char, n), *closed = NEWS(&s->a, unsigned char, text->n);
    enum err e = ERR_OK;
    if (crypto_box_seal_open(plain, (const unsigned char *)text->p, text->n, by.public_key, by.secret_key) == 0) {
        struct unpack u = unpack_plain((struct str){ (const char *)plain, n }, FORM_EVERY);
        *id = unpack_int(&u);
        *ours = true;
        e = crypto_box_seal(closed, plain, n, to) == 0 ? ERR_OK : ERR_VAULT;
        *text = (struct str){ (const char *)closed, text->n };
    }
    sodium_memzero(plain, n);
    return e;
}

/* The private half of the identity key is here for this one text, as for a consent. */
static enum err turn_identity(struct serve *s, struct str *text, struct str passphrase, const unsigned char to[32])
{
    unsigned char secret[32];
    char path[VAULT_PATH_SIZE + 16];
    bool ours;
    int64_t id;

    snprintf(path, sizeof path, "%s/keys", s->dir);
    TRY(keys_identity(path, passphrase, s->keys.identity_public, secret));
    enum err e = turn(s, text, (struct pair){ s->keys.identity_public, secret }, to, &ours, &id);
    sodium_memzero(secret, sizeof secret);
    return e;
}

static enum err turn_all(struct serve *s, struct vault_passed *p, struct str passphrase, int64_t *id)
{
    const struct pair matter = { s->keys.matter_public, s->keys.matter_secret };

    TRY(store_article15_of(s->store, p->key));
    TRY(turn(s, &p->closed.screen, matter, p->key, &p->ours, id));
    TRY(turn(s, &p->closed.matter, matter, p->key, &p->ours, id));
    return p->ours ? turn_identity(s, &p->closed.identity, passphrase, p->key) : ERR_OK;
}

/* In the log, and nothing of it left in the vault, before the answer. */
static enum err passed_log(struct serve *s, const struct vault_asker *by, struct str identity, int64_t id)
{
    TRY(store_forget(s->store, identity));
    return store_opening(s->store, by->now_ms, by->user_id, STR("passed"), id);
}

static void answer_closed(struct serve *s, const struct vault_passed *p)
{
    const struct vault_closed *k = &p->closed;

    s->opened = pack_new(&s->a, OPENED_FORM, k->screen.n + k->matter.n + k->identity.n + ANSWER_MORE);
    pack_int(&s->opened, p->ours);
    pack_raw(&s->opened, p->key, sizeof p->key);
    pack_str(&s->opened, k->screen);
    pack_str(&s->opened, k->matter);
    pack_str(&s->opened, k->identity);
    struct str body = pack_plain(&s->opened);
    s->body = body.p;
    s->body_n = body.n;
}

enum err do_pass_on(struct serve *s, struct msg *m)
{
    struct vault_asker by = { .user_id = msg_int(m) };
    struct vault_passed p = { .ours = false };
    int64_t id = 0;

    by.now_ms = msg_int(m);
    p.closed.screen = msg_str(m);
    p.closed.matter = msg_str(m);
    p.closed.identity = msg_str(m);
    struct str was = p.closed.identity, passphrase = msg_str(m);
    if (m->bad || m->n > 0)
        return ERR_BUG;
    enum err e = turn_all(s, &p, passphrase, &id);
    scrub_thread();
    TRY(e);
    if (p.ours) {
        TRY(store_begin(s->store));
        TRY(whole(s, passed_log(s, &by, was, id)));
    }
    answer_closed(s, &p);
    return ERR_OK;
}
