#include "area/search/search.h"

#include "area/search/search_store.h"
#include "base/buf.h"
#include "def/def.h"
#include "gate/gate.h"
#include "gen/text.h"

#define TAIL_CHARS 12
#define SCOPES_MAX 64                   /* of one user; more are left to SQL alone */
#define DAY_BITS 20                     /* search_doc.id, sql/0003_search.sql */

static const struct { const char *kind; enum perm perm; } kinds[] = {
    { "petition", PERM_PETITION_READ }, { "lead", PERM_LEAD_READ }, { "case", PERM_CASE_READ }, { "person", PERM_PERSON_READ },
};

bool search_kind_open(const struct ctx *c, struct str kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(kind, str_z(kinds[i].kind)))
            return may(c, kinds[i].perm);
    return false;
}

/* The kinds that are looked through, as bits; all: nothing is left out. */
static unsigned kind_bits(const struct ctx *c, struct str asked, bool *all)
{
    unsigned bits = 0;

    *all = true;
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (may(c, kinds[i].perm) && (asked.n == 0 || str_eq(asked, str_z(kinds[i].kind))))
            bits |= 1U << i;
        else
            *all = false;
    return bits;
}

static void tag(struct buf *b, const char *head, int64_t id)
{
    buf_add(b, b->n > 0 ? STR(" OR ") : STR(""));
    buf_fmt(b, "\"%s%lld\"", head, (long long)id);
}

static struct str both(struct ctx *c, struct str x, struct str y)
{
    return x.n == 0 ? y : y.n == 0 ? x : str_fmt(c->a, "%.*s AND (%.*s)", PF(x), PF(y));
}

/* The row scope as words of the index: narrows what SQL has to look at, decides nothing. "" for who sees every row. */
static enum err scope_tags(struct ctx *c, struct str *out)
{
    struct buf b = buf_new(c->a, 8192);
    int64_t pairs[SCOPES_MAX][2];
    int n = 0;
    bool lacks;

    *out = STR("");
    TRY(search_store_scope(c, pairs, SCOPES_MAX, &n, &lacks));
    if (!lacks || n == SCOPES_MAX)
        return ERR_OK;
    tag(&b, "za", c->who->id);
    for (int i = 0; i < n; i++) {
        tag(&b, pairs[i][1] == 0 ? "zo" : "zf", pairs[i][1] == 0 ? pairs[i][0] : pairs[i][1]);
        if (pairs[i][1] != 0)
            tag(&b, "zp", pairs[i][0]);
    }
    *out = str_fmt(c->a, "(%.*s)", PF(buf_str(&b)));
    return ERR_OK;
}

static enum err tags(struct ctx *c, const struct search_ask *ask, struct search_sql *s, bool all_kinds)
{
    struct buf k = buf_new(c->a, 512);

    TRY(scope_tags(c, &s->tags));
    bool narrows = !all_kinds && (s->kinds & 1) == 0;   /* petitions are most of the index: their tag would be walked for nothing */
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0] && narrows; i++)
        if ((s->kinds & 1U << i) != 0)
            buf_fmt(&k, "%s\"zk%s\"", k.n > 0 ? " OR " : "", kinds[i].kind);
    s->tags = both(c, s->tags, buf_str(&k));
    if (s->organ_id != 0)
        s->tags = both(c, s->tags, str_fmt(c->a, "\"zo%lld\"", (long long)s->organ_id));
    if (ask->state.n > 0 && str_find(ask->state, STR("\"")) < 0)
        s->tags = both(c, s->tags, str_fmt(c->a, "\"zs%.*s_%.*s\"", PF(ask->kind), PF(ask->state)));
    return ERR_OK;
}

static void days(const struct search_ask *ask, struct search_sql *s)
{
    s->low = date_is_set(ask->from) ? (int64_t)ask->from.days << DAY_BITS : 0;
    s->high = date_is_set(ask->to) ? ((int64_t)ask->to.days + 1) << DAY_BITS : INT64_MAX;
}

static enum err organ_of(struct ctx *c, struct str code, struct search_sql *s)
{
    struct search_organ *o;
    int n;

    if (code.n == 0)
        return ERR_OK;
    TRY(search_store_organs(c, &o, &n));
    for (int i = 0; i < n; i++)
        if (str_eq(o[i].code, code))
            s->organ_id = o[i].id;
    return s->organ_id != 0 ? ERR_OK : refuse_field(c, STR("organ"), ERR_INVALID, T_input_no_code, code);
}

static struct str state_label(struct ctx *c, const struct hit *h)
{
    const struct def_workflow *w = h->state.n > 0 ? def_workflow_version(c->def, h->kind, h->workflow) : NULL;
    const struct def_state *d = w != NULL ? def_state(w, h->state) : NULL;

    return d == NULL ? h->state : c->lang == LANG_EN ? d->en : d->zh;
}

static enum err page_of(struct ctx *c, const struct search_sql *s, const struct search_key *keys, int n, int64_t on, struct found *out)
{
    for (int i = 0; i < n && i < SEARCH_ROWS; i++)
        TRY(search_store_row(c, s, &keys[i], out));
    for (int i = 0; i < out->n; i++)
        out->hits[i].state_label = state_label(c, &out->hits[i]);
    out->next = n > SEARCH_ROWS ? keys[SEARCH_ROWS - 1].doc : on;
    return ERR_OK;
}

enum err search_run(struct ctx *c, const struct search_ask *ask, struct found *out)
{
    struct search_sql s = { .words = out->words, .numbers = c->who->register_scope, .state = ask->state };
    struct search_key *keys = NEWS(c->a, struct search_key, SEARCH_COUNT + 1);
    bool all_kinds;
    int n = 0;
    int64_t on = 0;

    *out = (struct found){ 0 };
    TRY(search_store_lag(c, &out->lag_ms));
    TRY(words_read(c, ask->words, out->words, &out->n_words));
    s.n_words = out->n_words;
    s.kinds = kind_bits(c, ask->kind, &all_kinds);
    if (s.kinds == 0)
        return ERR_OK;
    if (ask->state.n > 0 && ask->kind.n == 0)
        return refuse_field(c, STR("state"), ERR_INVALID, T_search_state_of_what, STR(""));
    TRY(organ_of(c, ask->organ, &s));
    TRY(tags(c, ask, &s, all_kinds));
    days(ask, &s);
    out->count_max = ask->state.n > 0 || !search_store_exact(&s) ? SEARCH_COUNT_FEW : SEARCH_COUNT;
    TRY(search_store_keys(c, &s, out->count_max + 1, keys, &n, &on));
    if (on != 0)
        out->count_max = n;             /* "n+" */
    out->count = n + (on != 0);
    if (ask->before == 0)
        return page_of(c, &s, keys, n, on, out);
    s.high = ask->before < s.high ? ask->before : s.high;
    TRY(search_store_keys(c, &s, SEARCH_ROWS + 1, keys, &n, &on));
    return page_of(c, &s, keys, n, on, out);
}

static enum err candidates(struct ctx *c, struct str kind, struct str typed, int64_t *ids, int max, int *n, bool *few)
{
    struct word *word = NEW(c->a, struct word);

    *n = 0;
    *few = false;
    if (!word_whole(c, typed, word))
        return ERR_OK;
    TRY(search_store_waiting(c, kind, ids, max, n));
    if (*n <= max)
        TRY(search_store_candidates(c, kind, word, ids, max, n));
    *few = *n <= max;
    return ERR_OK;
}

/* Every piece of a long text has a list of its own to be walked: its end alone is asked first, which is enough where few hold it. */
enum err search_candidates(struct ctx *c, struct str kind, struct str typed, int64_t *ids, int max, int *n, bool *few)
{
    size_t at = typed.n, chars = 0;
    bool known = false;

    *few = false;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        known = known || str_eq(kind, str_z(kinds[i].kind));
    for (; at > 0 && chars < TAIL_CHARS; chars += ((unsigned char)typed.p[at] & 0xC0) != 0x80)
        at--;
    while (at > 0 && (unsigned char)typed.p[at - 1] < 0x80)
        at--;                           /* letters and digits are found from their start on only */
    if (known && at > 0)
        TRY(candidates(c, kind, str_from(typed, at), ids, max, n, few));
    return known && !*few ? candidates(c, kind, typed, ids, max, n, few) : ERR_OK;
}

enum err search_keep(struct ctx *c, const struct search_ask *ask, int64_t *ref)
{
    TRY(gate(c, PERM_SEARCH));
    *ref = rand_ref(c->rand);
    return search_store_keep(c, *ref, ask);
}

enum err search_kept(struct ctx *c, int64_t ref, struct search_ask *out)
{
    TRY(search_store_kept(c, ref, out));
    return out->words.n > 0 ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_search_gone);
}
