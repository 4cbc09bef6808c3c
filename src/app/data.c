/* data.c - the data directory: who holds it, what is written in its `config`, and the connections it leads to. */
#include "app/app.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int64_t app_now(const struct app *app)
{
    struct timespec t;

    if (app->fixed_now_ms != 0)
        return app->fixed_now_ms;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 + app->clock_offset_ms;
}

void ctx_start(struct app *app, struct ctx *c, struct arena *a, struct db *db, struct rand *r)
{
    *c = (struct ctx){ .a = a, .db = db, .def = &app->def, .who = &user_nobody, .vault = app->vault, .rand = r,
        .data_dir = app->data_dir, .now_ms = app_now(app), .peer_uid = -1, .lang = LANG_ZH };
}

static enum err io_error(struct str *why, struct arena *a, const char *path)
{
    *why = str_fmt(a, "%s: %s", path, strerror(errno));
    switch (errno) {
    case EACCES: case EPERM: case EROFS: return ERR_DENIED;
    case ENOSPC: case EDQUOT: return ERR_FULL;
    case ENOENT: case ENOTDIR: return ERR_NOT_FOUND;
    default: return ERR_DENIED;
    }
}

static void config_line(struct app *app, struct str line)
{
    struct str key = str_cut(&line, '=');
    int64_t n = 0;

    if (str_eq(key, STR("db")) && line.n < sizeof app->db_url) {
        memcpy(app->db_url, line.p, line.n);
        app->db_url[line.n] = '\0';
    } else if (str_eq(key, STR("node")) && str_to_int(line, &n)) {
        app->rand.node = (uint32_t)n & 1023;
    } else if (str_eq(key, STR("demo"))) {
        app->demo = str_eq(line, STR("1"));
        app->totp = !app->demo;
    } else if (str_eq(key, STR("totp"))) {
        app->totp = str_eq(line, STR("1"));
    } else if (str_eq(key, STR("clock_offset_ms")) && str_to_int(line, &n)) {
        app->clock_offset_ms = n;
    }
}

static enum err config_read(struct app *app, struct arena *a, struct str *why)
{
    char path[1100], text[4096];

    snprintf(path, sizeof path, "%s/config", app->data_dir);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return io_error(why, a, path);
    ssize_t n = read(fd, text, sizeof text);
    close(fd);
    struct str rest = { text, n > 0 ? (size_t)n : 0 };
    while (rest.n > 0) {
        struct str line = str_cut(&rest, '\n');
        config_line(app, line);
    }
    if (app->db_url[0] == '\0')
        snprintf(app->db_url, sizeof app->db_url, "sqlite:%.1000s/xiezhi.db", app->data_dir);
    return ERR_OK;
}

/* One program at a time owns the directory: a lock that ends with the process. */
static enum err lock_take(struct app *app, struct arena *a, const char *name, struct str *why)
{
    char path[1100];

    snprintf(path, sizeof path, "%.1000s/%s", app->data_dir, name);
    app->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (app->lock_fd < 0)
        return io_error(why, a, path);
    if (flock(app->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        *why = str_fmt(a, "%s", app->data_dir);
        close(app->lock_fd);
        app->lock_fd = -1;
        return ERR_IN_USE;
    }
    return ERR_OK;
}

static enum err open_dir(struct app *app, struct str dir, bool create, const char *lock, struct str *why)
{
    static struct arena words;          /* the texts of `why` outlive the call */
    char given[1024];

    if (words.base == NULL)
        arena_open(&words, (size_t)1 << 16);
    snprintf(given, sizeof given, "%.*s", PF(dir));
    if (create && mkdir(given, 0700) != 0 && errno != EEXIST)
        return io_error(why, &words, given);
    if (realpath(given, app->data_dir) == NULL)
        return io_error(why, &words, given);
    app->lock_fd = -1;
    TRY(lock_take(app, &words, lock, why));
    return create ? ERR_OK : config_read(app, &words, why);
}

enum err data_open(struct app *app, struct str dir, bool create, struct str *why) { return open_dir(app, dir, create, "lock", why); }

enum err data_beside(struct app *app, struct str dir, const char *lock, struct str *why) { return open_dir(app, dir, false, lock, why); }

enum err data_connect(struct app *app, enum db_mode mode, struct db **out, struct str *why)
{
    struct str url = str_z(app->db_url);

    return db_open(out, url, mode, why);
}

void data_close(struct app *app)
{
    if (app->lock_fd >= 0)
        close(app->lock_fd);
    app->lock_fd = -1;
}
