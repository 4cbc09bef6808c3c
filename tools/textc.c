/* textc.c - the message catalogue: def/text/zh.yaml and en.yaml (flat: key: "sentence with {0}") become an enum and two tables.
 *
 *   textc OUT_DIR zh.yaml en.yaml      an id that only one file knows is an error: English is complete or the build fails */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXTS_MAX 4096
#define LINE_MAX_BYTES 8192

struct text { char key[96]; char *zh, *en; int line; };
static struct text all[TEXTS_MAX];
static int all_n;

static void die(const char *file, int line, const char *what, const char *which)
{
    fprintf(stderr, "%s:%d: %s %s\n", file, line, what, which);
    exit(1);
}

static struct text *find(const char *key)
{
    for (int i = 0; i < all_n; i++)
        if (strcmp(all[i].key, key) == 0)
            return &all[i];
    return NULL;
}

/* Value of a line: quoted with \" \\ \n, or bare up to the end. */
static char *value(const char *file, int line, char *p)
{
    char *out = malloc(strlen(p) + 1), *o = out;

    while (*p == ' ')
        p++;
    bool quoted = *p == '"';
    if (quoted)
        p++;
    for (; *p != '\0' && *p != '\n' && !(quoted && *p == '"'); p++) {
        if (quoted && *p == '\\' && p[1] != '\0')
            *o++ = *++p == 'n' ? '\n' : *p;
        else
            *o++ = *p;
    }
    if (quoted && *p != '"')
        die(file, line, "the quote is not closed", "");
    *o = '\0';
    return out;
}

static void read_file(const char *path, bool is_zh)
{
    char line[LINE_MAX_BYTES];
    FILE *f = fopen(path, "r");

    if (f == NULL)
        die(path, 0, "cannot be read", "");
    for (int number = 1; fgets(line, sizeof line, f) != NULL; number++) {
        char *colon = strchr(line, ':');
        if (line[0] == '#' || line[0] == '\n')
            continue;
        if (colon == NULL || colon - line > 95)
            die(path, number, "wants 'key: \"text\"':", line);
        *colon = '\0';
        struct text *t = find(line);
        if (t == NULL) {
            if (all_n == TEXTS_MAX)
                die(path, number, "too many texts", "");
            t = &all[all_n++];
            snprintf(t->key, sizeof t->key, "%s", line);
            t->line = number;
        }
        char **slot = is_zh ? &t->zh : &t->en;
        if (*slot != NULL)
            die(path, number, "the key stands twice:", line);
        *slot = value(path, number, colon + 1);
    }
    fclose(f);
}

static int order(const void *x, const void *y)
{
    return strcmp(((const struct text *)x)->key, ((const struct text *)y)->key);
}

static void c_string(FILE *f, const char *s)
{
    fputc('"', f);
    for (; *s != '\0'; s++) {
        if (*s == '"' || *s == '\\')
            fprintf(f, "\\%c", *s);
        else if (*s == '\n')
            fputs("\\n", f);
        else
            fputc(*s, f);
    }
    fputc('"', f);
}

static void write_files(const char *dir)
{
    char path[512];
    snprintf(path, sizeof path, "%s/text.h", dir);
    FILE *h = fopen(path, "w");
    snprintf(path, sizeof path, "%s/text.c", dir);
    FILE *c = fopen(path, "w");

    fputs("/* Made by tools/textc from def/text: edit that, not me. */\n#ifndef GEN_TEXT_H\n#define GEN_TEXT_H\n\nenum text_id {\n    T__NONE,\n", h);
    fputs("/* Made by tools/textc from def/text: edit that, not me. */\n#include \"gen/text.h\"\n\nconst struct text_row text_rows[T__MAX] = {\n    [T__NONE] = { \"\", { \"\", \"\" } },\n", c);
    for (int i = 0; i < all_n; i++) {
        char id[96];
        snprintf(id, sizeof id, "%s", all[i].key);
        for (char *p = id; *p != '\0'; p++)
            if (!isalnum((unsigned char)*p))
                *p = '_';
        fprintf(h, "    T_%s,\n", id);
        fprintf(c, "    [T_%s] = { \"%s\", { ", id, all[i].key);
        c_string(c, all[i].zh);
        fputs(", ", c);
        c_string(c, all[i].en);
        fputs(" } },\n", c);
    }
    fputs("    T__MAX\n};\n\nstruct text_row { const char *key; const char *text[2]; };    /* zh, en; sorted by key */\nextern const struct text_row text_rows[T__MAX];\n\n#endif\n", h);
    fputs("};\n", c);
    fclose(h);
    fclose(c);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: textc OUT_DIR zh.yaml en.yaml\n");
        return 2;
    }
    read_file(argv[2], true);
    read_file(argv[3], false);
    for (int i = 0; i < all_n; i++) {
        if (all[i].zh == NULL)
            die(argv[2], all[i].line, "lacks", all[i].key);
        if (all[i].en == NULL)
            die(argv[3], all[i].line, "lacks", all[i].key);
    }
    qsort(all, (size_t)all_n, sizeof all[0], order);
    write_files(argv[1]);
    return 0;
}
