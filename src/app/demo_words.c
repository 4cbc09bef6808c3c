/* demo_words.c - the words of the invented district (def/demo/words.md) and how they are put together. */
#include <string.h>

#include "app/demo_int.h"
#include "gen/embed.h"

struct str demo_file(const char *name)
{
    for (int i = 0; i < embedded_n; i++) {
        struct str n = str_z(embedded_files[i].name);
        if (str_starts(n, STR("def/demo/")) && str_eq(str_from(n, 9), str_z(name)))
            return (struct str){ (const char *)embedded_files[i].p, embedded_files[i].n };
    }
    return STR("");
}

void demo_words_load(struct demo *d)
{
    static const char *const heads[WORDS__MAX] = { "surnames", "given", "towns", "villages", "units", "problems", "posts", "phrases" };
    struct str rest = demo_file("words.md");
    struct demo_words *into = NULL;

    while (rest.n > 0) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        for (int i = 0; i < WORDS__MAX && str_starts(line, STR("## ")); i++)
            if (str_eq(str_from(line, 3), str_z(heads[i])))
                into = &d->words[i];
        if (into != NULL && line.n > 0 && line.p[0] != '#' && into->n < DEMO_WORDS_MAX)
            into->w[into->n++] = line;
    }
}

struct str demo_word(const struct demo *d, enum demo_list list, int k)
{
    const struct demo_words *l = &d->words[list];

    return l->n > 0 ? l->w[k % l->n] : STR("");
}

struct str demo_part(struct str line, int n)
{
    struct str part = str_cut(&line, '|');

    while (n-- > 0)
        part = str_cut(&line, '|');
    return part;
}

struct str demo_name(struct ctx *c, const struct demo *d, int k)
{
    return str_join(c->a, demo_word(d, WORDS_SURNAMES, k * 7 + k / 5), demo_word(d, WORDS_GIVEN, k * 5 + k / 3));
}
