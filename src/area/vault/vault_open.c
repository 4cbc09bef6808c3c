/* vault_open.c - what the vault opens: the three packs of a report from outside that are closed to the matter key,
 * each logged before it is handed out. An identity is only kept here, as it came. */
#include "area/vault/vault_serve.h"

#include "area/portal/opened.h"
#include "area/portal/portal.h"

#define OPENED_MORE 512             /* an answer is no longer than the closed text and this */

/* Closed to us, or not ours to know why not. */
static enum err open_with(struct serve *s, struct str sealed, const unsigned char *public_key, const unsigned char *secret_key,
    unsigned char form, size_t block, struct unpack *u)
{
    return unpack_open(&s->a, sealed, public_key, secret_key, form, block, u) ? ERR_OK : ERR_NOT_FOUND;
}

static enum err open_ours(struct serve *s, struct str sealed, unsigned char form, size_t block, struct unpack *u)
{
    return open_with(s, sealed, s->keys.matter_public, s->keys.matter_secret, form, block, u);
}

/* The answer is built while the opened pack is read, and goes nowhere before the log has the opening. */
static void answer_start(struct serve *s, size_t sealed_n)
{
    s->opened = pack_new(&s->a, OPENED_FORM, sealed_n + OPENED_MORE);
}

static enum err answer_log(struct serve *s, struct unpack *u, int64_t at_ms, int64_t user_id, struct str what, int64_t report_id)
{
    enum err e = u->bad || u->n > 0 || s->opened.full ? ERR_TAMPERED : ERR_OK;

    unpack_wipe(u);
    TRY(e);
    TRY(store_opening(s->store, at_ms, user_id, what, report_id));
    struct str body = pack_plain(&s->opened);
    s->body = body.p;
    s->body_n = body.n;
    return ERR_OK;
}

enum err do_open_screen(struct serve *s, struct msg *m)
{
    int64_t user = msg_int(m), at_ms = msg_int(m);
    struct str sealed = msg_str(m);
    struct unpack u;

    if (m->bad || m->n > 0)
        return ERR_BUG;
    TRY(open_ours(s, sealed, SCREEN_FORM, SCREEN_BLOCK, &u));
    answer_start(s, sealed.n);
    int64_t id = unpack_int(&u);
    pack_int(&s->opened, id);
    for (int i = 0; i < 3; i++)
        pack_str(&s->opened, unpack_str(&u));
    return answer_log(s, &u, at_ms, user, STR("screen"), id);
}

static void files_pass(struct unpack *u, struct pack *p)
{
    int64_t n = opened_files(u);

    pack_int(p, n);
    for (int64_t i = 0; i < n && !u->bad; i++) {
        struct opened_file f;
        if (!opened_file_read(u, &f))
            return;
        pack_str(p, f.file);
        pack_raw(p, f.key, 32);
        pack_int(p, f.bytes);
        pack_raw(p, f.hash, 32);
        pack_str(p, f.name);
    }
}

enum err do_open_matter(struct serve *s, struct msg *m)
{
    int64_t user = msg_int(m), at_ms = msg_int(m);
    struct str sealed = msg_str(m);
    struct unpack u;
    struct opened_report x;

    if (m->bad || m->n > 0)
        return ERR_BUG;
    TRY(open_ours(s, sealed, MATTER_FORM, MATTER_BLOCK, &u));
    answer_start(s, sealed.n);
    if (opened_report_read(&u, &x)) {          /* the salt and the kind are read over: they stay here (vault.h) */
        pack_int(&s->opened, x.id);
        pack_str(&s->opened, x.day);
        for (int i = 0; i < OPENED_TEXTS; i++)
            pack_str(&s->opened, x.text[i]);
        pack_raw(&s->opened, x.box_public, 32);
        pack_raw(&s->opened, x.note_public, 32);
        files_pass(&u, &s->opened);
    }
    return answer_log(s, &u, at_ms, user, STR("matter"), x.id);
}

/* The note's own pack, once the report's gave the key. */
static enum err note_pass(struct serve *s, const struct opened_report *x, struct str sealed, int64_t at_ms, int64_t user)
{
    struct unpack u;

    TRY(open_with(s, sealed, x->note_public, x->note_secret, NOTE_FORM, NOTE_BLOCK, &u));
    answer_start(s, sealed.n);
    int64_t id = unpack_int(&u);
    pack_int(&s->opened, id);
    pack_str(&s->opened, unpack_str(&u));
    pack_str(&s->opened, unpack_str(&u));
    files_pass(&u, &s->opened);
    if (id != x->id)
        u.bad = true;
    return answer_log(s, &u, at_ms, user, STR("note"), id);
}

enum err do_open_note(struct serve *s, struct msg *m)
{
    int64_t user = msg_int(m), at_ms = msg_int(m);
    struct str matter = msg_str(m), sealed = msg_str(m);
    struct unpack u;
    struct opened_report x;

    if (m->bad || m->n > 0)
        return ERR_BUG;
    TRY(open_ours(s, matter, MATTER_FORM, MATTER_BLOCK, &u));
    enum err e = opened_report_read(&u, &x) ? note_pass(s, &x, sealed, at_ms, user) : ERR_TAMPERED;
    unpack_wipe(&u);
    return e;
}

/* Whether it opens is found when it is opened under rules; here only that it has the form of the outside's. */
enum err do_keep_identity(struct serve *s, struct msg *m)
{
    int64_t ref = msg_int(m), at_ms = msg_int(m);
    struct str sealed = msg_str(m);

    if (m->bad || m->n > 0)
        return ERR_BUG;
    if (sealed.n <= crypto_box_SEALBYTES || (sealed.n - crypto_box_SEALBYTES) % IDENTITY_BLOCK != 0)
        return ERR_INVALID;
    return store_identity(s->store, ref, at_ms, SEALED_BY_PORTAL, sealed, NULL);
}
