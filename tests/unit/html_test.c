/* What becomes of a text on a page: the five bytes that mean something there, and the characters that nobody sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "page/html.h"

#define ROOM ((size_t)64 << 10)

struct word { struct str in, text, visible; };

static void each(void (*write)(struct html *h, struct str s), struct str in, struct str want)
{
    struct arena a;

    arena_open(&a, (size_t)1 << 20);
    struct html h = { buf_new(&a, ROOM) };
    write(&h, in);
    struct str got = buf_str(&h.b);
    if (!str_eq(got, want))
        fail_msg("%.*s became %.*s", PF(in), PF(got));
    arena_close(&a);
}

static void texts_are_escaped(void **state)
{
    static const struct word words[] = {
        { STR_INIT(""), STR_INIT(""), STR_INIT("") },
        { STR_INIT("a<b>&\"'"), STR_INIT("a&lt;b&gt;&amp;&quot;&#39;"), STR_INIT("a&lt;b&gt;&amp;&quot;&#39;") },
        { STR_INIT("<"), STR_INIT("&lt;"), STR_INIT("&lt;") },
        { STR_INIT("反映“三岔村”，第1号——某、某…"), STR_INIT("反映“三岔村”，第1号——某、某…"), STR_INIT("反映“三岔村”，第1号——某、某…") },
        { STR_INIT("张\u200b三"), STR_INIT("张\u200b三"), STR_INIT("张[U+200B]三") },
        { STR_INIT("\u00ada\u034fb\u061cc\u180ed\u2066e\ufefff"), STR_INIT("\u00ada\u034fb\u061cc\u180ed\u2066e\ufefff"),
          STR_INIT("[U+00AD]a[U+034F]b[U+061C]c[U+180E]d[U+2066]e[U+FEFF]f") },
        { STR_INIT("\u200b<\u200b"), STR_INIT("\u200b&lt;\u200b"), STR_INIT("[U+200B]&lt;[U+200B]") },
        { STR_INIT(" 村 "), STR_INIT(" 村 "), STR_INIT("␣村␣") },
        { STR_INIT("  "), STR_INIT("  "), STR_INIT("␣") },
        { STR_INIT("\xe2\x80"), STR_INIT("\xe2\x80"), STR_INIT("\xe2\x80") },               /* torn: as it is */
        { STR_INIT("\xef\xe2\x80\x8b<"), STR_INIT("\xef\xe2\x80\x8b&lt;"), STR_INIT("\xef[U+200B]&lt;") },
        { STR_INIT("\U0001F600é¬"), STR_INIT("\U0001F600é¬"), STR_INIT("\U0001F600é¬") },
    };

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        each(html_text, words[i].in, words[i].text);
        each(html_visible, words[i].in, words[i].visible);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(texts_are_escaped) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
