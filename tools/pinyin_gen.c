/* pinyin_gen.c - writes build/gen/pinyin_table.c: one reading for each Han character.
 *
 * usage: pinyin_gen OUTPUT.c
 * Readings come from ICU's Han-Latin transliterator, corrected by SINGLE rows of
 * src/base/pinyin.def. ICU is needed at build only: its data would cost the server more memory than
 * everything else it holds.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/pinyin_table.h"

#define SYLLABLES_MAX 1024
#define UNITS_MAX     64        /* UTF-16 units of one reading, decomposed */
#define HAN_FIRST     0x3400

static char syllables[SYLLABLES_MAX][PINYIN_SYLLABLE_BYTES];
static int syllable_n = 1;              /* 0 stays empty: no reading */
static uint16_t readings[PINYIN_PAGES * PINYIN_PAGE];

static const struct { const char *text, *sound; } singles[] = {
#define SURNAME(text, sounds)
#define WORD(text, sounds)
#define SINGLE(text, sound) { text, sound },
#include "base/pinyin.def"
};

static void fail(const char *what)
{
    fprintf(stderr, "pinyin_gen: %s\n", what);
    exit(1);
}

static uint16_t reading_of(const char *syllable, int tone)
{
    int i = 1;

    while (i < syllable_n && strcmp(syllables[i], syllable) != 0)
        i++;
    if (i == syllable_n) {
        if (syllable_n == SYLLABLES_MAX)
            fail("too many syllables");
        snprintf(syllables[syllable_n++], PINYIN_SYLLABLE_BYTES, "%s", syllable);
    }
    return (uint16_t)(i << PINYIN_TONE_BITS | tone);
}

static int tone_of(UChar mark)
{
    return mark == 0x0304 ? 1 : mark == 0x0301 ? 2 : mark == 0x030C ? 3 : mark == 0x0300 ? 4 : 0;
}

/* parse - decomposed Latin ("wa" U+0301 "ng") to a reading; 0 for anything else. */
static uint16_t parse(const UChar *u, int32_t n)
{
    char syllable[PINYIN_SYLLABLE_BYTES] = "";
    size_t len = 0;
    int tone = 0;

    for (int32_t i = 0; i < n; i++) {
        if (u[i] >= 'a' && u[i] <= 'z' && len + 1 < sizeof syllable) {
            syllable[len++] = (char)u[i];
        } else if (u[i] == 0x0308 && len + 1 < sizeof syllable) {
            syllable[len++] = ':';
        } else if (tone_of(u[i]) != 0 && tone == 0) {
            tone = tone_of(u[i]);
        } else if (u[i] != 0x0302) {
            return 0;
        }
    }
    return len == 0 ? 0 : reading_of(syllable, tone == 0 ? 5 : tone);
}

static void take_icu(void)
{
    static const UChar id[] = u"Han-Latin";
    UErrorCode e = U_ZERO_ERROR;
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &e);
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&e);

    if (U_FAILURE(e))
        fail(u_errorName(e));
    for (UChar32 cp = HAN_FIRST; cp <= PINYIN_LAST; cp++) {
        UChar latin[UNITS_MAX], parts[UNITS_MAX];
        int32_t n = 0, end, parts_n;

        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        U16_APPEND_UNSAFE(latin, n, cp);
        end = n;
        e = U_ZERO_ERROR;
        utrans_transUChars(t, latin, &n, UNITS_MAX, 0, &end, &e);
        parts_n = unorm2_normalize(nfd, latin, n, parts, UNITS_MAX, &e);
        if (U_FAILURE(e))
            fail(u_errorName(e));
        readings[cp] = parse(parts, parts_n);
    }
    utrans_close(t);
}

static void take_singles(void)
{
    for (size_t i = 0; i < sizeof singles / sizeof *singles; i++) {
        char syllable[PINYIN_SYLLABLE_BYTES];
        const char *sound = singles[i].sound;
        size_t len = strlen(sound) - 1;
        UErrorCode e = U_ZERO_ERROR;
        UChar u[3];
        UChar32 cp;
        int32_t n = 0;

        u_strFromUTF8(u, 3, &n, singles[i].text, -1, &e);
        if (U_FAILURE(e) || n == 0 || len >= sizeof syllable)
            fail("a SINGLE row of pinyin.def cannot be read");
        cp = n == 1 ? u[0] : U16_GET_SUPPLEMENTARY(u[0], u[1]);
        memcpy(syllable, sound, len);
        syllable[len] = 0;
        readings[cp] = reading_of(syllable, sound[len] - '0');
    }
}

static bool is_empty(int page)
{
    for (int i = 0; i < PINYIN_PAGE; i++)
        if (readings[page * PINYIN_PAGE + i] != 0)
            return false;
    return true;
}

static void write_page(FILE *f, int page)
{
    fprintf(f, "    {   /* U+%X */", (unsigned)(page * PINYIN_PAGE));
    for (int i = 0; i < PINYIN_PAGE; i++)
        fprintf(f, "%s%d,", i % 16 == 0 ? "\n        " : " ", readings[page * PINYIN_PAGE + i]);
    fprintf(f, "\n    },\n");
}

static void write_table(FILE *f)
{
    int used = 1;

    fprintf(f, "/* Made by tools/pinyin_gen.c from ICU %s; edit that or "
            "src/base/pinyin.def, not me. */\n"
            "#include \"base/pinyin_table.h\"\n\n"
            "const char pinyin_syllables[][PINYIN_SYLLABLE_BYTES] = {", U_ICU_VERSION);
    for (int i = 0; i < syllable_n; i++)
        fprintf(f, "%s\"%s\",", i % 10 == 0 ? "\n    " : " ", syllables[i]);
    fprintf(f, "\n};\n\nconst uint16_t pinyin_pages[PINYIN_PAGES] = {");
    for (int page = 0; page < PINYIN_PAGES; page++)
        fprintf(f, "%s%d,", page % 16 == 0 ? "\n    " : " ", is_empty(page) ? 0 : used++);
    fprintf(f, "\n};\n\nconst uint16_t pinyin_readings[][PINYIN_PAGE] = {\n    { 0 },\n");
    for (int page = 0; page < PINYIN_PAGES; page++)
        if (!is_empty(page))
            write_page(f, page);
    fprintf(f, "};\n");
}

int main(int argc, char **argv)
{
    FILE *f;

    if (argc != 2)
        fail("usage: pinyin_gen OUTPUT.c");
    take_icu();
    take_singles();
    f = fopen(argv[1], "w");
    if (f == NULL)
        fail(argv[1]);
    write_table(f);
    return fclose(f) == 0 ? 0 : 1;
}
