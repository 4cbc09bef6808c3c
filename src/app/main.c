/* main.c - one program: `serve`, `init`, the vault's child, and every command of the slices. */
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/slices.h"

int main(int argc, char **argv)
{
    const char *fault = routes_fault();
    int64_t fd;

    signal(SIGPIPE, SIG_IGN);
    if (sodium_init() < 0 || fault != NULL) {
        fprintf(stderr, "xiezhi: %s\n", fault != NULL ? fault : "libsodium");
        return 70;
    }
    if (argc > 3 && strcmp(argv[1], "vault-serve") == 0)
        return str_to_int(str_z(argv[3]), &fd) ? vault_serve_main(argv[2], (int)fd) : err_exit(ERR_USAGE);
    if (argc > 1 && strcmp(argv[1], "routes") == 0) {
        routes_print(stdout);
        return 0;
    }
    if (argc > 1 && strcmp(argv[1], "init") == 0)
        return init_main(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "serve") == 0)
        return serve_main(argc - 2, argv + 2);
    return cli_main(argc - 1, argv + 1);
}
