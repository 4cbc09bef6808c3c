/* handover.h - what the next higher organ does on a machine of its own, without a data directory: `xiezhi envelope key`, `xiezhi envelope open`. */
#ifndef APP_HANDOVER_H
#define APP_HANDOVER_H

#include <stdbool.h>

bool handover_is_offline(int argc, char **argv);    /* the words after `xiezhi envelope` */
int handover_main(int argc, char **argv);

#endif
