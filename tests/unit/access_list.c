/* access_list DATABASE - which columns every statement reads and writes, as SQLite's own authorizer tells it; one line each:
 * statement TAB read|write TAB table.column TAB view it came through, or "-". Not a test: tests/golden/run compares what it prints. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "db/db_int.h"

static const char *now;

static void line(const char *what, const char *table, const char *column, const char *view)
{
    if (table != NULL && strncmp(table, "sqlite_", 7) != 0)
        printf("%s\t%s\t%s.%s\t%s\n", now, what, table, column != NULL && column[0] != '\0' ? column : "*", view != NULL ? view : "-");
}

static int on_access(void *arg, int action, const char *a, const char *b, const char *database, const char *inside)
{
    (void)arg; (void)database;
    if (action == SQLITE_READ)
        line("read", a, b, inside);
    else if (action == SQLITE_UPDATE)
        line("write", a, b, inside);
    else if (action == SQLITE_INSERT)
        line("write", a, "+", inside);
    else if (action == SQLITE_DELETE)
        line("write", a, "-", inside);
    return SQLITE_OK;
}

int main(int argc, char **argv)
{
    char url[2048];
    struct db *db = NULL;
    struct str why = STR("");
    int failed = 0;

    log_quiet(1);
    snprintf(url, sizeof url, "sqlite:%s", argc > 1 ? argv[1] : "");
    if (db_open(&db, str_z(url), DB_WRITE, &why) != ERR_OK) {
        fprintf(stderr, "cannot open %s: %.*s\n", url, PF(why));
        return 1;
    }
    sqlite3_set_authorizer(db->handle, on_access, NULL);
    for (int i = 0; i < SQL__MAX; i++) {
        sqlite3_stmt *q = NULL;
        now = sql_rows[i].name;
        if (sql_rows[i].sqlite == NULL || sql_rows[i].sqlite[0] == '\0' || strncmp(now, "PORTAL_", 7) == 0)  /* its file is its own */
            continue;
        if (sqlite3_prepare_v2(db->handle, sql_rows[i].sqlite, -1, &q, NULL) != SQLITE_OK) {
            fprintf(stderr, "%s: %s\n", now, sqlite3_errmsg(db->handle));
            failed = 1;
        }
        sqlite3_finalize(q);
    }
    db_close(db);
    return failed;
}
