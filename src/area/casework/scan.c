#include "area/casework/scan.h"

#include <sodium.h>

#include "area/casework/scan_store.h"
#include "gate/gate.h"
#include "gen/text.h"

static const struct { const char *type, *shown, *mime, *head; size_t n; } kinds[] = {
    { "pdf", "PDF", "application/pdf", "%PDF-", 5 }, { "jpg", "JPG", "image/jpeg", "\xff\xd8\xff", 3 },
    { "png", "PNG", "image/png", "\x89PNG\r\n\x1a\n", 8 },
};

struct str scan_mime(const struct scan *s)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(s->type, str_z(kinds[i].type)))
            return str_z(kinds[i].mime);
    return STR("application/octet-stream");
}

struct str scan_label(const struct scan *s)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(s->type, str_z(kinds[i].type)))
            return str_z(kinds[i].shown);
    return s->type;
}

enum err scan_read(struct ctx *c, struct str name, struct str bytes, struct scan *out)
{
    unsigned char hash[crypto_hash_sha256_BYTES];

    *out = (struct scan){ .name = name, .bytes = bytes, .size = (int64_t)bytes.n };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_starts(bytes, (struct str){ kinds[i].head, kinds[i].n }))
            out->type = str_z(kinds[i].type);
    if (out->type.n == 0)
        return refuse_field(c, STR("scan"), ERR_INVALID, T_result_scan_kind, name);
    if (bytes.n > SCAN_MAX_BYTES)
        return refuse_field(c, STR("scan"), ERR_INVALID, T_result_scan_large, name);
    crypto_hash_sha256(hash, (const unsigned char *)bytes.p, bytes.n);
    out->sha256 = str_hex(c->a, hash, sizeof hash);
    return ERR_OK;
}

enum err scan_keep(struct ctx *c, int64_t result_id, struct scan *s)
{
    s->ref = rand_ref(c->rand);
    return scan_store_add(c, result_id, s);
}

enum err scans_of(struct ctx *c, int64_t result_id, struct scan **out, int *n) { return scan_store_of(c, result_id, out, n); }

enum err scan_load(struct ctx *c, int64_t result_id, int64_t ref, struct scan *out) { return scan_store_load(c, result_id, ref, out); }
