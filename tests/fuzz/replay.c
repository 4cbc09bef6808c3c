/* replay.c - every kept input of one fuzz target, once; prints cmocka's line per target so that tests/run.sh counts it. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void one(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *p;
    long n;

    if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (n = ftell(f)) < 0 || fseek(f, 0, SEEK_SET) != 0)
        exit(2);
    p = malloc((size_t)n + 1);          /* exactly sized on the heap: reading past the end is found */
    if (p == NULL || fread(p, 1, (size_t)n, f) != (size_t)n)
        exit(2);
    fclose(f);
    LLVMFuzzerTestOneInput(p, (size_t)n);
    free(p);
}

int main(void)
{
    DIR *d = opendir(CORPUS);
    char path[1024];
    int n = 0;

    if (d == NULL)
        return 2;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", CORPUS, e->d_name);
        one(path);
        n++;
    }
    closedir(d);
    printf("[       OK ] %s: %d inputs\n", CORPUS, n);
    return n > 0 ? 0 : 1;
}
