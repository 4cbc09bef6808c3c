/* Document templates, free texts and values, made up by libFuzzer, through every writer that needs no font.
 *
 * Input: template, U+0001, free text and text value. Build: clang -fsanitize=fuzzer,address,undefined. A template that is
 * accepted must be written by all of them without a refusal. */
#include <stdint.h>
#include <stdlib.h>

#include "doc/doc_layout.h"
#include "doc/template.h"

static struct str value_text;

static struct doc_value value(void *self, struct arena *a, enum doc_ask ask, struct str id, struct doc_row row)
{
    (void)self;
    (void)a;
    return (struct doc_value){ .known = id.n % 7 != 6, .state = (enum doc_state)(id.n % 3), .text = value_text,
                               .value = id.n % 2 == 0 ? STR("0") : STR("12"), .yes = row.index % 2 == 0, .phrase = ask == ASK_YOY };
}

static int rows(void *self, struct str list)
{
    (void)self;
    return (int)(list.n % 4) - 1;
}

static void write_all(const struct doc *d)
{
    struct str out;
    const struct doc_layout *l = doc_layout(d, NULL);

    for (int i = 0; i < l->n_lines; i++)
        if (l->lines[i].page < 0 || l->lines[i].page >= l->n_pages || l->lines[i].n < 0)
            abort();
    if (doc_text(d, &out) != ERR_OK || doc_md(d, &out) != ERR_OK || doc_json(d, &out) != ERR_OK)
        abort();
    if (doc_html(d, (struct doc_html_opts){ .whole = true }, &out) != ERR_OK || doc_docx(d, &out) != ERR_OK)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    struct str rest = { (const char *)p, n }, template = str_cut(&rest, '\x01');
    const struct doc_values v = { .value = value, .rows = rows, .unregistered = STR("-") };
    struct doc *d;
    struct str why;

    if (n > 4096)
        return 0;
    if (a.base == NULL)
        arena_open(&a, (size_t)256 << 20);
    value_text = rest;
    if (template_fill(&a, template, &v, &d, &why) == ERR_OK && !a.full)
        write_all(d);
    template_free_fault(&a, template, &v);
    arena_reset(&a);
    return 0;
}
