#!/usr/bin/env bash
# run.sh TEST…   runs unit tests one after another and closes with one line of sums. PostgreSQL is started once for all of them.
set -u
cd "$(dirname "$0")/.."
if [ "${XIEZHI_TEST_PG:-}" = "" ] && [ -x tests/pg.sh ] && [ "${NO_PG:-}" = "" ]; then
    exec tests/pg.sh bash tests/run.sh "$@"
fi
passed=0 failed=0 skipped=0
for t in "$@"; do
    out=$("$t" 2>&1); rc=$?
    p=$(printf '%s\n' "$out" | grep -c '^\[       OK \]') f=$(printf '%s\n' "$out" | grep -c '^\[  FAILED  \] [a-z]' ) s=$(printf '%s\n' "$out" | grep -c '^\[  SKIPPED \]')
    passed=$((passed + p)); skipped=$((skipped + s))
    if [ "$rc" != 0 ]; then failed=$((failed + (f > 0 ? f : 1))); printf '%s\n' "$out" | tail -n 40; fi
    printf '%-32s %3d passed%s\n' "$(basename "$t")" "$p" "$([ "$rc" = 0 ] || echo ', FAILED')"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
