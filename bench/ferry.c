/* ferry.c - 10,000 closed reports unpacked inside by the whole command, beside a bare loop that checks the same bundle once and inserts the same envelopes. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "area/ferry/bundle.h"
#include "area/ferry/entries.h"
#include "bench.h"
#include "db/db_int.h"

#define REPORTS 10000

static void reports_make(const char *portal)
{
    static struct app app;
    struct arena lasting, a;
    struct portal_keys k;
    struct ctx c;
    struct db *db = NULL;
    struct str why = STR("");

    arena_open(&lasting, 1 << 20);
    arena_open(&a, (size_t)64 << 20);
    snprintf(app.data_dir, sizeof app.data_dir, "%.1000s", portal);
    snprintf(app.db_url, sizeof app.db_url, "sqlite:%.900s/portal.db", portal);
    sure(law_load(&app, &why), "law");
    sure(portal_keys_read(&lasting, portal, &k), "keys");
    sure(db_open(&db, str_z(app.db_url), DB_WRITE, &why), "portal.db");
    sure(db_begin(db, DB_WRITE), "begin");
    for (int i = 0; i < REPORTS; i++) {
        struct portal_report r = { .kind = STR("anonymous"), .accused_rank = STR("village"), .accused_name = STR("某人") };
        struct portal_taken t = { .id = 0 };
        ctx_start(&app, &c, &a, db, &app.rand);
        r.body = str_fmt(&a, "第 %d 件：冒领补贴", i);
        sure(portal_seal(&c, &k, &r, &t), "seal");
        sure(portal_store(&c, &r, &t), "store");
        arena_reset(&a);
    }
    sure(db_commit(db), "commit");
    db_close(db);
    arena_close(&a);
}

static double run(const char *verb, const char *dir)
{
    char command[4000];
    double began = now_ms();

    snprintf(command, sizeof command, "build/xiezhi ferry %s --data '%s' >/dev/null 2>&1", verb, dir);
    if (system(command) != 0)
        die("%s", command);
    return now_ms() - began;
}

static enum err bare_entry(void *arg, enum bundle_kind kind, struct str body)
{
    struct carry_report r;
    struct stmt *q;

    if (kind != BUNDLE_REPORT)
        return ERR_OK;
    if (!report_read(body, &r))
        return ERR_ALTERED;
    q = db_get(arg, SQL_ENVELOPE_ADD);
    db_bind_int(q, ":id", r.id);
    db_bind_int(q, ":organ_id", 1);
    db_bind_str(q, ":day", r.day);
    db_bind_str(q, ":due_on", r.day);
    db_bind_blob(q, ":box_public", r.box_public);
    db_bind_blob(q, ":note_public", r.note_public);
    db_bind_blob(q, ":screen", r.screen);
    db_bind_blob(q, ":matter", r.matter);
    db_bind_blob(q, ":identity", r.identity);
    db_bind_int(q, ":bundle_no", 1);
    return db_one(q);
}

/* Every hash and the signature, and one row to an envelope, in one commit. */
static double bare(struct bench *b, const char *bundle)
{
    char path[1000], url[1100], side[1100];
    struct str why = STR("");
    struct db *db;

    snprintf(path, sizeof path, "%s/bare_ferry.db", b->root);
    unlink(path);
    for (int i = 0; i < 2; i++) {
        snprintf(side, sizeof side, "%s%s", path, i == 0 ? "-wal" : "-shm");
        unlink(side);
    }
    snprintf(url, sizeof url, "sqlite:%s", path);
    sure(db_open(&db, str_z(url), DB_WRITE, &why), "open");
    sure(db_migrate(db, 1, &why), "migrate");
    sure(db_exec(db, "PRAGMA foreign_keys = OFF"), "open");
    const struct bundle_visitor v = { .arg = db, .entry = bare_entry };
    double began = now_ms();
    FILE *f = fopen(bundle, "rb");
    if (f == NULL)
        die("%s", bundle);
    sure(db_begin(db, DB_WRITE), "begin");
    sure(bundle_read(f, &v, NULL), "bundle");
    sure(db_commit(db), "commit");
    double ms = now_ms() - began;
    fclose(f);
    db_close(db);
    return ms;
}

void bench_ferry(struct bench *b)
{
    char dir[1000], portal[1100], bundle[1100], verb[1300];
    double before, whole, after, packed;

    snprintf(dir, sizeof dir, "%s/ferry", b->root);
    snprintf(portal, sizeof portal, "%s/portal", dir);
    snprintf(bundle, sizeof bundle, "%s/bundle", dir);
    make_demo(dir);
    reports_make(portal);
    snprintf(verb, sizeof verb, "pack --out '%s'", bundle);
    packed = run(verb, portal);
    before = bare(b, bundle);
    snprintf(verb, sizeof verb, "unpack '%s'", bundle);
    whole = run(verb, dir);
    after = bare(b, bundle);
    line(b, "10,000 reports unpacked inside", REPORTS * 1000 / whole, "/s", REPORTS * 2000 / (before + after), AT_LEAST, 0.3, 0);
    note("the whole command %.0f ms, started anew; bare check and insert %.0f ms before, %.0f after; packed outside in %.0f ms", whole, before, after, packed);
}
