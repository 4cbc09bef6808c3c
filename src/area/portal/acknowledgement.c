#include "area/portal/acknowledgement.h"

#include <string.h>

#include "seal/certify.h"

#define ACK_TEXT_MAX 4096
#define FORM_1 "XIEZHI-ACKNOWLEDGEMENT-1"
#define FORM_2 "XIEZHI-ACKNOWLEDGEMENT-2"

/* ---- what is signed fits this text and no other, and tells nothing without the receipt's salt */
static void hash_str(crypto_generichash_state *h, struct str s)
{
    unsigned char n[8];

    for (int i = 0; i < 8; i++)
        n[i] = (unsigned char)((uint64_t)s.n >> (8 * i));
    crypto_generichash_update(h, n, sizeof n);
    crypto_generichash_update(h, (const unsigned char *)s.p, s.n);
}

static void content_hash(const struct portal_report *r, struct str organ, struct str day, const unsigned char salt[32], unsigned char out[32])
{
    const struct str all[] = { organ, day, r->kind, r->accused_rank, r->accused_name, r->accused_unit, r->subject, r->body, r->happened_on,
        r->place, r->known };
    crypto_generichash_state h;

    crypto_generichash_init(&h, salt, 32, 32);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        hash_str(&h, all[i]);
    for (int i = 0; i < r->n_files; i++)
        crypto_generichash_update(&h, r->files[i]->hash, sizeof r->files[i]->hash);
    crypto_generichash_final(&h, out, 32);
    sodium_memzero(&h, sizeof h);
}

void ack_closed_hash(struct str screen, struct str matter, struct str identity, unsigned char out[32])
{
    crypto_generichash_state h;

    crypto_generichash_init(&h, NULL, 0, 32);
    hash_str(&h, screen);
    hash_str(&h, matter);
    hash_str(&h, identity);
    crypto_generichash_final(&h, out, 32);
}

/* ---- writing */
static struct str base64(struct arena *a, const void *p, size_t n)
{
    size_t room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
    char *out = NEWS(a, char, room);

    sodium_bin2base64(out, room, p, n, sodium_base64_VARIANT_ORIGINAL);
    return str_z(out);
}

struct str ack_write(struct arena *a, const struct portal_keys *k, const struct portal_report *r, const struct portal_taken *t, struct str day)
{
    unsigned char hash[32], closed[32], signature[crypto_sign_BYTES];

    content_hash(r, k->organ_code, day, t->keys.salt, hash);
    ack_closed_hash(t->screen, t->matter, t->identity, closed);
    struct str report = str_hex(a, hash, sizeof hash), shut = str_hex(a, closed, sizeof closed);
    struct str head = str_fmt(a, FORM_1 "\norgan: %.*s\nname: %.*s\nday: %.*s\nreport: %.*s\nclosed: %.*s\n", PF(k->organ_code),
        PF(k->organ_name), PF(day), PF(report), PF(shut));
    crypto_sign_detached(signature, NULL, (const unsigned char *)head.p, head.n, k->ack_secret);
    return str_fmt(a, "%.*ssignature: %.*s\nkey: %.*s\nvalid: %.*s..%.*s\ncertificate: %.*s\n", PF(head),
        PF(base64(a, signature, sizeof signature)), PF(base64(a, k->ack_public, sizeof k->ack_public)),
        PF(date_str(a, k->ack_from)), PF(date_str(a, k->ack_to)), PF(base64(a, k->ack_certificate, sizeof k->ack_certificate)));
}

/* ---- reading: lines in their order */
struct lines { struct str rest; bool bad; };

static struct str value(struct lines *l, const char *name)
{
    struct str line = str_cut(&l->rest, '\n'), want = str_z(name);

    if (!str_starts(line, want)) {
        l->bad = true;
        return STR("");
    }
    return str_from(line, want.n);
}

static void hex_value(struct lines *l, const char *name, unsigned char out[32])
{
    if (!str_unhex(value(l, name), out, 32))
        l->bad = true;
}

static void base64_value(struct lines *l, const char *name, unsigned char *out, size_t n)
{
    struct str s = value(l, name);
    size_t got = 0;
    const char *end = NULL;

    if (sodium_base642bin(out, n, s.p, s.n, NULL, &got, &end, sodium_base64_VARIANT_ORIGINAL) != 0 || got != n || end != s.p + s.n)
        l->bad = true;
}

/* As a page, a file or a mail program hands it over: the line ends are the signed ones again, nothing stands behind the last line. */
static struct str plain_lines(struct arena *a, struct str text)
{
    struct str s = str_trim(text);
    char *p = NEWS(a, char, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r')
            p[n++] = s.p[i];
    p[n++] = '\n';
    return (struct str){ p, n };
}

static void days_value(struct lines *l, struct ack *k)
{
    struct str both = value(l, "valid: ");

    l->bad = l->bad || both.n != 22 || memcmp(both.p + 10, "..", 2) != 0;
    k->from = str_head(both, 10);
    k->to = str_from(both, l->bad ? both.n : 12);
}

bool ack_read(struct arena *a, struct str text, struct ack *out)
{
    struct str whole = text.n <= ACK_TEXT_MAX ? plain_lines(a, text) : STR("");
    struct lines l = { .rest = whole };
    struct str first = str_cut(&l.rest, '\n');

    *out = (struct ack){ .form = str_eq(first, STR(FORM_1)) ? 1 : str_eq(first, STR(FORM_2)) ? 2 : 0 };
    if (out->form == 0)
        return false;
    out->organ = value(&l, "organ: ");
    if (out->form == 1)
        out->name = value(&l, "name: ");
    out->day = value(&l, "day: ");
    if (out->form == 1)
        hex_value(&l, "report: ", out->report);
    hex_value(&l, "closed: ", out->closed);
    out->head = str_head(whole, whole.n - l.rest.n);
    base64_value(&l, "signature: ", out->signature, sizeof out->signature);
    base64_value(&l, "key: ", out->key, sizeof out->key);
    if (out->form == 1) {
        days_value(&l, out);
        base64_value(&l, "certificate: ", out->certificate, sizeof out->certificate);
    }
    return !l.bad && l.rest.n == 0;
}

/* ---- checking */
static enum ack_fault check_site(struct arena *a, const struct ack *k, const unsigned char organ_key[32])
{
    struct portal_keys site = { .organ_code = k->organ };
    struct date day;

    if (crypto_sign_verify_detached(k->signature, (const unsigned char *)k->head.p, k->head.n, k->key) != 0)
        return ACK_SIGNATURE;
    if (!date_parse_iso(k->from, &site.ack_from) || !date_parse_iso(k->to, &site.ack_to) || !date_parse_iso(k->day, &day))
        return ACK_DAY;
    memcpy(site.ack_public, k->key, sizeof site.ack_public);
    if (!certify_check(ack_certificate_text(a, &site), k->certificate, organ_key))
        return ACK_CERTIFICATE;
    return str_cmp(k->day, k->from) < 0 || str_cmp(k->day, k->to) > 0 ? ACK_DAY : ACK_GOOD;
}

enum ack_fault ack_check(struct arena *a, const struct ack *k, struct str organ, const unsigned char organ_key[32])
{
    if (organ.n > 0 && !str_eq(organ, k->organ))
        return ACK_ORGAN;
    if (k->form == 1)
        return check_site(a, k, organ_key);
    return memcmp(k->key, organ_key, sizeof k->key) != 0 ? ACK_ORGAN
        : certify_check(k->head, k->signature, organ_key) ? ACK_GOOD : ACK_SIGNATURE;
}

bool ack_fits(const struct ack *k, const struct portal_report *r, const struct receipt_keys *keys)
{
    unsigned char hash[32];

    content_hash(r, k->organ, k->day, keys->salt, hash);
    return k->form == 1 && sodium_memcmp(hash, k->report, sizeof hash) == 0;
}
