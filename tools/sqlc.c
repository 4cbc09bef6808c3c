/* sqlc.c - the x.sql files beside the stores become ids, texts for both databases and signatures.
 *
 *   sqlc OUT_DIR SCOPE_MACRO_FILE x.sql …      writes OUT_DIR/sql.h and OUT_DIR/sql.c
 *
 * A statement says its name, what goes in, what comes out and whose rows it may touch (scope); silence is an error.
 * :name becomes ?N for SQLite and $N::type for PostgreSQL; @visible(kind, alias) becomes the row scope of that kind, @whole(kind) the
 * organs of which each row is in it. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STATEMENTS_MAX 1024
#define PARAMS_MAX     64

struct param { char name[64]; char type; };
struct statement {
    char name[96], scope[400], only[16], *body, *sqlite, *pg;
    struct param params[PARAMS_MAX];
    int n_params, line;
    const char *file;
};
static struct statement all[STATEMENTS_MAX];
static int all_n;
static struct { char kind[32]; char *visible, *whole; } macros[32];
static int macros_n;

static void die(const char *file, int line, const char *what, const char *which)
{
    fprintf(stderr, "%s:%d: %s %s\n", file, line, what, which);
    exit(1);
}

static char *slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    size_t n = 0, got;

    if (f == NULL)
        die(path, 0, "cannot be read", "");
    do {
        text = realloc(text, n + 65537);
        got = fread(text + n, 1, 65536, f);
        n += got;
    } while (got > 0);
    text[n] = '\0';
    fclose(f);
    return text;
}

/* ---- reading */
static char type_letter(const char *word)
{
    if (strcmp(word, "int") == 0)
        return 'i';
    if (strcmp(word, "text") == 0)
        return 't';
    if (strcmp(word, "date") == 0)
        return 'd';
    return strcmp(word, "blob") == 0 ? 'b' : '\0';
}

static void read_params(struct statement *s, char *list)
{
    for (char *save = NULL, *one = strtok_r(list, ",", &save); one != NULL; one = strtok_r(NULL, ",", &save)) {
        struct param *p = &s->params[s->n_params++];
        char type[16] = "";
        if (s->n_params > PARAMS_MAX || sscanf(one, " %63s %15s", p->name, type) != 2 || (p->type = type_letter(type)) == '\0')
            die(s->file, s->line, "in: wants 'name type, …' with int, text, date or blob:", one);
    }
}

static char *after(char *line, const char *key)
{
    size_t n = strlen(key);

    if (strncmp(line, key, n) != 0)
        return NULL;
    line += n;
    while (*line == ' ')
        line++;
    return line;
}

static void read_line(struct statement **now, const char *file, int number, char *line, size_t room)
{
    char *v;

    if ((v = after(line, "-- name:")) != NULL) {
        if (all_n == STATEMENTS_MAX)
            die(file, number, "too many statements", "");
        *now = &all[all_n++];
        (*now)->file = file;
        (*now)->line = number;
        (*now)->body = calloc(1, room);
        snprintf((*now)->name, sizeof (*now)->name, "%s", v);
    } else if (*now == NULL) {
        if (line[0] != '\0' && strncmp(line, "--", 2) != 0)
            die(file, number, "text before the first -- name:", line);
    } else if ((v = after(line, "-- in:")) != NULL) {
        read_params(*now, v);
    } else if ((v = after(line, "-- scope:")) != NULL) {
        snprintf((*now)->scope, sizeof (*now)->scope, "%s", v);
    } else if ((v = after(line, "-- only:")) != NULL) {
        snprintf((*now)->only, sizeof (*now)->only, "%s", v);
    } else if (strncmp(line, "--", 2) != 0) {
        strcat((*now)->body, line);
        strcat((*now)->body, "\n");
    }
}

static void read_file(const char *path)
{
    char *text = slurp(path), *p = text;
    struct statement *now = NULL;
    size_t room = strlen(text) + 2;

    for (int number = 1; *p != '\0'; number++) {
        char *end = strchr(p, '\n');
        if (end != NULL)
            *end = '\0';
        read_line(&now, path, number, p, room);
        if (end == NULL)
            break;
        p = end + 1;
    }
    free(text);
}

static int macro_of(const char *kind)
{
    int i = 0;

    while (i < macros_n && strcmp(macros[i].kind, kind) != 0)
        i++;
    if (i == macros_n)
        snprintf(macros[macros_n++].kind, sizeof macros[0].kind, "%s", kind);
    return i;
}

/* The text behind the line that begins with this word and a kind, up to an empty line. */
static bool read_macro(char *line, char *eol, const char *word, bool whole)
{
    char *kind = after(line, word), *end = strstr(eol, "\n\n");

    if (kind == NULL || strcspn(kind, " .,:") < (size_t)(eol - kind))
        return false;                   /* prose */
    *eol = '\0';
    int i = macro_of(kind);
    char *text = strndup(eol + 1, end != NULL ? (size_t)(end - eol - 1) : strcspn(eol + 1, "\n"));
    *eol = '\n';
    *(whole ? &macros[i].whole : &macros[i].visible) = text;
    return true;
}

/* Macro file: "visible KIND" or "whole KIND" on a line, then its text. */
static void read_macros(const char *path)
{
    char *text = slurp(path);

    for (char *p = text, *eol; (eol = strchr(p, '\n')) != NULL; p = eol + 1)
        if (!read_macro(p, eol, "visible ", false))
            read_macro(p, eol, "whole ", true);
    free(text);
}

/* ---- writing */
struct out { char *p; size_t n, cap; };

static void put(struct out *o, const char *s, size_t n)
{
    if (o->n + n + 1 > o->cap) {
        o->cap = (o->n + n + 1) * 2;
        o->p = realloc(o->p, o->cap);
    }
    memcpy(o->p + o->n, s, n);
    o->n += n;
    o->p[o->n] = '\0';
}

static int param_index(const struct statement *s, const char *name, size_t n)
{
    for (int i = 0; i < s->n_params; i++)
        if (strlen(s->params[i].name) == n && strncmp(s->params[i].name, name, n) == 0)
            return i;
    return -1;
}

static void put_param(struct out *o, const struct statement *s, int i, bool pg)
{
    static const struct { char letter; const char *cast; } casts[] = { { 'i', "bigint" }, { 't', "text" }, { 'd', "text" }, { 'b', "bytea" } };
    char text[48];

    snprintf(text, sizeof text, "?%d", i + 1);
    for (size_t k = 0; pg && k < sizeof casts / sizeof casts[0]; k++)
        if (casts[k].letter == s->params[i].type)
            snprintf(text, sizeof text, "$%d::%s", i + 1, casts[k].cast);
    put(o, text, strlen(text));
}

static size_t word_length(const char *p)
{
    size_t n = 0;

    while (isalnum((unsigned char)p[n]) || p[n] == '_')
        n++;
    return n;
}

static void translate(struct out *o, const struct statement *s, const char *p, bool pg, const char *alias, bool *used);

static const char *put_macro(struct out *o, const struct statement *s, const char *p, bool pg, bool *used)
{
    char kind[32] = "", alias[32] = "";
    bool whole = sscanf(p, "@whole( %31[a-z_] )", kind) == 1;

    if (!whole && sscanf(p, "@visible( %31[a-z_] , %31[a-z0-9_] )", kind, alias) != 2)
        die(s->file, s->line, "only @visible(kind, alias) and @whole(kind) are known in", s->name);
    for (int i = 0; i < macros_n; i++)
        if (strcmp(macros[i].kind, kind) == 0 && (whole ? macros[i].whole : macros[i].visible) != NULL) {
            translate(o, s, whole ? macros[i].whole : macros[i].visible, pg, alias, used);
            return strchr(p, ')') + 1;
        }
    die(s->file, s->line, "no row scope for kind", kind);
    return p;
}

static void translate(struct out *o, const struct statement *s, const char *p, bool pg, const char *alias, bool *used)
{
    bool quoted = false;

    while (*p != '\0') {
        if (*p == '\'')
            quoted = !quoted;
        if (!quoted && *p == ':' && p[1] != ':' && (p[1] == '_' || isalpha((unsigned char)p[1]))) {
            size_t n = word_length(p + 1);
            int i = param_index(s, p + 1, n);
            if (i < 0)
                die(s->file, s->line, "in: does not name a parameter of", s->name);
            used[i] = true;
            put_param(o, s, i, pg);
            p += n + 1;
        } else if (!quoted && (strncmp(p, "@visible", 8) == 0 || strncmp(p, "@whole", 6) == 0)) {
            p = put_macro(o, s, p, pg, used);
        } else if (alias != NULL && strncmp(p, "ALIAS", 5) == 0) {
            put(o, alias, strlen(alias));
            p += 5;
        } else if (pg && strncmp(p, "AS INTEGER)", 11) == 0) {
            put(o, "AS BIGINT)", 10);
            p += 11;
        } else {
            put(o, p++, 1);
        }
    }
}

static void finish(struct statement *s)
{
    struct out lite = { 0 }, pg = { 0 };
    bool used[PARAMS_MAX] = { 0 };

    if (s->scope[0] == '\0')
        die(s->file, s->line, "no -- scope: in", s->name);
    if (strcmp(s->scope, "viewer") == 0 && strstr(s->body, "@visible") == NULL)
        die(s->file, s->line, "scope is viewer but there is no @visible in", s->name);
    translate(&lite, s, s->body, false, NULL, used);
    translate(&pg, s, s->body, true, NULL, used);
    for (int i = 0; i < s->n_params; i++)
        if (!used[i])
            die(s->file, s->line, "in: names a parameter that is not used:", s->params[i].name);
    s->sqlite = lite.p;
    s->pg = pg.p;
}

static void c_string(FILE *f, const char *s)
{
    if (s == NULL) {
        fputs("NULL", f);
        return;
    }
    fputc('"', f);
    for (; *s != '\0'; s++) {
        if (*s == '"' || *s == '\\')
            fprintf(f, "\\%c", *s);
        else if (*s == '\n')
            fputs("\\n\"\n        \"", f);
        else
            fputc(*s, f);
    }
    fputc('"', f);
}

static struct statement *twin(const char *name, int before)
{
    for (int i = 0; i < before; i++)
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    return NULL;
}

static void check_twins(int i)
{
    struct statement *t = twin(all[i].name, i);

    if (t == NULL)
        return;
    if (all[i].only[0] == '\0' || t->only[0] == '\0' || strcmp(all[i].only, t->only) == 0)
        die(all[i].file, all[i].line, "two statements have the name", all[i].name);
    if (strcmp(all[i].only, "pg") == 0)
        t->pg = all[i].pg;
    else
        t->sqlite = all[i].sqlite;
    all[i].body = NULL;
}

static void write_header(const char *dir)
{
    char path[512];
    snprintf(path, sizeof path, "%s/sql.h", dir);
    FILE *f = fopen(path, "w");

    fputs("/* Made by tools/sqlc from the x.sql files: edit those, not me. */\n#ifndef GEN_SQL_H\n#define GEN_SQL_H\n\nenum sql_id {\n", f);
    for (int i = 0; i < all_n; i++)
        if (all[i].body != NULL)
            fprintf(f, "    SQL_%s,\n", all[i].name);
    fputs("    SQL__MAX\n};\n\nstruct sql_row { const char *name, *sqlite, *pg; const char *const *params; int n_params; const char *types, *scope; };\n"
          "extern const struct sql_row sql_rows[SQL__MAX];\nstruct sql_scope { const char *kind, *visible, *whole; };\n"
          "extern const struct sql_scope sql_scopes[];\nextern const int sql_scopes_n;\n\n#endif\n", f);
    fclose(f);
}

static void write_row(FILE *f, const struct statement *s)
{
    fprintf(f, "    [SQL_%s] = { \"%s\",\n        ", s->name, s->name);
    c_string(f, s->sqlite);
    fputs(",\n        ", f);
    if (s->pg != NULL && s->sqlite != NULL && strcmp(s->pg, s->sqlite) == 0)
        c_string(f, s->pg);
    else
        c_string(f, s->pg);
    fputs(",\n        (const char *const[]){ ", f);
    for (int i = 0; i < s->n_params; i++)
        fprintf(f, "\":%s\", ", s->params[i].name);
    fprintf(f, "NULL }, %d, \"", s->n_params);
    for (int i = 0; i < s->n_params; i++)
        fputc(s->params[i].type, f);
    fputs("\", ", f);
    c_string(f, s->scope);
    fputs(" },\n", f);
}

static void write_body(const char *dir)
{
    char path[512];
    snprintf(path, sizeof path, "%s/sql.c", dir);
    FILE *f = fopen(path, "w");

    fputs("/* Made by tools/sqlc from the x.sql files: edit those, not me. */\n#include <stddef.h>\n#include \"gen/sql.h\"\n\nconst struct sql_row sql_rows[SQL__MAX] = {\n", f);
    for (int i = 0; i < all_n; i++)
        if (all[i].body != NULL)
            write_row(f, &all[i]);
    fputs("};\n\nconst struct sql_scope sql_scopes[] = {\n", f);
    for (int i = 0; i < macros_n; i++) {
        fprintf(f, "    { \"%s\", ", macros[i].kind);
        c_string(f, macros[i].visible);
        fputs(", ", f);
        c_string(f, macros[i].whole);
        fputs(" },\n", f);
    }
    fprintf(f, "};\nconst int sql_scopes_n = %d;\n", macros_n);
    fclose(f);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: sqlc OUT_DIR MACROS x.sql …\n");
        return 2;
    }
    read_macros(argv[2]);
    for (int i = 3; i < argc; i++)
        read_file(argv[i]);
    for (int i = 0; i < all_n; i++)
        finish(&all[i]);
    for (int i = 0; i < all_n; i++)
        if (all[i].only[0] != '\0') {
            if (strcmp(all[i].only, "pg") == 0)
                all[i].sqlite = NULL;
            else
                all[i].pg = NULL;
        }
    for (int i = 0; i < all_n; i++)
        check_twins(i);
    write_header(argv[1]);
    write_body(argv[1]);
    return 0;
}
