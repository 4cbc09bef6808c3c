/* err.h - one enum for every refusal; the code goes up, the reason stays in the context (ctx.h).
 *
 * Driven by   base/err.def.      Used by: everything.
 * Memory      none.              Errors: it is them.
 * Example     TRY(petition_load(c, ref, &p));
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
#define ERR(name, http, exit, text) ERR_##name,
#include "base/err.def"
#undef ERR
    ERR__MAX
};

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))

/* Legal because a caller owns nothing: memory is the arena's, the transaction the dispatcher's. */
#define TRY(call) do { enum err e_ = (call); if (e_ != ERR_OK) return e_; } while (0)

int err_http(enum err e);           /* HTTP status of e */
int err_exit(enum err e);           /* process exit code of e */
const char *err_text(enum err e);   /* English text of err.def, for logs and docs only */
const char *err_name(enum err e);   /* "INVALID" */

#endif
