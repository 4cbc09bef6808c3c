/* embed.c - files that the program carries with it: one assembler include each, and a table of names.
 *
 *   embed OUT_DIR NAME=PATH …      names are what the program asks for: "def/codes.yaml", "assets/xiezhi.css" */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Names a version of a file in its address (FNV-1a): a browser that kept the old one asks for the new. */
static unsigned long long hash_of(const char *path)
{
    unsigned long long h = 1469598103934665603ULL;
    FILE *f = fopen(path, "rb");
    int ch;

    while (f != NULL && (ch = getc(f)) != EOF)
        h = (h ^ (unsigned)ch) * 1099511628211ULL;
    if (f != NULL)
        fclose(f);
    return h;
}

static long size_of(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? (long)st.st_size : -1;
}

int main(int argc, char **argv)
{
    char path[512];

    if (argc < 2)
        return 2;
    snprintf(path, sizeof path, "%s/embed.h", argv[1]);
    FILE *h = fopen(path, "w");
    snprintf(path, sizeof path, "%s/embed.c", argv[1]);
    FILE *c = fopen(path, "w");
    fputs("/* Made by tools/embed. */\n#ifndef GEN_EMBED_H\n#define GEN_EMBED_H\n#include <stddef.h>\n\n"
          "struct embedded { const char *name; const unsigned char *p; size_t n; const char *hash; };\nextern const struct embedded embedded_files[];\n"
          "extern const int embedded_n;\n\n#endif\n", h);
    fputs("/* Made by tools/embed. */\n#include \"gen/embed.h\"\n\n", c);
    for (int i = 2; i < argc; i++) {
        char *file = strchr(argv[i], '=');
        if (file == NULL || size_of(file + 1) < 0) {
            fprintf(stderr, "embed: %s: no such file\n", argv[i]);
            return 1;
        }
        fprintf(c, "__asm__(\".section .rodata\\n.balign 16\\nembedded_%d:\\n.incbin \\\"%s\\\"\\n.byte 0\\n.previous\\n\");\n"
            "extern const unsigned char embedded_%d[] __asm__(\"embedded_%d\");\n", i, file + 1, i, i);
    }
    fputs("\nconst struct embedded embedded_files[] = {\n", c);
    for (int i = 2; i < argc; i++) {
        char *file = strchr(argv[i], '=');
        fprintf(c, "    { \"%.*s\", embedded_%d, %ldu, \"%016llx\" },\n", (int)(file - argv[i]), argv[i], i, size_of(file + 1),
            hash_of(file + 1));
    }
    fprintf(c, "};\nconst int embedded_n = %d;\n", argc - 2);
    fclose(h);
    fclose(c);
    return 0;
}
