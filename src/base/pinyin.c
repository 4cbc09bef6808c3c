#include "base/pinyin.h"

#include <string.h>

#include "base/buf.h"
#include "base/pinyin_table.h"
#include "base/utf8.h"

#define GROWTH    5             /* 11 bytes for 3: blank, "zhuang", tone, the character */
#define HAN_BYTES 3             /* of the characters in pinyin.def's words */

struct given { struct str text, sounds; };

static const struct given surnames[] = {
#define SINGLE(text, sound)
#define WORD(text, sounds)
#define SURNAME(text, sounds) { STR_INIT(text), STR_INIT(sounds) },
#include "base/pinyin.def"
#undef SURNAME
#undef WORD
};

static const struct given words[] = {
#define SURNAME(text, sounds)
#define WORD(text, sounds) { STR_INIT(text), STR_INIT(sounds) },
#include "base/pinyin.def"
#undef WORD
#undef SURNAME
#undef SINGLE
};

/* A key under way; in_run: the last character was an ASCII letter or digit. */
struct key { struct buf b; bool is_sort; bool in_run; };

/* put - adds one character. sound is "wang2", or "" for what has no reading. */
static void put(struct key *k, struct str character, struct str sound)
{
    bool is_han = sound.n > 0 || (unsigned char)character.p[0] >= 0x80;

    if (!k->is_sort) {
        buf_add(&k->b, sound.n > 0 ? str_head(sound, 1) : character);
        return;
    }
    if (k->b.n > 0 && (is_han || !k->in_run))
        buf_char(&k->b, ' ');           /* below every letter: a shorter text comes first */
    if (is_han && sound.n == 0)
        buf_char(&k->b, '~');           /* above every letter: unknown characters come last */
    buf_add(&k->b, sound);
    buf_add(&k->b, character);
    k->in_run = !is_han;
}

/* sound_of - reading of one code point from the table of the build, written into room. */
static struct str sound_of(uint32_t cp, char room[PINYIN_SYLLABLE_BYTES + 1])
{
    uint16_t reading = cp > PINYIN_LAST ? 0
        : pinyin_readings[pinyin_pages[cp / PINYIN_PAGE]][cp % PINYIN_PAGE];
    size_t n;

    if (reading == 0)
        return STR("");
    n = strlen(pinyin_syllables[reading >> PINYIN_TONE_BITS]);
    memcpy(room, pinyin_syllables[reading >> PINYIN_TONE_BITS], n);
    room[n++] = (char)('0' + (reading & PINYIN_TONE_MASK));
    return (struct str){ room, n };
}

/* listed - the longest entry that `rest` begins with; NULL when there is none. */
static const struct given *listed(const struct given *list, size_t n, struct str rest)
{
    const struct given *best = NULL;

    for (size_t i = 0; i < n; i++)
        if (str_starts(rest, list[i].text) && (best == NULL || list[i].text.n > best->text.n))
            best = &list[i];
    return best;
}

static const struct given *listed_word(struct str rest)
{
    return listed(words, sizeof words / sizeof *words, rest);
}

static const struct given *listed_at(struct str s, size_t at, bool is_name)
{
    const struct given *g;

    if ((unsigned char)s.p[at] < 0x80)
        return NULL;
    if (is_name)
        return at > 0 ? NULL : listed(surnames, sizeof surnames / sizeof *surnames, s);
    g = listed_word(str_from(s, at));
    if (g != NULL && listed_word(str_from(s, at + g->text.n - HAN_BYTES)) != NULL)
        return NULL;            /* in 区长江 the word is 长江 */
    return g;
}

static void put_given(struct key *k, const struct given *g)
{
    struct str sounds = g->sounds;
    uint32_t cp;

    for (size_t at = 0, n; at < g->text.n; at += n) {
        n = utf8_next(g->text, at, &cp);
        put(k, str_head(str_from(g->text, at), n), str_cut(&sounds, ' '));
    }
}

/* The fold leaves letters, digits and Han only, in lower case and half width. */
static struct str make(struct arena *a, struct str raw, bool is_name, bool is_sort)
{
    struct str s = text_fold(a, raw);
    struct key k = { .b = buf_new(a, s.n * GROWTH + 16), .is_sort = is_sort };
    char room[PINYIN_SYLLABLE_BYTES + 1];
    uint32_t cp;

    for (size_t at = 0; at < s.n;) {
        const struct given *g = listed_at(s, at, is_name);

        if (g != NULL) {
            put_given(&k, g);
            at += g->text.n;
        } else {
            size_t n = utf8_next(s, at, &cp);

            put(&k, str_head(str_from(s, at), n), sound_of(cp, room));
            at += n;
        }
    }
    return buf_str(&k.b);
}

struct str pinyin_initials(struct arena *a, struct str s)
{
    return make(a, s, false, false);
}

struct str pinyin_sort(struct arena *a, struct str s)
{
    return make(a, s, false, true);
}

struct str pinyin_name_initials(struct arena *a, struct str name)
{
    return make(a, name, true, false);
}

struct str pinyin_name_sort(struct arena *a, struct str name)
{
    return make(a, name, true, true);
}
