/* home_kept.c - how the period stands is the same for everybody of an organ until a record changes; working it out reads a hundred thousand
 * rows. Kept in memory, under the number of changes before the transaction that it was worked out in (db_changes). */
#include "app/home.h"

#include <pthread.h>

#include "db/db.h"
#include "gate/gate.h"

#define KEPT_MAX   16
#define KEPT_BYTES ((size_t)64 << 10)

struct kept { struct arena a; const struct def *def; int64_t organ_id, changes; enum lang lang; struct home_standing of; };
static struct kept kept[KEPT_MAX];      /* each guarded by the lock; a reader takes a copy of its own */
static int kept_n;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void copy(struct arena *a, const struct home_standing *from, struct home_standing *to)
{
    *to = *from;
    to->period = str_copy(a, from->period);
    to->prev_name = str_copy(a, from->prev_name);
    for (int i = 0; i < from->n; i++) {
        struct figure *g = NEW(a, struct figure);
        *g = *from->figures[i];         /* its names are those of def */
        g->text = str_copy(a, g->text);
        g->words = str_copy(a, g->words);
        g->change = str_copy(a, g->change);
        g->claim = str_copy(a, g->claim);
        to->figures[i] = g;
    }
    to->months.title = str_copy(a, from->months.title);
    to->months.unit = str_copy(a, from->months.unit);
    to->months.now_label = str_copy(a, from->months.now_label);
    to->months.then_label = str_copy(a, from->months.then_label);
    to->forms.title = str_copy(a, from->forms.title);
    to->forms.unit = str_copy(a, from->forms.unit);
    for (int i = 0; i < from->forms.n; i++)
        to->forms.parts[i].label = str_copy(a, from->forms.parts[i].label);
}

static struct kept *slot_of(const struct ctx *c)
{
    for (int i = 0; i < KEPT_MAX; i++)
        if (kept[i].def == c->def && kept[i].organ_id == c->who->organ_id && kept[i].lang == c->lang)
            return &kept[i];
    return NULL;
}

bool standing_kept(struct ctx *c, struct str period, struct home_standing *out)
{
    struct window w;

    pthread_mutex_lock(&lock);
    struct kept *k = slot_of(c);
    bool holds = k != NULL && k->changes == db_changes(c->db) && str_eq(k->of.period, period) && period_read(period, &w);
    if (holds)
        copy(c->a, &k->of, out);
    pthread_mutex_unlock(&lock);
    if (holds)                          /* as ask_compute does: seen is seen */
        ctx_touch(c, STR("figures"), c->who->organ_id, period_name(c->a, w));
    return holds;
}

void standing_keep(struct ctx *c, const struct home_standing *s)
{
    pthread_mutex_lock(&lock);
    struct kept *k = slot_of(c);
    if (k == NULL)
        k = &kept[kept_n++ % KEPT_MAX];
    if (k->a.base == NULL)
        arena_open(&k->a, KEPT_BYTES);
    arena_reset(&k->a);
    k->def = c->def;
    k->organ_id = c->who->organ_id;
    k->lang = c->lang;
    k->changes = db_changes(c->db);
    copy(&k->a, s, &k->of);
    pthread_mutex_unlock(&lock);
}
