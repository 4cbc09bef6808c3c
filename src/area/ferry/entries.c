#include "area/ferry/entries.h"

#include <string.h>

#define FORM    1
#define SMALL   1024
#define FRAME   128         /* lengths and numbers around texts */

static bool whole(const struct unpack *u) { return !u->bad && u->n == 0; }

static void take(struct unpack *u, unsigned char *out, size_t n)
{
    const void *p = unpack_raw(u, n);

    if (p != NULL)
        memcpy(out, p, n);
}

static struct date day_of(struct unpack *u)
{
    struct date d = DATE_NONE;

    if (!date_parse_iso(unpack_str(u), &d))
        u->bad = true;
    return d;
}

static bool day_ok(struct str s)
{
    struct date d;

    return date_parse_iso(s, &d);
}

/* ---- seen */
bool seen_skipped(const struct seen *s, int64_t no)
{
    for (int i = 0; i < s->n; i++)
        if (s->skipped[i] == no)
            return true;
    return false;
}

struct str seen_entry(struct arena *a, const struct seen *s)
{
    struct pack p = pack_new(a, FORM, SMALL + sizeof s->skipped);

    pack_int(&p, s->upto);
    pack_int(&p, s->n);
    for (int i = 0; i < s->n; i++)
        pack_int(&p, s->skipped[i]);
    return pack_plain(&p);
}

bool seen_read(struct str body, struct seen *s)
{
    struct unpack u = unpack_plain(body, FORM);
    int64_t upto = unpack_int(&u), n = unpack_int(&u);

    if (u.bad || upto < 0 || n < 0 || n > SEEN_MAX)
        return false;
    s->upto = upto;
    s->n = (int)n;
    for (int i = 0; i < s->n; i++)
        s->skipped[i] = unpack_int(&u);
    return whole(&u);
}

/* ---- what comes in */
struct str report_entry(struct arena *a, const struct carry_report *r)
{
    struct pack p = pack_new(a, FORM, FRAME + r->day.n + r->box_public.n + r->note_public.n + r->screen.n + r->matter.n + r->identity.n);

    pack_int(&p, r->id);
    pack_str(&p, r->day);
    pack_str(&p, r->box_public);
    pack_str(&p, r->note_public);
    pack_str(&p, r->screen);
    pack_str(&p, r->matter);
    pack_str(&p, r->identity);
    return pack_plain(&p);
}

bool report_read(struct str body, struct carry_report *r)
{
    struct unpack u = unpack_plain(body, FORM);

    *r = (struct carry_report){ .id = unpack_int(&u) };
    r->day = unpack_str(&u);
    r->box_public = unpack_str(&u);
    r->note_public = unpack_str(&u);
    r->screen = unpack_str(&u);
    r->matter = unpack_str(&u);
    r->identity = unpack_str(&u);
    return whole(&u) && r->id > 0 && day_ok(r->day) && r->box_public.n == SEAL_PUBLIC_BYTES && r->note_public.n == SEAL_PUBLIC_BYTES;
}

struct str note_entry(struct arena *a, const struct carry_note *n)
{
    struct pack p = pack_new(a, FORM, FRAME + n->day.n + n->sealed.n);

    pack_int(&p, n->id);
    pack_int(&p, n->report_id);
    pack_str(&p, n->day);
    pack_str(&p, n->sealed);
    return pack_plain(&p);
}

bool note_read(struct str body, struct carry_note *n)
{
    struct unpack u = unpack_plain(body, FORM);

    *n = (struct carry_note){ .id = unpack_int(&u) };
    n->report_id = unpack_int(&u);
    n->day = unpack_str(&u);
    n->sealed = unpack_str(&u);
    return whole(&u) && n->id > 0 && n->report_id > 0 && day_ok(n->day);
}

struct str file_entry(struct arena *a, const struct carry_file *f)
{
    struct pack p = pack_new(a, FORM, FRAME);

    pack_int(&p, f->report_id);
    pack_int(&p, f->note_id);
    pack_str(&p, f->file);
    return pack_plain(&p);
}

bool file_read(struct str head, struct carry_file *f)
{
    struct unpack u = unpack_plain(head, FORM);

    *f = (struct carry_file){ .report_id = unpack_int(&u) };
    f->note_id = unpack_int(&u);
    f->file = unpack_str(&u);
    return whole(&u) && f->report_id > 0 && f->note_id >= 0 && sealed_id_ok(f->file);
}

/* ---- what goes out */
struct str message_entry(struct arena *a, const struct carry_message *m)
{
    struct pack p = pack_new(a, FORM, FRAME + m->state.n + m->day.n + m->sealed.n + m->acknowledgement.n);

    pack_int(&p, m->id);
    pack_int(&p, m->report_id);
    pack_str(&p, m->state);
    pack_str(&p, m->day);
    pack_str(&p, m->sealed);
    pack_str(&p, m->acknowledgement);
    return pack_plain(&p);
}

bool message_read(struct str body, struct carry_message *m)
{
    struct unpack u = unpack_plain(body, FORM);

    *m = (struct carry_message){ .id = unpack_int(&u) };
    m->report_id = unpack_int(&u);
    m->state = unpack_str(&u);
    m->day = unpack_str(&u);
    m->sealed = unpack_str(&u);
    m->acknowledgement = unpack_str(&u);
    return whole(&u) && m->id > 0 && m->report_id > 0 && day_ok(m->day);
}

/* ---- keys */
struct str organ_entry(struct arena *a, const struct organ_keys *k)
{
    struct pack p = pack_new(a, FORM, SMALL + k->code.n + k->name.n);

    pack_str(&p, k->code);
    pack_str(&p, k->name);
    pack_raw(&p, k->matter, sizeof k->matter);
    pack_raw(&p, k->identity, sizeof k->identity);
    pack_raw(&p, k->sign, sizeof k->sign);
    pack_raw(&p, k->art15, sizeof k->art15);
    return pack_plain(&p);
}

bool organ_read(struct str body, struct organ_keys *k)
{
    struct unpack u = unpack_plain(body, FORM);

    *k = (struct organ_keys){ .code = unpack_str(&u) };
    k->name = unpack_str(&u);
    take(&u, k->matter, sizeof k->matter);
    take(&u, k->identity, sizeof k->identity);
    take(&u, k->sign, sizeof k->sign);
    take(&u, k->art15, sizeof k->art15);
    return whole(&u) && k->code.n > 0;
}

struct str site_entry(struct arena *a, const struct site_keys *k)
{
    struct pack p = pack_new(a, FORM, SMALL);

    pack_raw(&p, k->ack_public, sizeof k->ack_public);
    pack_raw(&p, k->ferry_public, sizeof k->ferry_public);
    pack_str(&p, date_str(a, k->ack_from));
    pack_str(&p, date_str(a, k->ack_to));
    return pack_plain(&p);
}

bool site_read(struct str body, struct site_keys *k)
{
    struct unpack u = unpack_plain(body, FORM);

    *k = (struct site_keys){ .ack_from = DATE_NONE };
    take(&u, k->ack_public, sizeof k->ack_public);
    take(&u, k->ferry_public, sizeof k->ferry_public);
    k->ack_from = day_of(&u);
    k->ack_to = day_of(&u);
    return whole(&u);
}

struct str certificate_entry(struct arena *a, const struct certificate *k)
{
    struct pack p = pack_new(a, FORM, SMALL);

    pack_raw(&p, k->ack_public, sizeof k->ack_public);
    pack_str(&p, date_str(a, k->from));
    pack_str(&p, date_str(a, k->to));
    pack_raw(&p, k->signature, sizeof k->signature);
    return pack_plain(&p);
}

bool certificate_read(struct str body, struct certificate *k)
{
    struct unpack u = unpack_plain(body, FORM);

    *k = (struct certificate){ .from = DATE_NONE };
    take(&u, k->ack_public, sizeof k->ack_public);
    k->from = day_of(&u);
    k->to = day_of(&u);
    take(&u, k->signature, sizeof k->signature);
    return whole(&u);
}

/* ---- handed to the next higher organ */
struct str handed_entry(struct arena *a, const struct handed *h)
{
    struct pack p = pack_new(a, FORM, SMALL + h->organ_name.n);

    pack_int(&p, h->report_id);
    pack_str(&p, h->organ_name);
    pack_raw(&p, h->key, sizeof h->key);
    return pack_plain(&p);
}

bool handed_read(struct str body, struct handed *h)
{
    struct unpack u = unpack_plain(body, FORM);

    *h = (struct handed){ .report_id = unpack_int(&u) };
    h->organ_name = unpack_str(&u);
    take(&u, h->key, sizeof h->key);
    return whole(&u) && h->report_id > 0;
}
