/* access.c - who read which list or search. The page is not held up for the row (decisions.md 8): it waits here at most a second and is
 * appended to the audit chain by the jobs thread. When more wait than fit, the reader of the next list writes them. */
#include "app/app.h"

#include <string.h>

#include "base/log.h"
#include "gate/audit.h"

#define WAITING_MAX 2048

struct access { int64_t user_id, organ_id, at_ms, record_id; char verb[48], kind[24], detail[96]; };
static struct { pthread_mutex_t lock; struct access rows[WAITING_MAX]; int n; } waiting = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void keep(char *to, size_t size, struct str s)
{
    size_t n = s.n < size - 1 ? s.n : size - 1;

    if (n > 0)
        memcpy(to, s.p, n);
    to[n] = '\0';
}

static bool put(const struct access *a)
{
    pthread_mutex_lock(&waiting.lock);
    bool room = waiting.n < WAITING_MAX;
    if (room)
        waiting.rows[waiting.n++] = *a;
    pthread_mutex_unlock(&waiting.lock);
    return room;
}

void access_note(struct app *app, const struct ctx *c, struct str verb)
{
    struct access a = { .user_id = c->who->id, .organ_id = c->who->organ_id, .at_ms = c->now_ms, .record_id = c->touched.id };

    if (a.user_id == 0)
        return;
    keep(a.verb, sizeof a.verb, verb);
    keep(a.kind, sizeof a.kind, c->touched.kind);
    keep(a.detail, sizeof a.detail, c->touched.detail.n > 0 ? c->touched.detail : STR("list"));
    while (!put(&a)) {
        struct arena own;
        struct ctx w;
        arena_open(&own, (size_t)1 << 20);
        ctx_start(app, &w, &own, NULL, &app->rand);
        enum err e = access_write(app, &w);
        arena_close(&own);
        if (e != ERR_OK)
            break;                      /* access_write has said so in the log */
    }
}

struct batch { struct access *rows; int n; };

static enum err append_all(struct ctx *c, void *arg)
{
    const struct batch *b = arg;
    const struct user *was = c->who;
    int64_t now = c->now_ms;
    enum err done = ERR_OK;

    for (int i = 0; i < b->n && done == ERR_OK; i++) {
        const struct access *a = &b->rows[i];
        struct user who = { .id = a->user_id, .organ_id = a->organ_id };
        struct audit_event e = { .verb = str_z(a->verb), .kind = str_z(a->kind), .record_id = a->record_id, .detail = str_z(a->detail) };
        c->who = &who;
        c->now_ms = a->at_ms;
        done = audit_append(c, &e);
    }
    c->who = was;
    c->now_ms = now;
    return done;
}

static struct batch take(struct arena *a)
{
    struct batch b = { 0 };

    pthread_mutex_lock(&waiting.lock);
    b.n = waiting.n;
    b.rows = NEWS(a, struct access, (size_t)b.n + 1);
    memcpy(b.rows, waiting.rows, (size_t)b.n * sizeof *b.rows);
    waiting.n = 0;
    pthread_mutex_unlock(&waiting.lock);
    return b;
}

enum err access_write(struct app *app, struct ctx *c)
{
    struct batch b = take(c->a);
    enum err e = b.n > 0 ? writer_run(app, c, append_all, &b) : ERR_OK;

    for (int i = 0; e != ERR_OK && i < b.n; i++)
        if (!put(&b.rows[i]))
            break;                      /* a longer fault than memory holds: the log says how many were lost */
    if (e != ERR_OK)
        log_line(LOG_WARN, "%d rows of access could not be written yet: %s", b.n, err_text(e));
    return e;
}
