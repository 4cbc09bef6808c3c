#!/bin/sh
# pg.sh COMMAND … - runs COMMAND beside a PostgreSQL of its own, whose address is in XIEZHI_TEST_PG.
#
# The cluster lives in a temporary directory, in memory where the machine has plenty, and listens on a socket there only. Its default
# order of texts is the Chinese one,
# on purpose: what forgets COLLATE "C" sorts differently from SQLite and fails here. PG_BIN names another version's programs.
# COMMAND and all that it starts do not wait for the disk (tests/nosync.c).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bin=${PG_BIN:-/usr/lib/postgresql/15/bin}
room() { df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print $4 }'; }
free=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
at=${TMPDIR:-/tmp}
if [ -w /dev/shm ] && [ "$(room /dev/shm)" -gt 3000000 ] && [ "${free:-0}" -gt 6000000 ]; then at=/dev/shm; fi
own=$(mktemp -d "${TMPDIR:-/tmp}/xiezhi-own.XXXXXX") dir=$(mktemp -d "$at/xiezhi-pg.XXXXXX")
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
        wait || :
    fi
    [ $status = 0 ] || [ ! -s "$dir/log" ] || [ -z "${PG_LOG:-}" ] || cat "$dir/log" >&2
    rm -rf "$dir" "$own"
    exit $status
}
trap stop EXIT INT TERM

cd "$dir"
$as "$bin/initdb" -D "$dir/data" -U postgres -A trust -N --encoding=UTF8 --locale=C.UTF-8 \
    --locale-provider=icu --icu-locale=zh >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
$as "$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c deadlock_timeout=100ms \
    -c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=256MB \
    >"$dir/log" 2>&1 &
tries=0
until "$bin/pg_isready" -q -h "$dir" -U postgres; do
    tries=$((tries + 1))
    [ $tries -lt 1200 ] || { cat "$dir/log" >&2; exit 1; }
    sleep 0.1
done
cd "$OLDPWD"
chmod 755 "$own"                        # for programs that run as another user
cc -shared -fPIC -O1 -o "$own/nosync.so" "$here/nosync.c"
LD_PRELOAD=$own/nosync.so
export LD_PRELOAD
XIEZHI_TEST_PG="postgresql:///postgres?host=$dir&user=postgres"
export XIEZHI_TEST_PG
"$@"
