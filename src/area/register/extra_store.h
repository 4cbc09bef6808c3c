/* extra_store.h - rows of extra: one per value, in the slot of its field's type. */
#ifndef AREA_REGISTER_EXTRA_STORE_H
#define AREA_REGISTER_EXTRA_STORE_H

#include "area/register/extra.h"

MUST_USE enum err extra_store_clear(struct ctx *c, struct str kind, int64_t id, struct str field);
MUST_USE enum err extra_store_add(struct ctx *c, struct str kind, int64_t id, const struct def_field *f, int ord, struct str word);
MUST_USE enum err extra_store_load(struct ctx *c, struct str kind, int64_t id, struct extras *out);     /* into the fields that out has */

#endif
