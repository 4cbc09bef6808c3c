/* ctx.h - what every call of the business code receives: one request, command or job step. Plain data.
 *
 * Handlers own nothing: the arena, the connection and the transaction are the dispatcher's. */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/arena.h"
#include "base/err.h"
#include "base/rand.h"
#include "base/str.h"

struct db;
struct def;
struct user;
struct vault;

enum lang { LANG_ZH, LANG_EN, LANG__MAX };
#define WHY_ARGS_MAX 4

struct touched { struct str kind, detail; int64_t id; bool refused; };     /* refused: answered with a page, yet a refusal */

struct ctx {
    struct arena *a;
    struct db *db;              /* read-only for GET; one open transaction in `apply` */
    const struct def *def;      /* law as data, one immutable snapshot */
    const struct user *who;     /* never NULL: user_nobody before sign-in */
    struct vault *vault;        /* fixed messages to the vault process; see area/vault/vault.h */
    struct rand *rand;
    const char *data_dir;       /* absolute path of the data directory; owned by the process */
    int64_t now_ms;             /* UTC; the only clock business code has */
    int64_t peer_uid;           /* system uid of a command line, -1 = browser */
    struct touched touched;     /* the record that this call is about, for the audit row (ctx_touch) */
    void *waiter;               /* private to app/writer.c */
    struct str csrf;            /* of the session, for the forms of a page */
    enum lang lang;
    int why_id;                 /* enum text_id of the first refusal, 0 = none */
    struct str why_args[WHY_ARGS_MAX];
    struct str why_field;       /* form field that the refusal is about, or "" */
};

/* refuse - note the first reason and return e. Usage: return refuse(c, ERR_MOVE, T_move_unknown, name, state);
 * Arguments are struct str and replace {0} {1} … in the catalogue's text (def/text/zh.yaml, en.yaml). */
enum err refuse_args(struct ctx *c, enum err e, int text_id, const struct str *args, size_t n);
#define refuse(c, e, ...) refuse_args((c), (e), REFUSE_ID(__VA_ARGS__, 0), \
    REFUSE_LIST(__VA_ARGS__, { 0 }), sizeof REFUSE_LIST(__VA_ARGS__, { 0 }) / sizeof(struct str) - 1)
#define REFUSE_ID(id, ...) (id)
#define REFUSE_LIST(id, ...) ((const struct str[]){ __VA_ARGS__ })
enum err refuse_field(struct ctx *c, struct str field, enum err e, int text_id, struct str arg);

/* ctx_touch - names the record of the audit row; detail: field names and counts, never content. */
void ctx_touch(struct ctx *c, struct str kind, int64_t id, struct str detail);

#endif
