/* ferry_reports DIR COUNT EVERY BYTES - reports for the tests of the ferry, by the outside's own calls: each EVERY-th with a file of BYTES bytes and something
 * said later. Not a test: tests/ferry/run makes its reports with it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "area/portal/portal.h"

static void sure(enum err e, const char *what)
{
    if (e == ERR_OK)
        return;
    fprintf(stderr, "%s: %s\n", what, err_name(e));
    exit(1);
}

static void file_make(struct sealed_file *f, const char *dir, size_t bytes)
{
    char block[4096];

    sure(sealed_file_start(f, dir), "file");
    for (size_t left = bytes; left > 0;) {
        size_t n = left < sizeof block ? left : sizeof block;
        randombytes_buf(block, n);
        sure(sealed_file_add(f, block, n), "file");
        left -= n;
    }
    sure(sealed_file_end(f, dir), "file");
}

static void one(struct ctx *c, const struct portal_keys *k, int i, bool more, size_t bytes)
{
    static struct sealed_file files[2];
    struct portal_report r = { .kind = i % 3 == 0 ? STR("real") : STR("anonymous"), .accused_rank = i % 50 == 7 ? STR("upper") : STR("village"),
        .accused_name = STR("某人"), .body = str_fmt(c->a, "第 %d 件：冒领补贴", i), .reporter_name = STR("张三"), .reporter_contact = STR("13800000000") };
    struct portal_taken t = { .id = 0 };
    struct portal_matter m;
    struct str sealed;

    if (more) {
        file_make(&files[0], c->data_dir, bytes);
        r.files[0] = &files[0];
        r.file_names[0] = STR("a.jpg");
        r.n_files = 1;
    }
    sure(portal_seal(c, k, &r, &t), "seal");
    sure(portal_store(c, &r, &t), "store");
    if (!more)
        return;
    file_make(&files[1], c->data_dir, bytes / 2);
    r.files[0] = &files[1];
    m = (struct portal_matter){ .id = t.id };
    memcpy(m.note_public, t.note_public, sizeof m.note_public);
    sure(portal_note_seal(c, &m, &r, &sealed), "note");
    sure(portal_note_store(c, t.id, &r, sealed), "note");
}

int main(int argc, char **argv)
{
    static struct app app;
    struct arena lasting, a;
    struct portal_keys k;
    struct ctx c;
    struct db *db;
    struct str why = STR("");

    if (argc < 5 || sodium_init() < 0)
        return 2;
    int count = (int)strtol(argv[2], NULL, 10), every = (int)strtol(argv[3], NULL, 10);
    arena_open(&lasting, 1 << 20);
    arena_open(&a, (size_t)64 << 20);
    sure(data_beside(&app, str_z(argv[1]), "maker.lock", &why), "directory");    /* for the site's own clock */
    snprintf(app.db_url, sizeof app.db_url, "sqlite:%.900s/portal.db", argv[1]);
    sure(law_load(&app, &why), "law");
    sure(portal_keys_read(&lasting, argv[1], &k), "keys");
    sure(db_open(&db, str_z(app.db_url), DB_WRITE, &why), "database");
    sure(db_begin(db, DB_WRITE), "begin");
    for (int i = 0; i < count; i++) {
        ctx_start(&app, &c, &a, db, &app.rand);
        one(&c, &k, i, every > 0 && i % every == 0, (size_t)strtol(argv[4], NULL, 10));
        arena_reset(&a);
    }
    sure(db_commit(db), "commit");
    db_close(db);
    return 0;
}
