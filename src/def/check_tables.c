/* placeholder */
#include "def/load.h"
enum err check_tables(struct load *l) { (void)l; return ERR_OK; }
