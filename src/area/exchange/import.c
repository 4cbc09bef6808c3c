#include "area/exchange/import.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "area/exchange/exchange_store.h"
#include "area/intake/petition.h"
#include "area/vault/vault.h"
#include "base/utf8.h"
#include "base/text.h"
#include "gen/text.h"

#define TICK_ROWS       250     /* rows between two looks at the job */
#define TICK_ROWS_FROM  200     /* of 1000: the file is read */
#define TICK_ROWS_TO    700
#define TICK_SEALED     850
#define SEAL_BATCH 4000         /* identities of one message to the vault: far below what it takes */

struct str bad_row_text(struct ctx *c, const struct import *m, const struct bad_row *b)
{
    struct str letters = b->col >= 0 ? column_letters(c->a, b->col) : STR("");
    const struct str args[] = { m->sheet.name, str_int(c->a, b->number), letters, b->label, b->why };
    int id = b->col >= 0 ? T_exchange_bad_cell : b->label.n > 0 ? T_exchange_bad_field : T_exchange_bad_row;

    return text_args(c->a, c->lang, id, args, 5);
}

/* ---- rows */
static bool row_empty(const struct import *m, const struct sheet_row *row)
{
    for (int i = 0; i < m->kind->n; i++) {
        int col = m->col_of[i];
        if (col >= 0 && col < row->n && str_trim(row->cells[col].text).n > 0)
            return false;
    }
    return true;
}

static enum err rows_find(struct ctx *c, struct import *m)
{
    m->rows = NEWS(c->a, struct import_row, (size_t)m->sheet.n + 1);
    for (int i = m->header + 1; i < m->sheet.n; i++) {
        if (row_empty(m, &m->sheet.rows[i]))
            continue;
        if (m->n_rows == IMPORT_ROWS_MAX)
            return refuse(c, ERR_TOO_LARGE, T_exchange_too_many, str_int(c->a, IMPORT_ROWS_MAX));
        m->rows[m->n_rows++] = (struct import_row){ .at = i, .number = m->sheet.rows[i].number };
    }
    return m->n_rows > 0 ? ERR_OK : refuse(c, ERR_INVALID, T_exchange_no_rows, m->sheet.name);
}

/* What names a row again: the old register's number with its day, else a hash of what the row says. Nothing of a reporter goes into it:
 * who holds the database could try names against it. */
static struct str row_key(struct ctx *c, const struct import *m, const struct import_row *r)
{
    crypto_hash_sha256_state h;
    unsigned char out[crypto_hash_sha256_BYTES];
    struct str old_no = row_text(m, r, "old_no");
    int on = sheet_field_find(m->kind, STR("registered_on"));

    if (old_no.n > 0 && on >= 0)
        return str_fmt(c->a, "no %.*s %.*s", PF(date_str(c->a, r->v[on].date)), PF(old_no));
    crypto_hash_sha256_init(&h);
    for (int i = 0; i < m->kind->n; i++) {
        int col = m->col_of[i];
        const struct sheet_row *row = &m->sheet.rows[r->at];
        if (m->kind->fields[i].sealed || m->kind->fields[i].out || col < 0 || col >= row->n)
            continue;
        struct str cell = str_trim(row->cells[col].text), head = str_fmt(c->a, "%.*s %zu ", PF(m->kind->fields[i].name), cell.n);
        crypto_hash_sha256_update(&h, (const unsigned char *)head.p, head.n);
        crypto_hash_sha256_update(&h, (const unsigned char *)cell.p, cell.n);
    }
    crypto_hash_sha256_final(&h, out);
    return str_hex(c->a, out, 16);
}

/* A refusal of the domain becomes the row's fault, and the context is clean again. */
static void refused(struct ctx *c, struct import *m, struct import_row *r, enum err e)
{
    int field = c->why_field.n > 0 ? sheet_field_find(m->kind, c->why_field) : -1;
    bool article15 = e == ERR_FORBIDDEN && c->why_id == T_petition_article15;

    bad_add(c, m, r, article15 ? -1 : field, article15 ? text_of(c->lang, T_exchange_article15) : refusal_text(c, e));
    m->bad[m->n_bad - 1].article15 = article15;
    m->n_article15 += article15;
    r->bad = true;
    c->why_id = 0;
    c->why_field = STR("");
}

/* Nothing of an article 15 row stays: its other faults would quote it. */
static void only_article15(struct import *m, const struct import_row *r, int from)
{
    struct bad_row last = m->bad[m->n_bad - 1];

    (void)r;
    m->n_bad = from;
    m->bad[m->n_bad++] = last;
}

static bool is_article15(struct ctx *c, const struct import *m, const struct import_row *r)
{
    int f = str_eq(m->kind->name, STR("petition")) ? sheet_field_find(m->kind, STR("person_rank")) : -1;

    for (int i = 0; f >= 0 && i < r->v[f].n_codes; i++)
        if (rank_article15(c->def, r->v[f].codes[i]))
            return true;
    return false;
}

static enum err row_read(struct ctx *c, struct import *m, struct import_row *r)
{
    int from = m->n_bad;

    row_values(c, m, r);
    r->key = row_key(c, m, r);
    r->ref = rand_ref(c->rand);
    if (is_article15(c, m, r)) {
        c->why_id = T_petition_article15;
        refused(c, m, r, ERR_FORBIDDEN);
        only_article15(m, r, from);
        return ERR_OK;
    }
    if (r->bad)
        return ERR_OK;
    enum err e = row_check(c, m, r);
    if (e == ERR_INVALID || e == ERR_FORBIDDEN || e == ERR_TOO_LARGE)
        refused(c, m, r, e);
    else
        TRY(e);
    return ERR_OK;
}

/* ---- the same row again: here already, or twice in the file */
struct keyed { struct str key; int i; };

static int key_order(const void *x, const void *y)
{
    const struct keyed *a = x, *b = y;
    int order = str_cmp(a->key, b->key);

    return order != 0 ? order : a->i - b->i;
}

static struct str fresh_key(struct ctx *c, struct str key) { return str_fmt(c->a, "%.*s ~%016llx", PF(key), (unsigned long long)rand_ref(c->rand)); }

static void again(struct ctx *c, struct import *m, struct import_row *r, int text_id, struct str which)
{
    if (m->again) {
        r->key = fresh_key(c, r->key);
        return;
    }
    bad_add(c, m, r, -1, text_args(c->a, c->lang, text_id, &which, 1));
    m->bad[m->n_bad - 1].known = true;
    r->bad = true;
}

static enum err known_rows(struct ctx *c, struct import *m)
{
    struct keyed *k = NEWS(c->a, struct keyed, (size_t)m->n_rows);
    int n = 0;

    for (int i = 0; i < m->n_rows; i++)
        if (!m->rows[i].bad)
            k[n++] = (struct keyed){ m->rows[i].key, i };
    qsort(k, (size_t)n, sizeof *k, key_order);
    for (int i = 0; i < n; i++) {
        struct import_row *r = &m->rows[k[i].i];
        bool known = false;
        struct str no;
        if (i > 0 && str_eq(k[i].key, k[i - 1].key)) {
            again(c, m, r, T_exchange_row_twice, str_int(c->a, m->rows[k[i - 1].i].number));
            continue;
        }
        TRY(exchange_key_known(c, m->kind, r->key, &known, &no));
        if (known)
            again(c, m, r, T_petition_imported_again, no.n > 0 && c->who->register_scope ? no : text_of(c->lang, T_exchange_one_here));
    }
    return ERR_OK;
}

/* ---- exact repeats of a text: shown, never refused; people do write twice */
static void same_add(struct import *m, int number, struct str as) { m->same[m->n_same++] = (struct same_text){ number, as }; }

static int same_order(const void *x, const void *y) { return ((const struct same_text *)x)->number - ((const struct same_text *)y)->number; }

static enum err same_texts(struct ctx *c, struct import *m)
{
    struct keyed *k = NEWS(c->a, struct keyed, (size_t)m->n_rows);
    struct str body, no;
    int n = 0;

    m->same = NEWS(c->a, struct same_text, (size_t)m->n_rows);
    for (int i = 0; i < m->n_rows; i++)
        if (!m->rows[i].bad && row_body(m, &m->rows[i], &body))
            k[n++] = (struct keyed){ petition_body_fold(c->a, body), i };
    qsort(k, (size_t)n, sizeof *k, key_order);
    for (int i = 0, first = 0; i < n; i++) {
        if (!str_eq(k[i].key, k[first].key) || i == 0) {
            first = i;
            TRY(exchange_same_text(c, k[i].key, &no));
            if (no.n > 0)
                same_add(m, m->rows[k[i].i].number, c->who->register_scope ? no : text_of(c->lang, T_exchange_one_here));
            continue;
        }
        struct str number = str_int(c->a, m->rows[k[first].i].number);
        same_add(m, m->rows[k[i].i].number, text_args(c->a, c->lang, T_exchange_row_n, &number, 1));
    }
    if (m->n_same > 0)
        qsort(m->same, (size_t)m->n_same, sizeof *m->same, same_order);
    return ERR_OK;
}

/* ---- identities: in the vault before the petition is in the register (decisions.md 15), in few messages */
static enum err seal(struct ctx *c, struct import *m)
{
    int64_t *refs = NEWS(c->a, int64_t, SEAL_BATCH);
    struct identity *who = NEWS(c->a, struct identity, SEAL_BATCH);
    int n = 0;

    for (int i = 0; i < m->n_rows; i++) {
        if (m->rows[i].bad || !row_identity(m, &m->rows[i], &who[n]))
            continue;
        refs[n++] = m->rows[i].ref;
        if (n == SEAL_BATCH) {
            TRY(vault_seal_many(c->vault, refs, who, n, c->now_ms));
            n = 0;
        }
    }
    return n > 0 ? vault_seal_many(c->vault, refs, who, n, c->now_ms) : ERR_OK;
}

/* ---- the read half */
static enum err file_again(struct ctx *c, struct import *m)
{
    struct import_job j;
    bool known = false;

    TRY(import_job_known(c, m, &known, &j));
    if (!known || m->again)
        return ERR_OK;
    return refuse(c, ERR_CONFLICT, T_exchange_file_again, time_str(c->a, j.at_ms), j.user, import_job_arg(&j, "rows"));
}

static int bad_order(const void *x, const void *y)
{
    const struct bad_row *a = x, *b = y;

    return a->at != b->at ? a->at - b->at : a->col - b->col;
}

static void count_bad(struct import *m)
{
    if (m->n_bad > 0)
        qsort(m->bad, (size_t)m->n_bad, sizeof *m->bad, bad_order);
    m->n_bad_rows = 0;
    for (int i = 0; i < m->n_bad; i++)
        m->n_bad_rows += i == 0 || m->bad[i].at != m->bad[i - 1].at;
}

static enum err verdict(struct ctx *c, struct import *m)
{
    struct str bad = str_int(c->a, m->n_bad_rows), rows = str_int(c->a, m->n_rows);

    if (m->n_bad_rows == 0)
        return ERR_OK;
    if (m->good_rows && m->n_bad_rows < m->n_rows)
        return ERR_OK;
    if (m->n_article15 > 0)
        ctx_touch(c, STR("article15"), 0, str_fmt(c->a, "import rows=%d", m->n_article15));
    return refuse(c, m->n_article15 > 0 ? ERR_FORBIDDEN : ERR_INVALID, m->good_rows ? T_exchange_none_good : T_exchange_nothing_taken, bad, rows);
}

static enum err tick(struct ctx *c, struct import *m, int progress, struct str at)
{
    return m->tick == NULL || m->tick(c, m->tick_arg, progress, at) ? ERR_OK : refuse(c, ERR_MOVE, T_work_stopped);
}

static enum err tick_row(struct ctx *c, struct import *m, int i)
{
    return i % TICK_ROWS != 0 ? ERR_OK : tick(c, m, TICK_ROWS_FROM + i * (TICK_ROWS_TO - TICK_ROWS_FROM) / m->n_rows,
        str_fmt(c->a, "exchange.at_check %d %d", i, m->n_rows));
}

enum err import_read(struct ctx *c, struct import *m)
{
    TRY(gate(c, PERM_IMPORT));
    TRY(book_read(c, m));
    TRY(file_again(c, m));
    TRY(rows_find(c, m));
    m->job_ref = rand_ref(c->rand);
    for (int i = 0; i < m->n_rows; i++) {
        TRY(tick_row(c, m, i));
        TRY(row_read(c, m, &m->rows[i]));
    }
    TRY(known_rows(c, m));
    count_bad(m);
    TRY(same_texts(c, m));
    TRY(verdict(c, m));
    TRY(tick(c, m, TICK_ROWS_TO, STR("exchange.at_seal")));
    TRY(seal(c, m));
    return tick(c, m, TICK_SEALED, STR("exchange.at_take"));
}

/* ---- the writer */
/* Kinds whose rows the domain can only judge while it takes them: each in a savepoint, so that every bad row is found, not only the first. */
static enum err take_saved(struct ctx *c, struct import *m, struct import_row *r, struct str *no)
{
    TRY(exchange_save(c));
    enum err e = row_take(c, m, r, no);
    if (e == ERR_OK) {
        exchange_save_release(c);
        return ERR_OK;
    }
    exchange_save_rollback(c);
    if (e != ERR_INVALID && e != ERR_FORBIDDEN && e != ERR_CONFLICT && e != ERR_MOVE && e != ERR_NOT_FOUND)
        return e;
    refused(c, m, r, e);
    *no = STR("");
    return ERR_OK;
}

enum err import_take(struct ctx *c, struct import *m)
{
    bool first = kind_checked_first(m);

    TRY(gate(c, PERM_IMPORT));
    for (int i = 0; i < m->n_rows; i++) {
        struct import_row *r = &m->rows[i];
        struct str no = STR("");
        if (r->bad)
            continue;
        TRY(first ? row_take(c, m, r, &no) : take_saved(c, m, r, &no));
        if (r->bad)
            continue;
        m->n_taken++;
        m->last_no = no;
        if (m->first_no.n == 0)
            m->first_no = no;
    }
    count_bad(m);
    if (!first)
        TRY(verdict(c, m));
    TRY(import_job_add(c, m));
    ctx_touch(c, m->kind->name, 0, str_fmt(c->a, "import rows=%d left=%d article15=%d file=%.*s", m->n_taken, m->n_bad_rows,
        m->n_article15, PF(m->hash)));
    return ERR_OK;
}
