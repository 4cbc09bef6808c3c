/* pick.c - the code that a person means: typed as code, number on screen, label or pinyin initials. */
#include "def/def.h"

#include "base/pinyin.h"
#include "base/utf8.h"

/* One way of typing; the first way that fits exactly one row wins, so that a number never loses against a label's head. */
enum way { WAY_CODE, WAY_NUMBER, WAY_LABEL, WAY_INITIALS, WAY_HEAD, WAY_INITIALS_HEAD, WAY__MAX };

static bool fits(struct arena *a, const struct def_code *c, enum way way, struct str typed, struct str folded)
{
    int64_t number;

    switch (way) {
    case WAY_CODE:          return str_eq(c->code, typed) || str_eq(text_fold(a, c->code), folded);
    case WAY_NUMBER:        return str_to_int(folded, &number) && number == c->ord;
    case WAY_LABEL:         return str_eq(text_fold(a, c->zh), folded) || str_eq(text_fold(a, c->en), folded);
    case WAY_INITIALS:      return str_eq(pinyin_initials(a, c->zh), folded);
    case WAY_HEAD:          return str_starts(text_fold(a, c->zh), folded) || str_starts(text_fold(a, c->en), folded);
    case WAY_INITIALS_HEAD: return str_starts(pinyin_initials(a, c->zh), folded);
    default:                return false;
    }
}

static const struct def_code *only_fit(struct arena *a, const struct def_list *list, enum way way, struct str typed, bool *several)
{
    struct str folded = text_fold(a, typed);
    const struct def_code *found = NULL;

    *several = false;
    for (int i = 0; i < list->n && folded.n > 0; i++) {
        if (!fits(a, &list->items[i], way, typed, folded))
            continue;
        *several = found != NULL;
        if (*several)
            return NULL;
        found = &list->items[i];
    }
    return found;
}

#define PICK_BYTES ((size_t)1 << 20)

const struct def_code *def_pick(const struct def *d, const char *list, struct str typed)
{
    const struct def_list *l = def_list(d, list);
    const struct def_code *found = NULL;
    bool several = false;
    struct arena a;

    typed = str_trim(typed);
    if (typed.n == 0 || typed.n > 200)
        return NULL;
    arena_open(&a, PICK_BYTES);         /* the call owns nothing afterwards: no arena is asked of the caller */
    for (enum way way = 0; way < WAY__MAX && found == NULL && !several; way++)
        found = only_fit(&a, l, way, typed, &several);
    arena_close(&a);
    return found;
}
