/* vault_main.h - the vault's keys on paper, from the command line: `vault sheet` prints, `vault restore` takes what is typed back. */
#ifndef APP_VAULT_MAIN_H
#define APP_VAULT_MAIN_H

int vault_main(int argc, char **argv);      /* behind the word vault; returns the exit code */

#endif
