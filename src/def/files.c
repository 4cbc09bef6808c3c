/* files.c - where a def set comes from: a directory, or the program itself. */
#include "def/load.h"

#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#if __has_include("gen/embed.h")
#include "gen/embed.h"
#define DEF_IS_EMBEDDED 1
#else
#define DEF_IS_EMBEDDED 0
#endif

#define FILE_BYTES_MAX  ((size_t)1 << 20)
#define PATH_BYTES_MAX  1024

static enum err file_add(struct load *l, struct str name, struct str text)
{
    struct node at = { .file = str_copy(l->a, name).p };

    if (l->n_files == DEF_FILES_MAX)
        return DEF_FAULT(l, &at, "there are more than %d files", DEF_FILES_MAX);
    l->files[l->n_files++] = (struct def_file){ name, text };
    return ERR_OK;
}

/* Whole file; "" and false when it is no regular file or too large. */
static bool file_read(struct arena *a, const char *path, struct str *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;

    if (fd < 0)
        return false;
    bool whole = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (size_t)st.st_size <= FILE_BYTES_MAX;
    if (whole) {
        char *p = NEWS(a, char, (size_t)st.st_size + 1);
        *out = (struct str){ p, (size_t)st.st_size };
        whole = read(fd, p, out->n) == (ssize_t)out->n;
    }
    close(fd);
    return whole;
}

static bool name_fits(const char *name, const char *ending)
{
    return name[0] != '.' && str_ends(str_z(name), str_z(ending));
}

static int name_order(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* Names of `sub` that end so, sorted: the hash must not depend on the order of a directory. */
static int names_in(struct load *l, const char *dir, const char *ending, struct str *names)
{
    DIR *open_dir = opendir(dir);
    int n = 0;

    if (open_dir == NULL)
        return 0;
    for (struct dirent *e; n < DEF_FILES_MAX && (e = readdir(open_dir)) != NULL;)
        if (name_fits(e->d_name, ending))
            names[n++] = str_copy(l->a, str_z(e->d_name));
    closedir(open_dir);
    qsort(names, (size_t)n, sizeof *names, name_order);
    return n;
}

enum err files_from_dir(struct load *l, const char *dir)
{
    static const struct { const char *sub, *ending; } places[] = { { "", ".yaml" }, { "calendar/", ".yaml" }, { "doc/", ".md" },
        { "text/", ".yaml" } };
    struct str names[DEF_FILES_MAX], text;
    char path[PATH_BYTES_MAX];

    for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) {
        snprintf(path, sizeof path, "%s/%s", dir, places[k].sub);
        int n = names_in(l, path, places[k].ending, names);
        for (int i = 0; i < n; i++) {
            struct node at = { .file = str_fmt(l->a, "%s%.*s", places[k].sub, PF(names[i])).p };
            snprintf(path, sizeof path, "%s/%s", dir, at.file);
            if (!file_read(l->a, path, &text))
                return DEF_FAULT(l, &at, "the file cannot be read, or is larger than 1 MiB");
            TRY(file_add(l, str_z(at.file), text));
        }
    }
    struct node at = { .file = dir };
    return l->n_files > 0 ? ERR_OK : DEF_FAULT(l, &at, "there is no def file in this directory");
}

#if DEF_IS_EMBEDDED
enum err files_embedded(struct load *l)
{
    for (int i = 0; i < embedded_n; i++) {
        struct str name = str_z(embedded_files[i].name);
        struct str text = { (const char *)embedded_files[i].p, embedded_files[i].n };
        if (str_starts(name, STR("def/")))
            TRY(file_add(l, str_from(name, 4), text));
    }
    return ERR_OK;
}
#else
enum err files_embedded(struct load *l)
{
    return files_from_dir(l, "def");
}
#endif

/* Name, length and bytes of each file, in one order whatever they came from. */
struct str files_hash(struct load *l)
{
    crypto_hash_sha256_state s;
    unsigned char h[crypto_hash_sha256_BYTES];

    qsort(l->files, (size_t)l->n_files, sizeof l->files[0], name_order);
    crypto_hash_sha256_init(&s);
    for (int i = 0; i < l->n_files; i++) {
        struct str head = str_fmt(l->a, "%.*s %zu\n", PF(l->files[i].name), l->files[i].text.n);
        crypto_hash_sha256_update(&s, (const unsigned char *)head.p, head.n);
        crypto_hash_sha256_update(&s, (const unsigned char *)l->files[i].text.p, l->files[i].text.n);
    }
    crypto_hash_sha256_final(&s, h);
    return str_hex(l->a, h, sizeof h);
}
