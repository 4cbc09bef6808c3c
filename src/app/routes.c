/* routes.c - every door of the program, merged from the slices. `xiezhi routes` prints it; its output is a golden file. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>

#include "app/slices.h"

bool route_fits(const struct route *r, struct str path, struct request *q)
{
    struct str want = str_z(r->path);

    q->n_path_args = 0;
    while (want.n > 0 || path.n > 0) {
        struct str w = str_cut(&want, '/'), p = str_cut(&path, '/');
        if (w.n > 0 && w.p[0] == ':') {
            if (p.n == 0 || q->n_path_args == PATH_ARGS_MAX)
                return false;
            q->path_args[q->n_path_args++] = p;
        } else if (!str_eq(w, p)) {
            return false;
        }
    }
    return true;
}

const struct route *route_find(enum method m, struct str path, struct request *q, bool *other_method)
{
    for (size_t s = 0; s < slices_n; s++)
        for (int i = 0; i < slices[s]->n_routes; i++) {
            const struct route *r = &slices[s]->routes[i];
            if (!route_fits(r, path, q))
                continue;
            if (r->method == m)
                return r;
            *other_method = true;
        }
    return NULL;
}

/* The longest command name that the words begin with: "audit verify" before "audit". */
const struct command *command_find(int argc, char **argv, int *used)
{
    const struct command *best = NULL;

    for (size_t s = 0; s < slices_n; s++)
        for (int i = 0; i < slices[s]->n_commands; i++) {
            struct str name = str_z(slices[s]->commands[i].name);
            int n = 0;
            bool fits = true;
            while (name.n > 0 && fits) {
                struct str word = str_cut(&name, ' ');
                fits = n < argc && str_eq(word, str_z(argv[n]));
                n++;
            }
            if (fits && n > *used) {
                best = &slices[s]->commands[i];
                *used = n;
            }
        }
    return best;
}

static int line_order(const void *x, const void *y)
{
    return strcmp(*(char *const *)x, *(char *const *)y);
}

void routes_print(FILE *out)
{
    char *lines[512];
    int n = 0;

    for (size_t s = 0; s < slices_n; s++)
        for (int i = 0; i < slices[s]->n_routes && n < 512; i++) {
            const struct route *r = &slices[s]->routes[i];
            if (asprintf(&lines[n], "%-40s %-5s %-20s %s%s%s%s%s", r->path, r->method == POST ? "POST" : "GET",
                    perm_name(r->perm), r->apply != NULL ? "writes " : "", (r->flags & R_AUDITED_READ) != 0 ? "audited-read " : "",
                    (r->flags & R_LISTED_READ) != 0 ? "listed-read " : "", (r->flags & R_WIPED) != 0 ? "wiped " : "",
                    (r->flags & R_HALF) == R_HALF ? "at-any-stage" : (r->flags & R_AT_CODE) != 0 ? "at-code"
                        : (r->flags & R_AT_ONCE) != 0 ? "at-once" : (r->flags & R_AT_ENROL) != 0 ? "at-enrol" : "") > 0)
                n++;
        }
    qsort(lines, (size_t)n, sizeof lines[0], line_order);
    for (int i = 0; i < n; i++) {
        fprintf(out, "%s\n", lines[i]);
        free(lines[i]);
    }
}

void commands_print(FILE *out)
{
    for (size_t s = 0; s < slices_n; s++)
        for (int i = 0; i < slices[s]->n_commands; i++)
            fprintf(out, "    xiezhi %-16s %s\n", slices[s]->commands[i].name, slices[s]->commands[i].options);
}

/* Start-up check: a door without a permission, or one that writes without a permission of its own, stops the program. */
const char *routes_fault(void)
{
    for (size_t s = 0; s < slices_n; s++) {
        for (int i = 0; i < slices[s]->n_routes; i++) {
            const struct route *r = &slices[s]->routes[i];
            if (r->perm == PERM__UNSET || (r->prepare == NULL && r->apply == NULL) || (r->method == GET && r->apply != NULL))
                return r->path;
        }
        for (int i = 0; i < slices[s]->n_commands; i++)
            if (slices[s]->commands[i].perm == PERM__UNSET)
                return slices[s]->commands[i].name;
    }
    return NULL;
}
