#include "area/portal/incoming_web.h"

#include <string.h>
#include <sys/statvfs.h>

#include "base/utf8.h"
#include "gen/text.h"
#include "net/multipart.h"

#define FIELDS_MOST 32
#define PARTS_MOST  64                          /* with files and fields that are thrown away: the name of each is kept */
#define LOOK_BYTES  ((int64_t)16 << 20)         /* how often the disk is asked how full it is */

struct incoming {
    struct exchange *x;
    struct upload_gate *gate;
    struct multipart m;
    struct field fields[FIELDS_MOST]; int n_fields;
    struct sealed_file *files[PORTAL_FILES_MAX]; struct str names[PORTAL_FILES_MAX]; int n_files;
    struct buf text;                    /* of the field being read */
    struct sealed_file *now;            /* file being read */
    struct str field;
    size_t text_bytes, text_counted;    /* counted: of the quota that all share */
    int parts;
    int64_t looked_at;
    enum upload_fault fault;
    struct str fault_field;
    bool discard, kept, counted;
};

static void fault(struct incoming *u, enum upload_fault f, struct str field)
{
    if (u->fault != UPLOAD_OK)
        return;
    u->fault = f;
    u->fault_field = str_copy(&u->x->a, field);
}

/* Room for this much more, with what is left for texts? */
static bool room(const struct upload_gate *g)
{
    struct statvfs v;

    if (atomic_load(&((struct upload_gate *)(uintptr_t)g)->open_bytes) > g->quota_bytes)
        return false;
    return statvfs(g->dir, &v) != 0 || (int64_t)(v.f_bavail * v.f_frsize) > g->reserve_bytes;
}

/* Names and texts are held in memory: so much of each form whatever comes, the rest while all together hold less than the quota. */
static bool text_room(struct incoming *u, size_t n)
{
    u->text_bytes += n;
    size_t over = u->text_bytes > UPLOAD_TEXT_FREE ? u->text_bytes - UPLOAD_TEXT_FREE : 0;
    long long more = (long long)(over - u->text_counted);

    if (u->text_bytes > UPLOAD_TEXT_MAX) {
        fault(u, UPLOAD_TOO_LARGE, u->field);
        return false;
    }
    if (more > 0 && atomic_fetch_add(&u->gate->open_text, more) + more > u->gate->text_quota) {
        atomic_fetch_sub(&u->gate->open_text, more);
        u->text_bytes -= n;
        fault(u, UPLOAD_TEXT_FULL, u->field);
        return false;
    }
    u->text_counted = over;
    return true;
}

static void file_begin(struct incoming *u, struct str name)
{
    u->discard = true;
    if (u->n_files == PORTAL_FILES_MAX) {
        fault(u, UPLOAD_TOO_MANY, STR("file"));
        return;
    }
    if (!u->counted && atomic_fetch_add(&u->gate->open_files, 1) >= u->gate->open_max) {
        atomic_fetch_sub(&u->gate->open_files, 1);
        fault(u, UPLOAD_FULL, STR("file"));
        return;
    }
    u->counted = true;
    struct sealed_file *f = NEW(&u->x->a, struct sealed_file);
    if (!room(u->gate)) {
        fault(u, UPLOAD_FULL, STR("file"));
        return;
    }
    if (sealed_file_start(f, u->gate->dir) != ERR_OK) {
        fault(u, UPLOAD_DISK, STR("file"));
        return;
    }
    u->names[u->n_files] = str_copy(&u->x->a, name);
    u->files[u->n_files++] = u->now = f;
    u->discard = false;
}

static enum err on_part(void *arg, struct str name, struct str filename, bool is_file)
{
    struct incoming *u = arg;

    u->now = NULL;
    u->discard = false;
    if (++u->parts > PARTS_MOST)
        return ERR_USAGE;
    if (!text_room(u, name.n + filename.n)) {
        u->discard = true;
        return ERR_OK;
    }
    u->field = str_copy(&u->x->a, name);
    if (is_file && filename.n == 0)
        u->discard = true;              /* a file field left empty */
    else if (is_file)
        file_begin(u, filename);
    else if (u->n_fields == FIELDS_MOST)
        u->discard = true;
    u->text = buf_new(&u->x->a, UPLOAD_TEXT_MAX);
    return ERR_OK;
}

static void file_bytes(struct incoming *u, const char *p, size_t n)
{
    enum err e = u->now->bytes + (int64_t)n > UPLOAD_FILE_MAX ? ERR_TOO_LARGE : ERR_OK;

    atomic_fetch_add(&u->gate->open_bytes, (long long)n);
    if (u->now->bytes - u->looked_at > LOOK_BYTES) {
        u->looked_at = u->now->bytes;
        if (!room(u->gate))
            e = ERR_FULL;
    }
    if (e == ERR_OK)
        e = sealed_file_add(u->now, p, n);
    if (e == ERR_OK)
        return;
    fault(u, e == ERR_TOO_LARGE ? UPLOAD_TOO_LARGE : e == ERR_FULL ? UPLOAD_FULL : UPLOAD_DISK, u->field);
    u->discard = true;
}

static enum err on_bytes(void *arg, const char *p, size_t n)
{
    struct incoming *u = arg;

    if (u->discard)
        return ERR_OK;
    if (u->now != NULL) {
        file_bytes(u, p, n);
        return ERR_OK;
    }
    if (!text_room(u, n)) {
        u->discard = true;
        return ERR_OK;
    }
    buf_add(&u->text, (struct str){ p, n });
    return ERR_OK;
}

static enum err on_end(void *arg)
{
    struct incoming *u = arg;

    u->looked_at = 0;
    if (u->discard || u->now != NULL)
        return ERR_OK;
    struct str value = buf_str(&u->text);
    if (text_check(value) != TEXT_OK || text_check(u->field) != TEXT_OK)
        fault(u, UPLOAD_TEXT, u->field);
    u->fields[u->n_fields++] = (struct field){ u->field, value };
    return ERR_OK;
}

static const struct multipart_events events = { on_part, on_bytes, on_end };

static bool add(void *self, const char *p, size_t n)
{
    struct incoming *u = self;

    if (u->fault != UPLOAD_TORN && multipart_feed(&u->m, p, n, &events, u) != ERR_OK)
        fault(u, UPLOAD_TORN, STR(""));
    return true;                        /* read to its end, so that the answer can be given */
}

static void drop(void *self)
{
    struct incoming *u = self;

    for (int i = 0; i < u->n_files; i++) {
        atomic_fetch_sub(&u->gate->open_bytes, (long long)u->files[i]->bytes);
        if (u->kept)
            sealed_file_wipe(u->files[i]);
        else
            sealed_file_drop(u->files[i], u->gate->dir);
    }
    if (u->counted)
        atomic_fetch_sub(&u->gate->open_files, 1);
    atomic_fetch_sub(&u->gate->open_text, (long long)u->text_counted);
    u->text_counted = 0;
    u->n_files = 0;
    u->counted = false;
}

struct incoming *incoming_begin(struct exchange *x, struct upload_gate *g)
{
    static const struct body_sink sink = { add, drop };
    struct incoming *u = NEW(&x->a, struct incoming);

    if (multipart_start(&u->m, x->content_type) != ERR_OK)
        return NULL;
    u->x = x;
    u->gate = g;
    x->sink = &sink;
    x->sink_self = u;
    return u;
}

struct str incoming_field(const struct incoming *u, const char *name)
{
    for (int i = 0; i < u->n_fields; i++)
        if (str_eq(u->fields[i].name, str_z(name)))
            return u->fields[i].value;
    return STR("");
}

static enum err refused(struct ctx *c, const struct incoming *u)
{
    static const struct { enum err e; int text; } by[] = {
        [UPLOAD_TORN] = { ERR_USAGE, T_input_broken_body }, [UPLOAD_TOO_LARGE] = { ERR_TOO_LARGE, T_portal_file_too_large },
        [UPLOAD_TOO_MANY] = { ERR_TOO_LARGE, T_portal_too_many_files }, [UPLOAD_FULL] = { ERR_BUSY, T_portal_full },
        [UPLOAD_TEXT] = { ERR_INVALID, T_input_control }, [UPLOAD_DISK] = { ERR_BUSY, T_portal_full },
        [UPLOAD_TEXT_FULL] = { ERR_BUSY, T_portal_text_full },
    };

    return refuse_field(c, u->fault_field, by[u->fault].e, by[u->fault].text, u->fault_field);
}

enum err incoming_end(struct ctx *c, struct incoming *u, struct portal_report *r)
{
    if (u->fault == UPLOAD_OK && !multipart_whole(&u->m))
        fault(u, UPLOAD_TORN, STR(""));
    for (int i = 0; i < u->n_files && u->fault == UPLOAD_OK; i++)
        if (sealed_file_end(u->files[i], u->gate->dir) != ERR_OK)
            fault(u, UPLOAD_DISK, STR("file"));
    *r = (struct portal_report){ .kind = incoming_field(u, "kind"), .accused_rank = incoming_field(u, "accused_rank"),
        .accused_name = incoming_field(u, "accused_name"), .accused_unit = incoming_field(u, "accused_unit"), .subject = incoming_field(u, "subject"),
        .body = incoming_field(u, "body"), .happened_on = incoming_field(u, "happened_on"), .place = incoming_field(u, "place"),
        .known = incoming_field(u, "known"), .reporter_name = incoming_field(u, "reporter_name"),
        .reporter_contact = incoming_field(u, "reporter_contact"), .n_files = u->n_files };
    for (int i = 0; i < u->n_files; i++) {
        r->files[i] = u->files[i];
        r->file_names[i] = u->names[i];
    }
    return u->fault == UPLOAD_OK ? ERR_OK : refused(c, u);
}

void incoming_keep(struct incoming *u) { u->kept = true; }
