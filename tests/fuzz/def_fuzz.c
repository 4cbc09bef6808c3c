/* A def file: YAML as we read it, either a tree or a line that says what is wrong. */
#include <stdint.h>

#include <stdlib.h>

#include "def/def.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    struct str in = { (const char *)p, n };

    if (a.base == NULL)
        arena_open(&a, (size_t)512 << 20);
    struct node root;
    struct str why = STR("");
    if (yaml_parse(&a, "fuzz.yaml", in, &root, &why) != ERR_OK && why.n == 0)
        abort();
    arena_reset(&a);
    return 0;
}
