#include "base/err.h"

static const struct { int http, exit; const char *text, *name; } errors[ERR__MAX] = {
#define ERR(name, http, exit, text) [ERR_##name] = { http, exit, text, #name },
#include "base/err.def"
#undef ERR
};

int err_http(enum err e) { return errors[e].http; }
int err_exit(enum err e) { return errors[e].exit; }
const char *err_text(enum err e) { return errors[e].text; }
const char *err_name(enum err e) { return errors[e].name; }
