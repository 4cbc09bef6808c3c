#!/usr/bin/env bash
# run.sh TEST…   runs unit tests, two at a time (JOBS), and closes with one line of sums. PostgreSQL is started once for all of them; each makes what it
# writes in a directory, a schema or a database of its own. What they say is told in the order given, whichever ends first.
set -u
cd "$(dirname "$0")/.."
if [ "${XIEZHI_TEST_PG:-}" = "" ] && [ -x tests/pg.sh ] && [ "${NO_PG:-}" = "" ]; then
    exec tests/pg.sh bash tests/run.sh "$@"
fi
passed=0 failed=0 skipped=0 n=0
said=$(mktemp -d "${TMPDIR:-/tmp}/xiezhi-unit.XXXXXX")
trap 'rm -rf "$said"' EXIT
for t in "$@"; do
    while [ "$(jobs -rp | wc -l)" -ge "${JOBS:-2}" ]; do wait -n; done
    n=$((n + 1))
    { "$t" >"$said/$n.out" 2>&1; echo $? >"$said/$n.rc"; } &
done
wait
n=0
for t in "$@"; do
    n=$((n + 1))
    rc=$(cat "$said/$n.rc" 2>/dev/null || echo 1)
    p=$(grep -c '^\[       OK \]' "$said/$n.out") f=$(grep -c '^\[  FAILED  \] [a-z]' "$said/$n.out") s=$(grep -c '^\[  SKIPPED \]' "$said/$n.out")
    passed=$((passed + p)); skipped=$((skipped + s))
    if [ "$rc" != 0 ]; then failed=$((failed + (f > 0 ? f : 1))); tail -n 40 "$said/$n.out"; fi
    printf '%-32s %3d passed%s\n' "$(basename "$t")" "$p" "$([ "$rc" = 0 ] || echo ', FAILED')"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
