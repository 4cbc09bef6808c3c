/* main.c - one program: `serve`, `init`, the vault's child, and every command of the slices. */
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/clean_main.h"
#include "app/ferry.h"
#include "app/handover.h"
#include "app/portal.h"
#include "app/portal_check.h"
#include "app/portal_poster.h"
#include "app/portal_verify.h"
#include "app/slices.h"
#include "app/vault_main.h"
#include "clean/clean.h"

/* --def DIR (or $XIEZHI_DEF): the law from files instead of the one built in; for every command alike. */
static int take_def(int argc, char **argv)
{
    int n = 0;

    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--def") == 0 && i + 1 < argc)
            setenv("XIEZHI_DEF", argv[++i], 1);
        else
            argv[n++] = argv[i];
    argv[n] = NULL;
    return n;
}

int main(int argc, char **argv)
{
    const char *fault = routes_fault();
    int64_t fd;

    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);           /* a file-size limit is answered like a full disk */
    argc = take_def(argc, argv);
    if (sodium_init() < 0 || fault != NULL) {
        fprintf(stderr, "xiezhi: %s\n", fault != NULL ? fault : "libsodium");
        return 70;
    }
    if (argc > 3 && strcmp(argv[1], "vault-serve") == 0)
        return str_to_int(str_z(argv[3]), &fd) ? vault_serve_main(argv[2], (int)fd) : err_exit(ERR_USAGE);
    if (argc > 2 && strcmp(argv[1], "clean-child") == 0)
        return clean_child_main(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "clean") == 0)
        return clean_main(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "vault") == 0)
        return vault_main(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "routes") == 0) {
        routes_print(stdout);
        return 0;
    }
    if (argc > 1 && strcmp(argv[1], "workflow") == 0)
        return workflow_main(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "init") == 0)
        return init_main(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "serve") == 0)
        return serve_main(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "check") == 0 && ferry_is_outside(argc - 2, argv + 2))
        return portal_check_main(argc - 2, argv + 2);
    if (argc > 2 && strcmp(argv[1], "portal") == 0 && strcmp(argv[2], "verify") == 0)
        return portal_verify_main(argc - 3, argv + 3);
    if (argc > 2 && strcmp(argv[1], "portal") == 0 && strcmp(argv[2], "poster") == 0)
        return portal_poster_main(argc - 3, argv + 3);
    if (argc > 1 && strcmp(argv[1], "portal") == 0)
        return portal_main(argc - 2, argv + 2);
    if (argc > 2 && strcmp(argv[1], "ferry") == 0 && strcmp(argv[2], "found") == 0)
        return ferry_found_main(argc - 3, argv + 3);
    if (argc > 1 && strcmp(argv[1], "ferry") == 0 && ferry_is_outside(argc - 2, argv + 2))
        return ferry_main(argc - 2, argv + 2);
    if (argc > 2 && strcmp(argv[1], "envelope") == 0 && handover_is_offline(argc - 2, argv + 2))
        return handover_main(argc - 2, argv + 2);
    return cli_main(argc - 1, argv + 1);
}
