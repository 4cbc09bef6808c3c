#include "area/portal/portal.h"

#include <string.h>

#include "area/portal/acknowledgement.h"
#include "area/portal/portal_store.h"
#include "base/utf8.h"
#include "def/def.h"
#include "gen/text.h"
#include "seal/pack.h"

#define PLAIN_MAX  ((size_t)512 << 10)
#define NOTES_MAX  200

/* ---- what was typed */
static enum err length(struct ctx *c, const char *field, struct str value, size_t most)
{
    if (utf8_count(value) > most)
        return refuse_field(c, str_z(field), ERR_INVALID, T_input_too_long, str_int(c->a, (int64_t)most));
    return ERR_OK;
}

/* A code, or its label as the glossary has it. */
static const struct def_code *rank_of(struct ctx *c, struct str typed)
{
    const struct def_code *k = def_code(c->def, "petition_rank", typed);
    const struct def_list *l = def_list(c->def, "petition_rank");

    for (int i = 0; k == NULL && i < l->n; i++)
        if (str_eq(l->items[i].zh, typed) || str_eq(l->items[i].en, typed))
            k = &l->items[i];
    return k;
}

static enum err check(struct ctx *c, struct portal_report *r)
{
    const struct { const char *name; struct str value; } lines[] = { { "accused_name", r->accused_name }, { "accused_unit", r->accused_unit },
        { "subject", r->subject }, { "happened_on", r->happened_on }, { "place", r->place }, { "reporter_name", r->reporter_name },
        { "reporter_contact", r->reporter_contact } };

    if (!str_eq(r->kind, STR("real")) && !str_eq(r->kind, STR("anonymous")))
        return refuse_field(c, STR("kind"), ERR_INVALID, T_portal_kind_needed, STR(""));
    const struct def_code *rank = rank_of(c, str_trim(r->accused_rank));
    if (rank == NULL)
        return refuse_field(c, STR("accused_rank"), ERR_INVALID, T_portal_rank_needed, STR(""));
    r->accused_rank = rank->code;
    if (str_trim(r->body).n == 0)
        return refuse_field(c, STR("body"), ERR_INVALID, T_portal_body_needed, STR(""));
    if (str_eq(r->kind, STR("real")) && (str_trim(r->reporter_name).n == 0 || str_trim(r->reporter_contact).n == 0))
        return refuse_field(c, str_trim(r->reporter_name).n == 0 ? STR("reporter_name") : STR("reporter_contact"), ERR_INVALID,
            T_portal_who_needed, STR(""));
    TRY(length(c, "body", r->body, PORTAL_BODY_MAX));
    TRY(length(c, "known", r->known, PORTAL_BODY_MAX / 10));
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        TRY(length(c, lines[i].name, lines[i].value, PORTAL_LINE_MAX));
    return ERR_OK;
}

static bool goes_higher(struct ctx *c, struct str rank)
{
    const struct def_code *k = def_code(c->def, "petition_rank", rank);

    return k != NULL && str_eq(node_str(k->row, "article15"), STR("yes"));
}

/* ---- closing */
static void pack_files(struct pack *p, const struct portal_report *r)
{
    pack_int(p, r->n_files);
    for (int i = 0; i < r->n_files; i++) {
        pack_str(p, str_z(r->files[i]->id));
        pack_raw(p, r->files[i]->key, sizeof r->files[i]->key);
        pack_int(p, r->files[i]->bytes);
        pack_raw(p, r->files[i]->hash, sizeof r->files[i]->hash);
        pack_str(p, r->file_names[i]);
    }
}

static enum err seal_screen(struct ctx *c, const unsigned char *key, const struct portal_report *r, struct portal_taken *t)
{
    struct pack p = pack_new(c->a, SCREEN_FORM, 8192);

    pack_int(&p, t->id);
    pack_str(&p, r->accused_rank);
    pack_str(&p, r->accused_name);
    pack_str(&p, r->accused_unit);
    return pack_seal(&p, key, SCREEN_BLOCK, &t->screen);
}

static enum err seal_matter(struct ctx *c, const unsigned char *key, const struct portal_report *r, struct portal_taken *t, struct str day)
{
    struct pack p = pack_new(c->a, MATTER_FORM, PLAIN_MAX);
    unsigned char note_secret[32];

    crypto_box_keypair(t->note_public, note_secret);    /* what is said later goes where the report went, and does not tell where */
    pack_int(&p, t->id);
    pack_str(&p, day);
    pack_raw(&p, t->keys.box_public, sizeof t->keys.box_public);
    pack_raw(&p, t->keys.salt, sizeof t->keys.salt);
    pack_raw(&p, t->note_public, sizeof t->note_public);
    pack_raw(&p, note_secret, sizeof note_secret);
    sodium_memzero(note_secret, sizeof note_secret);
    pack_str(&p, r->kind);
    pack_str(&p, r->accused_rank);
    pack_str(&p, r->accused_name);
    pack_str(&p, r->accused_unit);
    pack_str(&p, r->subject);
    pack_str(&p, r->body);
    pack_str(&p, r->happened_on);
    pack_str(&p, r->place);
    pack_str(&p, r->known);
    pack_files(&p, r);
    return pack_seal(&p, key, MATTER_BLOCK, &t->matter);
}

static enum err seal_identity(struct ctx *c, const unsigned char *key, const struct portal_report *r, struct portal_taken *t)
{
    struct pack p = pack_new(c->a, IDENTITY_FORM, 8192);

    pack_int(&p, t->id);
    pack_str(&p, r->kind);
    pack_str(&p, r->reporter_name);
    pack_str(&p, r->reporter_contact);
    return pack_seal(&p, key, IDENTITY_BLOCK, &t->identity);
}

enum err portal_seal(struct ctx *c, const struct portal_keys *k, struct portal_report *r, struct portal_taken *out)
{
    struct str day = date_str(c->a, date_of_ms(c->now_ms));

    TRY(check(c, r));
    bool higher = goes_higher(c, r->accused_rank);
    receipt_make(&out->receipt);
    receipt_keys(&out->receipt, &out->keys);
    out->id = rand_ref(c->rand);
    TRY(seal_screen(c, higher ? k->art15 : k->matter, r, out));
    TRY(seal_matter(c, higher ? k->art15 : k->matter, r, out, day));
    TRY(seal_identity(c, higher ? k->art15 : k->identity, r, out));
    out->acknowledgement = ack_write(c->a, k, r, out, day);
    return ERR_OK;
}

enum err portal_store(struct ctx *c, const struct portal_report *r, const struct portal_taken *t)
{
    TRY(portal_store_report(c, t, date_str(c->a, date_of_ms(c->now_ms))));
    for (int i = 0; i < r->n_files; i++)
        TRY(portal_store_file(c, r->files[i]->id, t->id, 0));
    return ERR_OK;
}

/* ---- following */
static void note_open(struct ctx *c, const struct receipt_keys *k, const struct portal_closed *x, struct portal_note *out)
{
    struct unpack u;

    *out = (struct portal_note){ .day = x->day, .inward = x->inward };
    if (!x->inward && unpack_open(c->a, x->sealed, k->box_public, k->box_secret, ANSWER_FORM, NOTE_BLOCK, &u))
        out->text = unpack_str(&u);     /* lies in the request's arena, which is wiped with it */
}

enum err portal_follow(struct ctx *c, const struct receipt_keys *k, struct portal_matter *out)
{
    struct portal_closed *closed = NEWS(c->a, struct portal_closed, NOTES_MAX);
    int n = 0;
    enum err found = portal_store_find(c, k->id, out);

    if (found != ERR_OK && found != ERR_NOT_FOUND)
        return found;
    TRY(portal_store_notes(c, out->id, closed, NOTES_MAX, &n));     /* asked of a report that is none, too: the same steps */
    if (found != ERR_OK)
        return refuse(c, ERR_NOT_FOUND, T_portal_no_such);
    out->notes = NEWS(c->a, struct portal_note, (size_t)n + 1);
    for (int i = 0; i < n; i++)
        note_open(c, k, &closed[i], &out->notes[out->n_notes++]);
    return ERR_OK;
}

enum err portal_note_seal(struct ctx *c, const struct portal_matter *m, struct portal_report *r, struct str *sealed)
{
    struct pack p = pack_new(c->a, NOTE_FORM, PLAIN_MAX);

    if (str_trim(r->body).n == 0 && r->n_files == 0)
        return refuse_field(c, STR("body"), ERR_INVALID, T_portal_body_needed, STR(""));
    TRY(length(c, "body", r->body, PORTAL_BODY_MAX));
    pack_int(&p, m->id);
    pack_str(&p, date_str(c->a, date_of_ms(c->now_ms)));
    pack_str(&p, r->body);
    pack_files(&p, r);
    return pack_seal(&p, m->note_public, NOTE_BLOCK, sealed);
}

enum err portal_note_store(struct ctx *c, int64_t report_id, const struct portal_report *r, struct str sealed)
{
    int64_t id = rand_ref(c->rand);

    TRY(portal_store_note(c, id, report_id, date_str(c->a, date_of_ms(c->now_ms)), sealed));
    for (int i = 0; i < r->n_files; i++)
        TRY(portal_store_file(c, r->files[i]->id, report_id, id));
    return ERR_OK;
}
