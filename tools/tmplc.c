/* tmplc.c - page templates become C: a wrong field is a compiler error at the template's own line.
 *
 *   tmplc OUT_DIR x.html …      writes OUT_DIR/page_<base name>.c for each
 *
 *   {{page NAME (ARGS)}}   starts a function: void NAME(struct html *h, struct ctx *c, ARGS); one file may hold several
 *   {{include "file.h"}}   {{# comment}}
 *   {{= E}} text   {{v E}} text with invisible characters shown   {{u E}} url part   {{i E}} number   {{r E}} reference
 *   {{t text.id}} or {{t text.id E, E}} catalogue   {{if E}} {{elif E}} {{else}} {{for …}} {{end}}   {{do STATEMENT}} */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *file;
static int line = 1;
static FILE *out;
static bool in_page;
static int depth;

static void die(const char *what, const char *which)
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
        die("cannot be read", "");
    do {
        text = realloc(text, n + 65537);
        got = fread(text + n, 1, 65536, f);
        n += got;
    } while (got > 0);
    text[n] = '\0';
    fclose(f);
    return text;
}

static void put_literal(const char *p, size_t n)
{
    bool blank = true;

    for (size_t i = 0; i < n; i++)
        blank = blank && isspace((unsigned char)p[i]);
    if (!in_page) {
        if (!blank)
            die("text before {{page …}}", "");
        return;
    }
    if (n == 0)
        return;
    fputs("    html_lit(h, \"", out);
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '"' || p[i] == '\\')
            fprintf(out, "\\%c", p[i]);
        else if (p[i] == '\n')
            fputs("\\n", out);
        else if (p[i] == '?')
            fputs("\\?", out);
        else
            fputc(p[i], out);
    }
    fputs("\");\n", out);
}

static void mark_line(void) { fprintf(out, "#line %d \"%s\"\n", line, file); }

static void end_page(void)
{
    if (depth != 0)
        die("{{end}} is missing", "");
    if (in_page)
        fputs("}\n", out);
    in_page = false;
}

static void start_page(char *rest)
{
    char name[96] = "";
    char *args = strchr(rest, '(');

    end_page();
    if (sscanf(rest, "%95[a-z0-9_]", name) != 1 || args == NULL)
        die("wants {{page NAME (ARGS)}}:", rest);
    args++;
    args[strcspn(args, ")")] = '\0';
    mark_line();
    bool none = args[0] == '\0' || strcmp(args, "void") == 0;
    fprintf(out, "void %s(struct html *h, struct ctx *c%s%s)\n{\n    (void)c;\n", name, none ? "" : ", ", none ? "" : args);
    in_page = true;
}

/* {{t id}} and {{t id A, B}} */
static void put_text(char *rest)
{
    char id[96] = "";
    int n = 0;

    if (sscanf(rest, "%95[a-zA-Z0-9_.]%n", id, &n) != 1)
        die("wants a text id:", rest);
    char *args = rest + n;
    while (*args == ' ')
        args++;
    for (char *p = id; *p != '\0'; p++)
        if (*p == '.')
            *p = '_';
    if (*args == '\0')
        fprintf(out, "    html_text(h, text_of(c->lang, T_%s));\n", id);
    else
        fprintf(out, "    { const struct str args_[] = { %s }; html_text(h, text_args(c->a, c->lang, T_%s, args_, (int)(sizeof args_ / sizeof args_[0]))); }\n", args, id);
}

static void put_tag(char *tag)
{
    static const struct { const char *key, *before, *after; } simple[] = {
        { "= ", "    html_text(h, ", ");\n" }, { "v ", "    html_visible(h, ", ");\n" }, { "u ", "    html_url(h, ", ");\n" },
        { "i ", "    html_int(h, ", ");\n" }, { "r ", "    html_id(h, ", ");\n" }, { "do ", "    ", ";\n" },
    };

    mark_line();
    for (size_t i = 0; i < sizeof simple / sizeof simple[0]; i++)
        if (strncmp(tag, simple[i].key, strlen(simple[i].key)) == 0) {
            fprintf(out, "%s%s%s", simple[i].before, tag + strlen(simple[i].key), simple[i].after);
            return;
        }
    if (strncmp(tag, "t ", 2) == 0)
        put_text(tag + 2);
    else if (strncmp(tag, "if ", 3) == 0 && ++depth)
        fprintf(out, "    if (%s) {\n", tag + 3);
    else if (strncmp(tag, "for ", 4) == 0 && ++depth)
        fprintf(out, "    for (%s) {\n", tag + 4);
    else if (strncmp(tag, "elif ", 5) == 0)
        fprintf(out, "    } else if (%s) {\n", tag + 5);
    else if (strcmp(tag, "else") == 0)
        fputs("    } else {\n", out);
    else if (strcmp(tag, "end") == 0 && depth-- > 0)
        fputs("    }\n", out);
    else
        die("unknown tag:", tag);
}

static void handle_tag(char *tag)
{
    if (strncmp(tag, "page ", 5) == 0)
        start_page(tag + 5);
    else if (strncmp(tag, "include ", 8) == 0)
        fprintf(out, "#include %s\n", tag + 8);
    else if (tag[0] != '#')
        put_tag(tag);
}

static void compile(char *p)
{
    while (*p != '\0') {
        char *open = strstr(p, "{{");
        size_t n = open != NULL ? (size_t)(open - p) : strlen(p);
        put_literal(p, n);
        for (size_t i = 0; i < n; i++)
            line += p[i] == '\n';
        if (open == NULL)
            break;
        char *close = strstr(open, "}}");
        if (close == NULL)
            die("}} is missing", "");
        *close = '\0';
        handle_tag(open + 2);
        for (char *q = open; q < close; q++)
            line += *q == '\n';
        p = close + 2;
        if (*p == '\n' && (strncmp(open + 2, "page ", 5) == 0 || strncmp(open + 2, "include", 7) == 0)) {
            p++;
            line++;
        }
    }
    end_page();
}

int main(int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        char path[512], name[128];
        const char *base = strrchr(argv[i], '/');
        snprintf(name, sizeof name, "%s", base != NULL ? base + 1 : argv[i]);
        name[strcspn(name, ".")] = '\0';
        snprintf(path, sizeof path, "%s/page_%s.c", argv[1], name);
        file = argv[i];
        line = 1;
        out = fopen(path, "w");
        if (out == NULL)
            die("cannot write", path);
        fprintf(out, "/* Made by tools/tmplc from %s: edit that, not me. */\n#include \"page/html.h\"\n", file);
        char *text = slurp(argv[i]);
        compile(text);
        free(text);
        fclose(out);
    }
    return 0;
}
