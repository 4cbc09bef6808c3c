#include "base/text.h"

#include "base/buf.h"

struct str text_of(enum lang l, int text_id)
{
    if (text_id <= T__NONE || text_id >= T__MAX)
        return STR("");
    return str_z(text_rows[text_id].text[l == LANG_EN]);
}

struct str text_args(struct arena *a, enum lang l, int text_id, const struct str *args, int n)
{
    struct str s = text_of(l, text_id);
    size_t most = s.n + 1, from = 0;

    for (int i = 0; i < n; i++)
        most += 4 * args[i].n;                  /* an argument may stand more than once */
    struct buf b = buf_new(a, most);
    for (size_t i = 0; i + 2 < s.n; i++) {
        int k = s.p[i + 1] - '0';
        if (s.p[i] != '{' || s.p[i + 2] != '}' || k < 0 || k >= n)
            continue;
        buf_add(&b, (struct str){ s.p + from, i - from });
        buf_add(&b, args[k]);
        from = i + 3;
        i += 2;
    }
    buf_add(&b, str_from(s, from));
    return buf_str(&b);
}

bool text_find(struct str name, int *text_id)
{
    int lo = T__NONE + 1, hi = T__MAX - 1;

    while (lo <= hi) {
        int mid = lo + (hi - lo) / 2, d = str_cmp(name, str_z(text_rows[mid].key));
        if (d == 0) {
            *text_id = mid;
            return true;
        }
        if (d < 0)
            hi = mid - 1;
        else
            lo = mid + 1;
    }
    return false;
}

struct str refusal_text(struct ctx *c, enum err e)
{
    int id = c->why_id;

    if (id != 0)
        return text_args(c->a, c->lang, id, c->why_args, WHY_ARGS_MAX);
    if (text_find(str_fmt(c->a, "err.%s", err_name(e)), &id))
        return text_of(c->lang, id);
    return str_z(err_text(e));
}
