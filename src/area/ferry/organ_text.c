#include "area/ferry/organ_text.h"

#include <string.h>

#include "area/ferry/bundle.h"
#include "seal/certify.h"

#define TEXT_MAX   8192

static struct str hex32(struct arena *a, const unsigned char p[32]) { return str_hex(a, p, 32); }

struct str organ_text_head(struct arena *a, const struct organ_text *t)
{
    struct str m = hex32(a, t->k.matter), i = hex32(a, t->k.identity), s = hex32(a, t->k.sign), x = hex32(a, t->k.art15);

    return str_fmt(a, "XIEZHI-ORGAN-KEYS-1\norgan: %.*s\nname: %.*s\nmatter: %.*s\nidentity: %.*s\narticle15: %.*s\nnext in: %lld\nnext out: %lld\nkey: %.*s\n",
        PF(t->k.code), PF(t->k.name), PF(m), PF(i), PF(x), (long long)t->next_in, (long long)t->next_out, PF(s));
}

struct str site_text_head(struct arena *a, struct str organ, const struct site_keys *k)
{
    struct str ack = hex32(a, k->ack_public), ferry = hex32(a, k->ferry_public), from = date_str(a, k->ack_from), to = date_str(a, k->ack_to);

    return str_fmt(a, "XIEZHI-SITE-KEYS-1\norgan: %.*s\nacknowledgement: %.*s\nfrom: %.*s\nto: %.*s\nkey: %.*s\n", PF(organ), PF(ack),
        PF(from), PF(to), PF(ferry));
}

struct str signed_text_of(struct arena *a, struct str head, const unsigned char signature[64])
{
    struct str hex = str_hex(a, signature, 64);

    return str_fmt(a, "%.*ssignature: %.*s\n", PF(head), PF(hex));
}

/* ---- reading: lines in their order */
struct lines { struct str rest; bool bad; };

static struct str value(struct lines *l, const char *name)
{
    struct str line = str_cut(&l->rest, '\n'), want = str_z(name);

    if (!str_starts(line, want) || line.n < want.n + 2 || line.p[want.n] != ':' || line.p[want.n + 1] != ' ') {
        l->bad = true;
        return STR("");
    }
    return str_from(line, want.n + 2);
}

static void bytes(struct lines *l, const char *name, unsigned char *out, size_t n)
{
    if (!str_unhex(value(l, name), out, n))
        l->bad = true;
}

static struct date day(struct lines *l, const char *name)
{
    struct date d = DATE_NONE;

    if (!date_parse_iso(value(l, name), &d))
        l->bad = true;
    return d;
}

static int64_t number(struct lines *l, const char *name)
{
    int64_t v = 0;

    if (!str_to_int(value(l, name), &v) || v < 1)
        l->bad = true;
    return v;
}

static bool begins(struct lines *l, struct str magic)
{
    struct str first = str_cut(&l->rest, '\n');

    return str_eq(first, magic);
}

/* The rest is the signature's line alone, by `key` over all before it. */
static bool signed_by(struct lines *l, struct str text, const unsigned char key[32])
{
    unsigned char signature[64];
    size_t head = text.n - l->rest.n;

    bytes(l, "signature", signature, sizeof signature);
    return !l->bad && l->rest.n == 0 && certify_check(str_head(text, head), signature, key);
}

bool organ_text_read(struct arena *a, struct str text, struct organ_text *t)
{
    struct lines l = { .rest = text };

    *t = (struct organ_text){ .next_in = 1 };
    if (text.n > TEXT_MAX || !begins(&l, STR("XIEZHI-ORGAN-KEYS-1")))
        return false;
    t->k.code = str_copy(a, value(&l, "organ"));
    t->k.name = str_copy(a, value(&l, "name"));
    bytes(&l, "matter", t->k.matter, 32);
    bytes(&l, "identity", t->k.identity, 32);
    bytes(&l, "article15", t->k.art15, 32);
    t->next_in = number(&l, "next in");
    t->next_out = number(&l, "next out");
    bytes(&l, "key", t->k.sign, 32);
    return t->k.code.n > 0 && t->k.code.n <= BUNDLE_ORGAN_MAX && signed_by(&l, text, t->k.sign);
}

bool site_text_read(struct arena *a, struct str text, struct str *organ, struct site_keys *k)
{
    struct lines l = { .rest = text };

    *k = (struct site_keys){ .ack_from = DATE_NONE };
    if (text.n > TEXT_MAX || !begins(&l, STR("XIEZHI-SITE-KEYS-1")))
        return false;
    *organ = str_copy(a, value(&l, "organ"));
    bytes(&l, "acknowledgement", k->ack_public, 32);
    k->ack_from = day(&l, "from");
    k->ack_to = day(&l, "to");
    bytes(&l, "key", k->ferry_public, 32);
    return signed_by(&l, text, k->ferry_public);
}
