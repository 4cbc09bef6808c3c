/* pick_web.c - what a form offers while somebody types: persons, units and organs by name, head of the name or pinyin initials.
 * Lists of what the viewer may see, each written down as a list that was read. */
#include "area/person/person_page.h"
#include "area/person/person_store.h"
#include "base/pinyin.h"
#include "base/utf8.h"

#define OFFERED_MAX 12
#define WORDS_MAX   4000

enum err pick_person(struct ctx *c, struct request *q, struct reply *out)
{
    struct person found[OFFERED_MAX];
    int n = 0;

    ctx_touch(c, STR("person"), 0, STR("pick"));
    TRY(person_find(c, req_str(q, "q"), found, OFFERED_MAX, &n));
    pick_persons_html(&out->body, c, found, n);
    return ERR_OK;
}

/* How well a word fits what was typed: 0 not at all, 1 somewhere, 2 initials, 3 its head. */
static int fit(struct ctx *c, struct str word, struct str typed)
{
    struct str folded = text_fold(c->a, word);

    if (str_starts(folded, typed))
        return 3;
    if (str_starts(pinyin_initials(c->a, word), typed))
        return 2;
    return str_has(folded, typed);
}

static enum err offer(struct ctx *c, struct request *q, enum err (*all)(struct ctx *c, struct str *out, int max, int *n), struct reply *out)
{
    struct str *words = NEWS(c->a, struct str, WORDS_MAX), best[OFFERED_MAX], typed = text_fold(c->a, req_str(q, "q"));
    int n = 0, k = 0;

    if (typed.n > 0)
        TRY(all(c, words, WORDS_MAX, &n));
    for (int score = 3; score > 0; score--)
        for (int i = 0; i < n && k < OFFERED_MAX; i++)
            if (fit(c, words[i], typed) == score)
                best[k++] = words[i];
    pick_words_html(&out->body, c, best, k);
    return ERR_OK;
}

enum err pick_unit(struct ctx *c, struct request *q, struct reply *out)
{
    ctx_touch(c, STR("unit"), 0, STR("pick"));
    return offer(c, q, person_store_units, out);
}

enum err pick_organ(struct ctx *c, struct request *q, struct reply *out)
{
    ctx_touch(c, STR("organ"), 0, STR("pick"));
    return offer(c, q, person_store_organs, out);
}
