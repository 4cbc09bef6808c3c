/* words.c - blank-separated lists of words in a value of def/. */
#include "def/load.h"

bool node_has_word(const struct node *map, const char *key, struct str word)
{
    struct str list = map != NULL ? node_str(map, key) : STR("");

    while (list.n > 0)
        if (str_eq(str_trim(str_cut(&list, ' ')), word))
            return true;
    return false;
}

bool word_among(struct str word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(word, str_z(words[i])))
            return true;
    return false;
}
