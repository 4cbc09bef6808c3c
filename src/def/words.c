/* words.c - blank-separated lists of words in a value of def/. */
#include "def/def.h"

bool node_has_word(const struct node *map, const char *key, struct str word)
{
    struct str list = map != NULL ? node_str(map, key) : STR("");

    while (list.n > 0)
        if (str_eq(str_trim(str_cut(&list, ' ')), word))
            return true;
    return false;
}
