#include "area/portal/opened.h"

#include "area/portal/portal.h"

bool opened_report_read(struct unpack *u, struct opened_report *x)
{
    x->id = unpack_int(u);
    x->day = unpack_str(u);
    x->box_public = unpack_raw(u, 32);
    (void)unpack_raw(u, 32);            /* the salt of the acknowledgement */
    x->note_public = unpack_raw(u, 32);
    x->note_secret = unpack_raw(u, 32);
    x->kind = unpack_str(u);
    for (int i = 0; i < OPENED_TEXTS; i++)
        x->text[i] = unpack_str(u);
    return !u->bad;
}

int64_t opened_files(struct unpack *u)
{
    int64_t n = unpack_int(u);

    if (n < 0 || n > PORTAL_FILES_MAX)
        u->bad = true;
    return u->bad ? 0 : n;
}

bool opened_file_read(struct unpack *u, struct opened_file *f)
{
    f->file = unpack_str(u);
    f->key = unpack_raw(u, 32);
    f->bytes = unpack_int(u);
    f->hash = unpack_raw(u, 32);
    f->name = unpack_str(u);
    u->bad = u->bad || f->bytes < 0 || !sealed_id_ok(f->file);
    return !u->bad;
}
