#include "net/request.h"

#include <string.h>

struct str req_str(const struct request *q, const char *name)
{
    struct str want = str_z(name);

    for (int i = 0; i < q->n_fields; i++)
        if (str_eq(q->fields[i].name, want))
            return q->fields[i].value;
    return STR("");
}

bool req_has(const struct request *q, const char *name)
{
    struct str want = str_z(name);

    for (int i = 0; i < q->n_fields; i++)
        if (str_eq(q->fields[i].name, want))
            return true;
    return false;
}

int64_t req_int(const struct request *q, const char *name, int64_t otherwise)
{
    int64_t v;

    return str_to_int(req_str(q, name), &v) ? v : otherwise;
}

int req_all(const struct request *q, const char *name, struct str *out, int max)
{
    struct str want = str_z(name);
    int n = 0;

    for (int i = 0; i < q->n_fields && n < max; i++)
        if (str_eq(q->fields[i].name, want))
            out[n++] = q->fields[i].value;
    return n;
}

int req_fault(const struct request *q, struct str name)
{
    for (int i = 0; i < q->n_bad; i++)
        if (str_eq(q->bad[i].name, name))
            return q->bad[i].fault;
    return 0;
}
