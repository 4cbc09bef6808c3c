#include "area/envelope/correspondence.h"

#include <string.h>

#include "area/envelope/correspondence_store.h"
#include "area/portal/portal.h"
#include "def/def.h"
#include "flow/flow.h"
#include "gate/gate.h"
#include "gen/text.h"
#include "seal/pack.h"

#define PROGRESS_PAGE 500
#define PROGRESS_DUE  2000          /* told in one round; the next begins anew and finds the rest */

enum err correspondence_there(struct ctx *c, int64_t petition_id, int64_t *envelope_id) { return corr_store_there(c, petition_id, envelope_id); }

enum err correspondence_load(struct ctx *c, int64_t petition_id, struct correspondence *out)
{
    bool found;

    TRY(corr_store_load(c, petition_id, out, &found));
    if (!found)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(corr_store_notes(c, out));
    TRY(corr_store_questions(c, out));
    return corr_store_files(c, out);
}

enum err correspondence_key(struct ctx *c, const struct correspondence *x, unsigned char box_public[32])
{
    const struct vault_asker by = { c->who->id, c->now_ms };
    struct vault_matter m;

    TRY(vault_open_matter(c->vault, c->a, &by, x->matter, &m));
    if (m.report_id != x->envelope_id)
        return refuse(c, ERR_TAMPERED, T_envelope_altered);
    memcpy(box_public, m.box_public, 32);
    return ERR_OK;
}

enum err correspondence_ask(struct ctx *c, const struct correspondence *x, struct str text, const unsigned char box_public[32])
{
    TRY(gate(c, PERM_PETITION_HANDLE));
    if (str_trim(text).n == 0)
        return refuse_field(c, STR("text"), ERR_INVALID, T_input_required, STR("text"));
    ctx_touch(c, STR("envelope"), x->envelope_id, STR("ask"));
    return corr_store_ask(c, x->envelope_id, str_trim(text), box_public);
}

static const struct corr_question *question(const struct correspondence *x, int64_t ref)
{
    for (int i = 0; i < x->n_questions; i++)
        if (x->questions[i].ref == ref)
            return &x->questions[i];
    return NULL;
}

static enum err close_to(struct ctx *c, const struct corr_question *q, struct str *sealed)
{
    struct pack p = pack_new(c->a, ANSWER_FORM, q->text.n + 1024);

    if (q->box_public.n != 32)
        return ERR_BUG;
    pack_str(&p, q->text);
    return pack_seal(&p, (const unsigned char *)q->box_public.p, NOTE_BLOCK, sealed);
}

enum err correspondence_release(struct ctx *c, const struct correspondence *x, int64_t question_ref)
{
    const struct corr_question *q = question(x, question_ref);
    struct envelope_out m = { .envelope_id = x->envelope_id, .state = STR("asked"), .day = date_str(c->a, date_of_ms(c->now_ms)) };

    TRY(gate(c, PERM_ENVELOPE_RELEASE));
    if (q == NULL)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    if (q->asked_by == c->who->id)
        return refuse(c, ERR_FORBIDDEN, T_envelope_two_persons);
    if (q->released_at_ms != 0 || q->withdrawn_at_ms != 0)
        return refuse(c, ERR_MOVE, T_envelope_question_over);
    TRY(close_to(c, q, &m.sealed));
    TRY(envelope_say(c, &m));
    TRY(corr_store_release(c, q->id, m.id));
    ctx_touch(c, STR("envelope"), x->envelope_id, STR("release"));
    return progress_store_asked(c, x->envelope_id);
}

enum err correspondence_withdraw(struct ctx *c, const struct correspondence *x, int64_t question_ref)
{
    const struct corr_question *q = question(x, question_ref);

    if (q == NULL)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    if (q->asked_by != c->who->id)
        TRY(gate(c, PERM_ENVELOPE_RELEASE));
    if (q->released_at_ms != 0 || q->withdrawn_at_ms != 0)
        return refuse(c, ERR_MOVE, T_envelope_question_over);
    ctx_touch(c, STR("envelope"), x->envelope_id, STR("withdraw"));
    return corr_store_withdraw(c, q->id);
}

/* ---- what the reporter adds */
enum err correspondence_open(struct ctx *c, const struct correspondence *x, struct corr_opened **out, int *n, int *altered)
{
    const struct vault_asker by = { c->who->id, c->now_ms };

    *n = *altered = 0;
    *out = NEWS(c->a, struct corr_opened, (size_t)x->n_notes + 1);
    for (int i = 0; i < x->n_notes; i++) {
        struct vault_note note;
        if (x->notes[i].opened_at_ms != 0)
            continue;
        enum err e = vault_open_note(c->vault, c->a, &by, x->matter, x->notes[i].sealed, &note);
        if (e == ERR_NOT_FOUND || e == ERR_TAMPERED) {
            c->why_id = 0;
            (*altered)++;
            continue;
        }
        TRY(e);
        (*out)[(*n)++] = (struct corr_opened){ x->notes[i].id, note.text };
    }
    return ERR_OK;
}

enum err correspondence_opened(struct ctx *c, int64_t petition_id, const struct corr_opened *all, int n)
{
    TRY(gate(c, PERM_PETITION_HANDLE));
    for (int i = 0; i < n; i++)
        TRY(corr_store_opened(c, &all[i]));
    return flow_indexed(c, STR("petition"), petition_id);
}

/* ---- what reporters are told */
static void told_by(struct ctx *c, const char *kind, struct str state, struct str *tells)
{
    const struct def_list *l = def_list(c->def, "progress");

    for (int i = 0; i < l->n && state.n > 0; i++)
        if (str_eq(node_str(l->items[i].row, "kind"), str_z(kind)) && node_has_word(l->items[i].row, "states", state))
            *tells = node_str(l->items[i].row, "tells");
}

/* A later stage has the last word; a question that waits for its answer has it before all. Days are all that an answer tells of its time. */
static struct str tells(struct ctx *c, const struct progress *p)
{
    struct str out = STR("");

    told_by(c, "envelope", p->envelope, &out);
    told_by(c, "petition", p->petition, &out);
    if (p->lead.n > 0 && p->casefile.n == 0)
        told_by(c, "lead", p->lead, &out);
    told_by(c, "case", p->casefile, &out);
    bool asked = p->asked_ms != 0 && str_cmp(p->answered_on, date_str(c->a, date_of_ms(p->asked_ms))) < 0;
    return asked && !str_eq(out, STR("finished")) ? STR("asked") : out;
}

/* Page after page of what was screened; what is due is a small part of it. */
enum err progress_due(struct ctx *c, struct progress_told **out, int *n)
{
    struct progress *page = NEWS(c->a, struct progress, PROGRESS_PAGE);
    int64_t after = 0;
    int got = PROGRESS_PAGE;

    *n = 0;
    *out = NEWS(c->a, struct progress_told, PROGRESS_DUE);
    while (got == PROGRESS_PAGE && *n < PROGRESS_DUE) {
        TRY(progress_store_page(c, after, page, PROGRESS_PAGE, &got));
        for (int i = 0; i < got && *n < PROGRESS_DUE; i++) {
            struct str now = tells(c, &page[i]);
            if (now.n > 0 && !str_eq(now, page[i].said))
                (*out)[(*n)++] = (struct progress_told){ page[i].id, page[i].said, now };
            after = page[i].id;
        }
    }
    return ERR_OK;
}

enum err progress_tell(struct ctx *c, const struct progress_told *all, int n)
{
    for (int i = 0; i < n; i++) {
        struct envelope_out m = { .envelope_id = all[i].id, .state = all[i].now, .day = date_str(c->a, date_of_ms(c->now_ms)) };
        bool still;
        TRY(progress_store_said(c, &all[i], &still));
        if (still)
            TRY(envelope_say(c, &m));
    }
    return ERR_OK;
}
