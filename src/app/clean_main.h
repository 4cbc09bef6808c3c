/* clean_main.h - the cleaner from the command line. */
#ifndef APP_CLEAN_MAIN_H
#define APP_CLEAN_MAIN_H

int clean_main(int argc, char **argv);          /* xiezhi clean FILE [--out COPY]: one line of JSON; INVALID when it stays sealed */

#endif
