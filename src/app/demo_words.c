/* demo_words.c - the words of the invented district (def/demo/words.md) and how they are put together. */
#include <string.h>

#include "app/demo_int.h"
#include "base/buf.h"
#include "def/calendar.h"
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
    static const char *const heads[WORDS__MAX] = { "surnames", "given", "towns", "villages", "communities", "bureaus", "schools", "hospitals",
        "companies", "problems", "openers", "closers", "posts", "plans", "suspicions", "proposals", "phrases", "suggestions", "outside",
        "empty", "appeals", "reports", "talk" };
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

/* Year, month, amount in ten thousand yuan, households, times: another number for every k. */
struct str demo_filled(struct ctx *c, struct str text, int k)
{
    struct buf b = buf_new(c->a, 4096);

    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '$' || i + 1 == text.n) {
            buf_char(&b, text.p[i]);
            continue;
        }
        switch (text.p[++i]) {
        case 'Y': buf_int(&b, 2015 + k * 5 % 4); break;
        case 'M': buf_int(&b, 1 + k * 7 % 12); break;
        case 'N': buf_fmt(&b, "%d.%d", 1 + k * 3 % 19, 1 + k * 7 % 9); break;
        case 'H': buf_int(&b, 6 + k * 11 % 37); break;
        default:  buf_int(&b, 3 + k % 4); break;
        }
    }
    return buf_str(&b);
}

static bool occurs(struct str problem, char kind)
{
    char word[2] = { kind, '\0' };

    return kind == 0 || str_has(demo_part(problem, 3), str_z(word));
}

struct str demo_problem(const struct demo *d, int k, char kind)
{
    int n = d->words[WORDS_PROBLEMS].n;

    for (int i = 0; i < n; i++) {
        struct str line = demo_word(d, WORDS_PROBLEMS, k * 11 + k / 7 + i);
        if (occurs(line, kind))
            return line;
    }
    return demo_word(d, WORDS_PROBLEMS, k);
}

char demo_kind(struct str problem, int k)
{
    struct str kinds = demo_part(problem, 3);
    int n = (int)(kinds.n + 1) / 2;

    return kinds.n > 0 ? kinds.p[k % n * 2] : 'b';
}

static struct str unit_of(struct ctx *c, const struct demo *d, int k, char kind)
{
    switch (kind) {
    case 'v': return str_join(c->a, demo_word(d, WORDS_TOWNS, k % 4), demo_word(d, WORDS_VILLAGES, k * 5 + k / 4));
    case 'q': return str_join(c->a, demo_word(d, WORDS_TOWNS, 4 + k % 2), demo_word(d, WORDS_COMMUNITIES, k / 2));
    case 't': return demo_word(d, WORDS_TOWNS, k);
    case 'e': return demo_word(d, WORDS_SCHOOLS, k);
    case 'm': return demo_word(d, WORDS_HOSPITALS, k);
    case 'c': return demo_word(d, WORDS_COMPANIES, k);
    default:  return demo_word(d, WORDS_BUREAUS, k);
    }
}

struct demo_subject demo_subject(struct ctx *c, const struct demo *d, int k, char kind)
{
    struct str fits[DEMO_WORDS_MAX], post = STR("");
    char word[2] = { kind, '\0' };
    int n = 0;

    for (int i = 0; i < d->words[WORDS_POSTS].n; i++)
        if (str_eq(demo_part(demo_word(d, WORDS_POSTS, i), 3), str_z(word)))
            fits[n++] = demo_word(d, WORDS_POSTS, i);
    if (n > 0)
        post = fits[(k * 3 + k / 5 + k / 2) % n];
    return (struct demo_subject){ demo_name(c, d, k), unit_of(c, d, k, kind), demo_part(post, 0), demo_part(post, 1), demo_part(post, 2),
        demo_part(post, 4).n > 0 || k % 4 != 3 };
}

/* Years before the first notice known to def/calendar count Monday to Friday. */
bool demo_workday(const struct ctx *c, struct date day)
{
    enum day_kind kind = calendar_day(c->def, day);

    return kind == DAY_WORK || (kind == DAY_UNKNOWN && date_weekday(day) <= 5);
}

bool demo_is(const struct demo *d, const char *iso)
{
    struct date day;

    return date_parse_iso(str_z(iso), &day) && date_cmp(day, d->today) == 0;
}
