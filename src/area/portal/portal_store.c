#include "area/portal/portal_store.h"

#include <string.h>

#include "db/db.h"

enum err portal_store_report(struct ctx *c, const struct portal_taken *t, struct str day)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_REPORT_ADD);

    db_bind_int(q, ":id", t->id);
    db_bind_blob(q, ":receipt_id", (struct str){ (const char *)t->keys.id, sizeof t->keys.id });
    db_bind_str(q, ":day", day);
    db_bind_blob(q, ":box_public", (struct str){ (const char *)t->keys.box_public, sizeof t->keys.box_public });
    db_bind_blob(q, ":note_public", (struct str){ (const char *)t->note_public, sizeof t->note_public });
    db_bind_blob(q, ":screen", t->screen);
    db_bind_blob(q, ":matter", t->matter);
    db_bind_blob(q, ":identity", t->identity);
    return db_one(q);
}

enum err portal_store_file(struct ctx *c, const char *file, int64_t report_id, int64_t note_id)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_FILE_ADD);

    db_bind_str(q, ":file", str_z(file));
    db_bind_int(q, ":report_id", report_id);
    db_bind_id(q, ":note_id", note_id);
    return db_one(q);
}

enum err portal_store_note(struct ctx *c, int64_t id, int64_t report_id, struct str day, struct str sealed)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_NOTE_ADD);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":report_id", report_id);
    db_bind_str(q, ":day", day);
    db_bind_blob(q, ":sealed", sealed);
    return db_one(q);
}

enum err portal_store_find(struct ctx *c, const unsigned char id[RECEIPT_ID_BYTES], struct portal_matter *out)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_FIND);

    *out = (struct portal_matter){ 0 };
    db_bind_blob(q, ":receipt_id", (struct str){ (const char *)id, RECEIPT_ID_BYTES });
    if (db_next(q)) {
        *out = (struct portal_matter){ .id = db_int(q, 0), .state = db_str(q, 1, c->a), .day = db_str(q, 2, c->a), .acknowledgement = db_str(q, 4, c->a) };
        struct str pk = db_str(q, 3, c->a);
        memcpy(out->note_public, pk.p, pk.n < sizeof out->note_public ? pk.n : sizeof out->note_public);
    }
    TRY(db_end(q));
    return out->id != 0 ? ERR_OK : ERR_NOT_FOUND;
}

enum err portal_store_notes(struct ctx *c, int64_t report_id, struct portal_closed *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_NOTES);

    *n = 0;
    db_bind_int(q, ":report_id", report_id);
    while (*n < max && db_next(q))
        out[(*n)++] = (struct portal_closed){ .inward = db_int(q, 0) != 0, .day = db_str(q, 1, c->a), .sealed = db_str(q, 2, c->a) };
    return db_end(q);
}
