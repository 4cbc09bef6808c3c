/* heads.c - the audit chain's key from the vault at start, and its new heads back to the vault: truncation shows against them. */
#include "app/app.h"

#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "gate/audit.h"

enum err audit_key_load(struct app *app)
{
    unsigned char key[AUDIT_KEY_BYTES];

    TRY(vault_audit_key(app->vault, key));
    audit_key_set(key);
    sodium_memzero(key, sizeof key);
    return ERR_OK;
}

static enum err heads_read(struct ctx *c, struct app *app)
{
    static int64_t sent_organ[64], sent_seq[64];        /* what the vault has already; one thread calls this */
    struct stmt *q = db_get(c->db, SQL_AUDIT_CHAINS);

    while (db_next(q)) {
        int64_t organ = db_int(q, 0), seq = db_int(q, 1);
        struct str mac = db_str(q, 2, c->a);
        size_t slot = (size_t)((uint64_t)organ % 64);
        if ((sent_organ[slot] == organ && sent_seq[slot] == seq) || mac.n != 32)
            continue;
        if (vault_put_head(app->vault, organ, seq, (const unsigned char *)mac.p, c->now_ms) != ERR_OK) {
            log_line(LOG_WARN, "the vault did not take an audit head");
            continue;                   /* the next round tries again */
        }
        sent_organ[slot] = organ;
        sent_seq[slot] = seq;
    }
    return db_end(q);
}

void writer_heads(struct app *app, struct arena *a)
{
    struct ctx c;
    struct db *db = NULL;
    struct str why;

    if (data_connect(app, DB_READ, &db, &why) != ERR_OK)
        return;
    ctx_start(app, &c, a, db, &app->rand);
    enum err e = db_begin(db, DB_READ);
    if (e == ERR_OK)
        e = heads_read(&c, app);
    if (e != ERR_OK)
        log_line(LOG_WARN, "audit heads: %s", err_text(e));
    db_rollback(db);
    db_close(db);
}
