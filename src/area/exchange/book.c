/* book.c - the file as a sheet: parsed in the child, its heading row found below titles, each heading given to its field. */
#include <sodium.h>
#include <string.h>

#include "area/exchange/import.h"
#include "base/utf8.h"
#include "base/text.h"
#include "gen/text.h"
#include "sheet/parse.h"

#define HEADING_ROWS 40         /* titles, notes and dates above the heading */

/* ---- the file */
static enum err fault_refuse(struct ctx *c, struct sheet_error e)
{
    static const int ids[] = { [SHEET_NOT_A_SHEET] = T_sheet_not_a_sheet, [SHEET_TORN] = T_sheet_torn, [SHEET_ENCRYPTED] = T_sheet_encrypted,
        [SHEET_BOMB] = T_sheet_bomb, [SHEET_DOCTYPE] = T_sheet_doctype, [SHEET_NO_SUCH_SHEET] = T_sheet_no_such_sheet,
        [SHEET_TOO_LARGE] = T_sheet_too_large, [SHEET_ENCODING] = T_sheet_encoding, [SHEET_QUOTES] = T_sheet_quotes,
        [SHEET_TIMEOUT] = T_sheet_timeout, [SHEET_CRASHED] = T_sheet_crashed, [SHEET_BAD_TEXT] = T_sheet_bad_text };

    return refuse(c, e.fault == SHEET_TOO_LARGE ? ERR_TOO_LARGE : ERR_INVALID, ids[e.fault], str_int(c->a, e.row));
}

/* ---- the map */
struct map { struct node root; const struct node *columns; };

static int words(struct str list, struct str *out, int max)
{
    int n = 0;

    while (list.n > 0 && n < max) {
        struct str w = str_trim(str_cut(&list, ' '));
        if (w.n > 0)
            out[n++] = w;
    }
    return n;
}

static enum err map_check(struct ctx *c, const struct import *m, const struct map *map)
{
    struct str names[8], kind = node_str(&map->root, "kind");

    if (kind.n > 0 && !str_eq(kind, m->kind->name))
        return refuse(c, ERR_INVALID, T_exchange_map_kind, kind, m->kind->name);
    for (int i = 0; map->columns != NULL && i < map->columns->n; i++) {
        int n = words(map->columns->items[i].text, names, 8);
        for (int k = 0; k < n; k++)
            if (sheet_field_find(m->kind, names[k]) < 0)
                return refuse(c, ERR_INVALID, T_exchange_map_field, names[k], m->kind->name);
    }
    return ERR_OK;
}

static enum err map_read(struct ctx *c, struct import *m, struct map *map)
{
    struct str why = STR("");

    *map = (struct map){ 0 };
    if (m->map_text.n == 0)
        return ERR_OK;
    if (yaml_parse(c->a, "map", m->map_text, &map->root, &why) != ERR_OK || map->root.kind != NODE_MAP)
        return refuse(c, ERR_INVALID, T_exchange_map_broken, why);
    map->columns = node_get(&map->root, "columns");
    TRY(map_check(c, m, map));
    const struct node *set = node_get(&map->root, "set");
    for (int i = 0; set != NULL && i < set->n; i++) {
        int f = sheet_field_find(m->kind, set->keys[i]);
        if (f >= 0 && m->sets[f].n > 0)
            continue;                   /* the command line wins */
        TRY(import_set(c, m, str_fmt(c->a, "%.*s=%.*s", PF(set->keys[i]), PF(set->items[i].text))));
    }
    return ERR_OK;
}

enum err import_set(struct ctx *c, struct import *m, struct str pair)
{
    struct str value = pair, name = str_trim(str_cut(&value, '='));
    int f = sheet_field_find(m->kind, name);

    if (f < 0)
        f = sheet_field_meant(c->a, m->kind, name);
    if (f < 0)
        return refuse(c, ERR_INVALID, T_exchange_map_field, name, m->kind->name);
    m->sets[f] = str_trim(value);
    return ERR_OK;
}

/* ---- the heading row */
static int map_find(struct ctx *c, const struct map *map, struct str heading)
{
    struct str folded = text_fold(c->a, heading);

    for (int i = 0; map->columns != NULL && i < map->columns->n; i++)
        if (str_eq(text_fold(c->a, map->columns->keys[i]), folded) && folded.n > 0)
            return i;
    return -1;
}

/* The fields that a heading fills: by the map, else by what it says. */
static int fields_of(struct ctx *c, const struct import *m, const struct map *map, struct str heading, int *out, int max)
{
    struct str names[8];
    int at = map_find(c, map, heading), n = 0;

    if (at >= 0) {
        int k = words(map->columns->items[at].text, names, 8);
        for (int i = 0; i < k && n < max; i++)
            out[n++] = sheet_field_find(m->kind, names[i]);
        return n;
    }
    int f = sheet_field_meant(c->a, m->kind, heading);
    if (f >= 0)
        out[n++] = f;
    return n;
}

static int row_fields(struct ctx *c, const struct import *m, const struct map *map, const struct sheet_row *row)
{
    bool seen[SHEET_FIELDS_MAX] = { false };
    int n = 0, fields[8];

    for (int i = 0; i < row->n; i++) {
        int k = row->cells[i].text.n < 200 ? fields_of(c, m, map, row->cells[i].text, fields, 8) : 0;
        for (int j = 0; j < k; j++) {
            n += !seen[fields[j]];
            seen[fields[j]] = true;
        }
    }
    return n;
}

static enum err header_find(struct ctx *c, struct import *m, const struct map *map)
{
    int best = 0;

    for (int r = 0; r < m->sheet.n && r < HEADING_ROWS; r++) {
        int n = row_fields(c, m, map, &m->sheet.rows[r]);
        if (n > best) {
            best = n;
            m->header = r;
        }
    }
    return best > 0 ? ERR_OK : refuse(c, ERR_INVALID, T_exchange_no_header, m->sheet.name, sheet_kind_label(c->lang, m->kind));
}

static enum err field_give(struct ctx *c, struct import *m, int field, int col)
{
    const struct sheet_row *head = &m->sheet.rows[m->header];
    int was = m->col_of[field];

    if (was >= 0 && (head->cells[col].merged || str_eq(head->cells[was].text, STR(""))))
        return ERR_OK;                  /* one heading merged over two columns: the first holds */
    if (was >= 0)
        return refuse(c, ERR_INVALID, T_exchange_twice, column_letters(c->a, was), column_letters(c->a, col),
            sheet_label(c->lang, &m->kind->fields[field]));
    m->col_of[field] = col;
    return ERR_OK;
}

static enum err columns_give(struct ctx *c, struct import *m, const struct map *map)
{
    const struct sheet_row *head = &m->sheet.rows[m->header];
    int fields[8];

    for (int i = 0; i < SHEET_FIELDS_MAX; i++)
        m->col_of[i] = -1;
    for (int i = 0; i < head->n; i++) {
        int k = fields_of(c, m, map, head->cells[i].text, fields, 8);
        for (int j = 0; j < k; j++)
            TRY(field_give(c, m, fields[j], i));
        if (k == 0 && str_trim(head->cells[i].text).n > 0 && m->n_unused < IMPORT_UNUSED_MAX)
            m->unused[m->n_unused++] = text_short(c->a, str_trim(head->cells[i].text), 20);
    }
    return ERR_OK;
}

static bool heading_there(struct ctx *c, const struct import *m, const struct map *map, int at)
{
    const struct sheet_row *head = &m->sheet.rows[m->header];

    for (int i = 0; i < head->n; i++)
        if (map_find(c, map, head->cells[i].text) == at)
            return true;
    return false;
}

/* A heading that the map names and the sheet lacks, and a field that no column and no value fills. */
static enum err columns_check(struct ctx *c, const struct import *m, const struct map *map)
{
    struct buf missing = buf_new(c->a, 4096);

    for (int i = 0; map->columns != NULL && i < map->columns->n; i++)
        if (!heading_there(c, m, map, i))
            return refuse(c, ERR_INVALID, T_exchange_map_heading, map->columns->keys[i]);
    for (int i = 0; i < m->kind->n; i++) {
        const struct sheet_field *f = &m->kind->fields[i];
        if (!f->required || m->col_of[i] >= 0 || m->sets[i].n > 0)
            continue;
        buf_add(&missing, missing.n > 0 ? STR("、") : STR(""));
        buf_add(&missing, sheet_label(c->lang, f));
    }
    return missing.n == 0 ? ERR_OK : refuse(c, ERR_INVALID, T_exchange_missing, m->sheet.name,
        str_int(c->a, m->sheet.rows[m->header].number), buf_str(&missing));
}

enum err book_read(struct ctx *c, struct import *m)
{
    unsigned char h[crypto_hash_sha256_BYTES];
    struct map map;

    crypto_hash_sha256(h, (const unsigned char *)m->bytes.p, m->bytes.n);
    m->hash = str_hex(c->a, h, sizeof h);
    TRY(map_read(c, m, &map));
    struct sheet_error e = sheet_parse(c->a, m->bytes, node_str(&map.root, "sheet"), &m->sheet);
    if (e.fault != SHEET_OK)
        return fault_refuse(c, e);
    TRY(header_find(c, m, &map));
    TRY(columns_give(c, m, &map));
    return columns_check(c, m, &map);
}
