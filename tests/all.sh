#!/usr/bin/env bash
# all.sh [SUITE…]   everything that proves the program: unit tests, then each tests/SUITE/run, three at a time, with one PostgreSQL for all of them.
# A suite has its time budget in its second line ("# budget: 60 s") and closes with "N passed, N failed, N skipped"; its log is kept in build/log.
set -u
cd "$(dirname "$0")/.."
if [ -z "${XIEZHI_TEST_PG:-}" ]; then exec tests/pg.sh bash tests/all.sh "$@"; fi
jobs=${JOBS:-3} began=$(date +%s)
rm -rf build/log && mkdir -p build/log
one() { # name budget command…   its sum goes to build/log/NAME.sum: status passed failed skipped seconds budget
    local name=$1 budget=$2 from rc=0 line p=0 f=0 s=0; shift 2
    from=$(date +%s)
    timeout -k 10 "$((budget * 6))" "$@" >"build/log/$name.log" 2>&1 </dev/null || rc=$?
    line=$(grep -E '^([A-Za-z]+: )?[0-9]+ passed, [0-9]+ failed' "build/log/$name.log" | tail -n 1)
    read -r p f s < <(printf '%s\n' "$line" | sed -E 's/^[A-Za-z]+: //; s/ passed, / /; s/ failed(, )?/ /; s/ skipped.*//') || :
    [ "$rc" = 0 ] || [ "${f:-0}" -gt 0 ] || f=1
    [ -n "$line" ] || { f=1; echo "$name ran no test" >>"build/log/$name.log"; }
    echo "$rc ${p:-0} ${f:-0} ${s:-0} $(($(date +%s) - from)) $budget" >"build/log/$name.sum"
    report "$name"
}
report() {
    local rc p f s t b; read -r rc p f s t b <"build/log/$1.sum"
    [ "$f" = 0 ] || tail -n "${TAIL:-40}" "build/log/$1.log"
    printf '%-12s %5d passed %3d failed %3d skipped %5d s%s\n' "$1" "$p" "$f" "$s" "$t" "$([ "$t" -gt "$b" ] && echo "   over its budget of $b s")"
}
start() { # the same, beside at most two others: with three a second core has work while one of them waits for its servers
    while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
    one "$@" &
}
if [ $# = 0 ]; then
    one tidy 20 make -s tidy
    one unit 60 make -s check
    start sanitize 450 make -s sanitize
fi
for name in browser ferry recount identity faults search $(for r in tests/*/run; do basename "$(dirname "$r")"; done); do      # the long ones first
    [ -e "build/log/$name.begun" ] && continue
    if [ $# != 0 ] && [[ " $* " != *" $name "* ]]; then continue; fi
    : >"build/log/$name.begun"
    start "$name" "$(sed -nE '2s/.*budget: ([0-9]+).*/\1/p' "tests/$name/run")" "tests/$name/run"
done
wait
echo "in $(($(date +%s) - began)) s"
awk '{ p += $2; f += $3; s += $4 } END { printf "%d passed, %d failed, %d skipped\n", p, f, s; exit f > 0 }' build/log/*.sum
