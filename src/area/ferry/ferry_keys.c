/* ferry_keys.c - public halves both ways: the organ's carried out, the outside's pinned by two persons and certified. docs/keys.md is the ceremony. */
#include <string.h>

#include "area/admin/admin.h"
#include "area/ferry/ferry_store.h"
#include "area/ferry/organ_text.h"
#include "area/vault/vault.h"
#include "gate/gate.h"
#include "gen/text.h"

static struct str key_str(struct arena *a, const unsigned char p[32]) { return str_copy(a, (struct str){ (const char *)p, 32 }); }

enum err ferry_organ(struct ctx *c, struct str *code)
{
    struct organ o;

    TRY(organ_by_id(c, c->who->organ_id, &o));
    *code = o.code;
    return o.code.n <= BUNDLE_ORGAN_MAX ? ERR_OK : ERR_BUG;
}

static enum err site_or_none(struct ctx *c, struct ferry_site *s)
{
    enum err e = site_load(c, c->who->organ_id, s);

    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- out */
enum err ferry_article15_keep(struct ctx *c, struct str article15)
{
    struct ferry_site s;
    unsigned char key[32];

    ctx_touch(c, STR("site"), c->who->organ_id, STR("keys"));
    if (article15.n == 0)
        return ERR_OK;
    if (!str_unhex(article15, key, sizeof key))
        return refuse(c, ERR_INVALID, T_ferry_article15);
    TRY(site_or_none(c, &s));
    s.article15 = key_str(c->a, key);
    return site_save(c, c->who->organ_id, &s);
}

/* The vault has it from here, once: what is passed on sealed is closed to it, whatever the server says later. */
static enum err vault_knows(struct ctx *c, const unsigned char article15[32])
{
    const struct vault_asker by = { c->who->id, c->now_ms };
    struct vault_article15 known;
    enum err e = vault_article15(c->vault, &by, (struct str){ (const char *)article15, 32 }, &known);

    return e == ERR_CONFLICT ? refuse(c, e, T_ferry_article15_other) : e == ERR_INVALID ? refuse(c, e, T_ferry_article15) : e;
}

enum err ferry_keys_text(struct ctx *c, struct str article15, struct str *text, struct str *higher)
{
    struct organ_text t = { .k.name = c->who->organ_name };
    struct vault_public keys;
    struct ferry_site s;
    unsigned char signature[64];

    TRY(site_or_none(c, &s));
    TRY(ferry_organ(c, &t.k.code));
    if (article15.n > 0 ? !str_unhex(article15, t.k.art15, 32) : s.article15.n != 32)
        return refuse(c, ERR_INVALID, T_ferry_article15);
    if (article15.n == 0)
        memcpy(t.k.art15, s.article15.p, 32);
    TRY(vault_knows(c, t.k.art15));
    *higher = fingerprint(c->a, (struct str){ (const char *)t.k.art15, 32 });
    TRY(vault_public(c->vault, &keys));
    memcpy(t.k.matter, keys.matter, 32);
    memcpy(t.k.identity, keys.identity, 32);
    memcpy(t.k.sign, keys.sign, 32);
    TRY(ferry_last(c, false, &t.next_in));
    TRY(ferry_last(c, true, &t.next_out));
    t.next_in++;
    t.next_out++;
    struct str head = organ_text_head(c->a, &t);
    TRY(vault_certify(c->vault, head, signature));
    *text = signed_text_of(c->a, head, signature);
    return ERR_OK;
}

/* ---- in */
enum err ferry_pin(struct ctx *c, struct str request, struct str typed)
{
    struct site_keys k;
    struct ferry_site s;
    struct str organ, own;

    if (!site_text_read(c->a, request, &organ, &k))
        return refuse(c, ERR_ALTERED, T_ferry_no_request);
    TRY(ferry_organ(c, &own));
    if (!str_eq(organ, own))
        return refuse(c, ERR_FOREIGN, T_ferry_other_organ, organ);
    if (!fingerprint_is(c->a, site_entry(c->a, &k), typed))
        return refuse(c, ERR_INVALID, T_ferry_fingerprint);
    TRY(site_or_none(c, &s));
    if (s.article15.n != 32)
        return refuse(c, ERR_INVALID, T_ferry_article15);
    s.asked = site_entry(c->a, &k);
    s.asked_by = c->who->id;
    s.asked_anew = true;
    ctx_touch(c, STR("site"), c->who->organ_id, STR("pin asked"));
    return site_save(c, c->who->organ_id, &s);
}

static enum err asked(struct ctx *c, struct ferry_site *s, struct site_keys *k)
{
    TRY(site_or_none(c, s));
    if (s->asked.n == 0 || !site_read(s->asked, k))
        return refuse(c, ERR_NOT_FOUND, T_ferry_nothing_asked);
    return s->asked_by == c->who->id ? refuse(c, ERR_FORBIDDEN, T_ferry_second_person) : ERR_OK;
}

enum err ferry_pin_read(struct ctx *c, struct str typed, struct certificate *out)
{
    struct portal_keys k = { .ack_from = DATE_NONE };
    struct ferry_site s;
    struct site_keys site;

    TRY(asked(c, &s, &site));
    if (!fingerprint_is(c->a, s.asked, typed))
        return refuse(c, ERR_INVALID, T_ferry_fingerprint);
    TRY(ferry_organ(c, &k.organ_code));
    memcpy(k.ack_public, site.ack_public, sizeof k.ack_public);
    k.ack_from = site.ack_from;
    k.ack_to = site.ack_to;
    *out = (struct certificate){ .from = site.ack_from, .to = site.ack_to };
    memcpy(out->ack_public, site.ack_public, sizeof out->ack_public);
    return vault_certify(c->vault, ack_certificate_text(c->a, &k), out->signature);
}

enum err ferry_pin_confirm(struct ctx *c, const struct certificate *x)
{
    struct ferry_site s;
    struct site_keys k;

    TRY(asked(c, &s, &k));
    if (memcmp(k.ack_public, x->ack_public, sizeof k.ack_public) != 0)
        return refuse(c, ERR_CONFLICT, T_err_CONFLICT);
    struct str key = key_str(c->a, k.ferry_public);
    bool first = s.ferry_public.n == 0 || s.asked_anew;
    s.next_public = first ? STR("") : key;
    s.ferry_public = first ? key : s.ferry_public;
    s.ack_public = key_str(c->a, k.ack_public);
    s.ack_from = x->from;
    s.ack_to = x->to;
    s.ack_certificate = str_copy(c->a, (struct str){ (const char *)x->signature, sizeof x->signature });
    s.asked = STR("");
    s.asked_by = 0;
    s.asked_anew = false;
    s.confirmed_by = c->who->id;
    ctx_touch(c, STR("site"), c->who->organ_id, STR("pin confirmed"));
    return site_save(c, c->who->organ_id, &s);
}

enum err ferry_pin_beside(struct ctx *c, int64_t organ_id, const struct portal_keys *k)
{
    struct ferry_site s = { .article15 = key_str(c->a, k->art15), .ferry_public = key_str(c->a, k->ferry_public), .next_public = STR(""),
        .ack_public = key_str(c->a, k->ack_public), .ack_from = k->ack_from, .ack_to = k->ack_to, .asked = STR(""),
        .ack_certificate = str_copy(c->a, (struct str){ (const char *)k->ack_certificate, sizeof k->ack_certificate }) };

    return site_save(c, organ_id, &s);
}
