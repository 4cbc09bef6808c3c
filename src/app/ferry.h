/* ferry.h - the ferry's command line on the reporting site; the inside's commands are a slice like any other (area/ferry). */
#ifndef APP_FERRY_H
#define APP_FERRY_H

#include <stdbool.h>

bool ferry_is_outside(int argc, char **argv);   /* the words after `xiezhi ferry`: do they mean a site's directory? */
int ferry_main(int argc, char **argv);
int ferry_found_main(int argc, char **argv);    /* makes a site from the organ's key file */

#endif
