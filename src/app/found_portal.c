/* found_portal.c - an outside for this organ: its public keys, a signing pair of its own with the organ's certificate, a ferry pair. On a
 * demonstration it stands beside the inside, at DIR/portal; otherwise it is made on its own machine from what is carried there. */
#include "app/app.h"

#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "app/portal.h"
#include "area/ferry/ferry.h"
#include "area/handover/article15_key.h"

/* Where no key of the next higher organ is loaded, a pair is made whose private half is handed to that organ: this one cannot open it. The vault
 * is told the public half, as at a founding. */
static enum err art15_pair(struct app *app, struct arena *a, unsigned char public_key[32])
{
    const struct vault_asker by = { 0, app_now(app) };
    struct article15_key k;
    struct vault_article15 known;
    enum err e = article15_key_make(a, str_fmt(a, "%s/article15.key", app->data_dir).p, STR(""), &k);

    memcpy(public_key, k.public_key, sizeof k.public_key);
    sodium_memzero(&k, sizeof k);
    TRY(e);
    return vault_article15(app->vault, &by, (struct str){ (const char *)public_key, 32 }, &known);
}

/* The outside goes by the same clock, which is another one on a demonstration. */
static enum err config_write(const struct app *app, const char *dir)
{
    char path[1200], text[128];

    snprintf(path, sizeof path, "%s/config", dir);
    int n = snprintf(text, sizeof text, "demo=%d\nclock_offset_ms=%lld\n", app->demo ? 1 : 0, (long long)app->clock_offset_ms);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool whole = fd >= 0 && write(fd, text, (size_t)n) == n && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return whole ? ERR_OK : ERR_FULL;
}

enum err portal_make(struct app *app, struct arena *a, const char *dir, const struct portal_keys *k)
{
    char url[1200];
    struct str why;
    struct db *db = NULL;

    TRY(portal_create(a, dir, k));
    TRY(config_write(app, dir));
    snprintf(url, sizeof url, "sqlite:%.1080s/portal.db", dir);
    TRY(db_open(&db, str_z(url), DB_WRITE, &why));
    enum err e = db_migrate_in(db, "sql/portal/", app_now(app), &why);
    db_close(db);
    return e;
}

void portal_pairs_new(struct portal_keys *k, struct date from)
{
    crypto_sign_keypair(k->ack_public, k->ack_secret);
    crypto_sign_keypair(k->ferry_public, k->ferry_secret);
    k->ack_from = from;
    k->ack_to = date_add_months(from, PORTAL_CERTIFICATE_MONTHS);
}

struct beside { struct portal_keys k; int64_t organ_id; };

static enum err pin(struct ctx *c, void *arg)
{
    const struct beside *b = arg;

    return ferry_pin_beside(c, b->organ_id, &b->k);
}

enum err portal_found(struct app *app, struct ctx *c, const struct organ *o)
{
    struct beside b = { .k = { .organ_code = o->code, .organ_name = o->name }, .organ_id = o->id };
    struct vault_public organ;
    char dir[1100];

    TRY(vault_public(app->vault, &organ));
    memcpy(b.k.matter, organ.matter, sizeof b.k.matter);
    memcpy(b.k.identity, organ.identity, sizeof b.k.identity);
    memcpy(b.k.organ_sign, organ.sign, sizeof b.k.organ_sign);
    TRY(art15_pair(app, c->a, b.k.art15));
    app->fixed_now_ms = 0;              /* from today on, whatever day a demonstration was filling itself */
    portal_pairs_new(&b.k, date_of_ms(app_now(app)));
    TRY(vault_certify(app->vault, ack_certificate_text(c->a, &b.k), b.k.ack_certificate));
    snprintf(dir, sizeof dir, "%.1000s/portal", app->data_dir);
    enum err e = portal_make(app, c->a, dir, &b.k);
    if (e == ERR_OK)
        e = writer_run(app, c, pin, &b);
    sodium_memzero(&b, sizeof b);
    return e;
}
