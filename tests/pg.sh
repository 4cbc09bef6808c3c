#!/bin/sh
# pg.sh COMMAND … - runs COMMAND beside a PostgreSQL of its own, whose address is in XIEZHI_TEST_PG.
#
# The cluster lives in a temporary directory and listens on a socket there only. Its default order of texts is the Chinese one,
# on purpose: what forgets COLLATE "C" sorts differently from SQLite and fails here. PG_BIN names another version's programs.
set -eu
bin=${PG_BIN:-/usr/lib/postgresql/15/bin}
dir=$(mktemp -d "${TMPDIR:-/tmp}/xiezhi-pg.XXXXXX")
as=
if [ "$(id -u)" = 0 ]; then             # the server refuses to run as root
    chown postgres "$dir"
    as="runuser -u postgres --"
fi

stop() {
    status=$?
    trap - EXIT INT TERM
    if [ -s "$dir/data/postmaster.pid" ]; then
        pid=$(head -n 1 "$dir/data/postmaster.pid")
        kill -INT "$pid" 2>/dev/null || :
        while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    fi
    [ $status = 0 ] || [ ! -s "$dir/log" ] || [ -z "${PG_LOG:-}" ] || cat "$dir/log" >&2
    rm -rf "$dir"
    exit $status
}
trap stop EXIT INT TERM

cd "$dir"
$as "$bin/initdb" -D "$dir/data" -U postgres -A trust -N --encoding=UTF8 --locale=C.UTF-8 \
    --locale-provider=icu --icu-locale=zh >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
$as "$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c deadlock_timeout=100ms \
    >"$dir/log" 2>&1 &
tries=0
until "$bin/pg_isready" -q -h "$dir" -U postgres; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || { cat "$dir/log" >&2; exit 1; }
    sleep 0.1
done
cd "$OLDPWD"
XIEZHI_TEST_PG="postgresql:///postgres?host=$dir&user=postgres"
export XIEZHI_TEST_PG
"$@"
