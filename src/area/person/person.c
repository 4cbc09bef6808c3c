#include "area/person/person.h"

#include "area/person/person_store.h"
#include "base/idcard.h"
#include "base/utf8.h"
#include "def/def.h"
#include "flow/flow.h"
#include "gate/gate.h"
#include "gate/hide.h"
#include "gen/text.h"

#define KIND        STR("person")
#define MATTERS_MAX 4096        /* petitions, leads or cases of one person */

static enum err check(struct ctx *c, struct person *p)
{
    static const int reasons[] = { [IDCARD_LENGTH] = T_person_id_length, [IDCARD_DIGITS] = T_person_id_digits,
        [IDCARD_DATE] = T_person_id_date, [IDCARD_CHECK] = T_person_id_check };
    struct str whole;

    p->name = str_trim(p->name);
    p->id_no = str_trim(p->id_no);
    if (p->name.n == 0)
        return refuse_field(c, STR("name"), ERR_INVALID, T_input_required, STR("name"));
    if (p->rank.n > 0 && def_code(c->def, "rank", p->rank) == NULL && def_code(c->def, "petition_rank", p->rank) == NULL)
        return refuse_field(c, STR("rank"), ERR_INVALID, T_input_no_code, p->rank);
    if (p->id_no.n == 0)
        return ERR_OK;
    enum idcard_fault f = idcard_read(c->a, p->id_no, &whole);
    if (f != IDCARD_OK)
        return refuse_field(c, STR("id_no"), ERR_INVALID, reasons[f], p->id_no);
    p->id_no = whole;
    return ERR_OK;
}

enum err person_add(struct ctx *c, struct person *p)
{
    TRY(check(c, p));
    p->id = rand_id(c->rand, c->now_ms);
    p->ref = rand_ref(c->rand);
    p->canonical_id = p->id;
    if (p->organ_id == 0)
        p->organ_id = c->who->organ_id;
    TRY(person_store_add(c, p));
    TRY(hide_from_named(c, p->name, KIND, p->id));
    return flow_event(c, KIND, p->id, STR("register"), STR(""));
}

/* Who must not see a person must not see what hangs on him. */
static enum err hide_matters(struct ctx *c, int64_t id)
{
    static const char *const kinds[] = { "lead", "case", "petition" };
    int64_t *ids = NEWS(c->a, int64_t, MATTERS_MAX);
    int n;

    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        TRY(person_store_matter_ids(c, id, kinds[k], ids, MATTERS_MAX, &n));
        for (int i = 0; i < n; i++)
            TRY(hide_inherit(c, KIND, id, str_z(kinds[k]), ids[i]));
    }
    return ERR_OK;
}

enum err person_edit(struct ctx *c, struct person *p)
{
    TRY(gate(c, PERM_PERSON_EDIT));
    TRY(check(c, p));
    TRY(person_store_edit(c, p));
    TRY(hide_from_named(c, p->name, KIND, p->id));
    TRY(hide_matters(c, p->id));
    ctx_touch(c, KIND, p->id, STR("edit"));
    return flow_event(c, KIND, p->id, STR("edit"), STR(""));
}

enum err person_find(struct ctx *c, struct str typed, struct person *out, int max, int *n)
{
    struct str word = str_trim(text_search_form(c->a, typed));

    *n = 0;
    if (word.n == 0 || str_find(word, STR("%")) >= 0 || str_find(word, STR("_")) >= 0)
        return ERR_OK;
    return person_store_pick(c, str_join(c->a, word, STR("%")), out, max, n);
}

enum err person_picked(struct ctx *c, int64_t *id)
{
    struct person p;
    enum err e = *id != 0 ? person_chosen(c, *id, &p) : ERR_OK;

    if (e != ERR_NOT_FOUND)
        return e;
    c->why_id = 0;
    *id = 0;
    return ERR_OK;
}

static bool fits(const struct person *p, const struct person *wanted)
{
    if (wanted->id_no.n > 0 && p->id_no.n > 0)
        return str_eq(p->id_no, wanted->id_no);
    return str_eq(p->unit, wanted->unit) && str_eq(p->post, wanted->post) && p->is_organisation == wanted->is_organisation;
}

enum err person_for(struct ctx *c, struct person *wanted)
{
    struct person same[64];
    int n = 0;

    TRY(check(c, wanted));
    TRY(person_store_same(c, wanted->organ_id != 0 ? wanted->organ_id : c->who->organ_id, wanted->name, same, 64, &n));
    for (int i = 0; i < n; i++)
        if (fits(&same[i], wanted)) {
            *wanted = same[i];
            return ERR_OK;
        }
    return person_add(c, wanted);
}

enum err person_merge(struct ctx *c, int64_t from_id, int64_t into_id)
{
    struct person from, into;

    TRY(gate(c, PERM_PERSON_MERGE));
    TRY(person_by_id(c, from_id, &from));
    TRY(person_by_id(c, into_id, &into));
    if (from.canonical_id == into.canonical_id)
        return refuse(c, ERR_INVALID, T_person_same);
    TRY(person_store_merge(c, from.canonical_id, into.canonical_id));
    TRY(hide_inherit(c, KIND, from.canonical_id, KIND, into.canonical_id));
    TRY(hide_inherit(c, KIND, into.canonical_id, KIND, from.canonical_id));
    TRY(hide_matters(c, from.canonical_id));
    TRY(hide_matters(c, into.canonical_id));
    ctx_touch(c, KIND, from.id, STR("merge"));
    return flow_event(c, KIND, from.id, STR("merge"), into.name);
}

/* Taking one merge back: the persons that are still tied to `id` by other merges keep it as their canonical one. */
static enum err give_back(struct ctx *c, int64_t id, int64_t canonical_id, int depth)
{
    int64_t pairs[64][2];
    int n = 0;

    TRY(person_store_canonical(c, id, canonical_id));
    if (depth > 32)
        return ERR_BUG;
    TRY(person_store_merges(c, id, pairs, 64, &n));
    for (int i = 0; i < n; i++)
        if (pairs[i][1] == id && pairs[i][0] != id)
            TRY(give_back(c, pairs[i][0], canonical_id, depth + 1));
    return ERR_OK;
}

enum err person_unmerge(struct ctx *c, int64_t from_id)
{
    TRY(gate(c, PERM_PERSON_MERGE));
    TRY(person_store_unmerge(c, from_id));
    TRY(give_back(c, from_id, from_id, 0));
    ctx_touch(c, KIND, from_id, STR("unmerge"));
    return flow_event(c, KIND, from_id, STR("unmerge"), STR(""));
}
