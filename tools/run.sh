#!/usr/bin/env bash
# run.sh   the demonstration district on loopback: made once under build/demo, served until Ctrl-C. PORT=8080 names the first port tried.
set -eu
cd "$(dirname "$0")/.."
data=build/demo who=build/demo-users.txt port=${PORT:-8080}
if [ ! -e "$data/config" ]; then
    echo "Making the demonstration district (a few seconds) …"
    rm -rf "$data" && mkdir -p "$data" && chmod 700 "$data"
    (umask 077 && build/xiezhi init --demo --data "$data" >"$who" 2>build/demo.log) || { cat build/demo.log >&2; rm -rf "$data"; exit 1; }
fi
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
while taken "$port"; do port=$((port + 1)); done
site=$((port + 1))
while taken "$site"; do site=$((site + 1)); done
cat <<EOF

  獬豸 Xiezhi · demonstration district 青原区       http://127.0.0.1:$port/
  the reporting site, on a machine of its own in earnest        http://127.0.0.1:$site/

  user           one-time password      person        (the officer keeps this one; all others choose their own at the first sign-in)
$(sed 's/^/  /' "$who")

  Three things to try
  1. As officer, open 检举控告 and press n: register a letter without touching the mouse. Then find it again by two characters of its text.
  2. As leader, open 统计, follow 立案 or 处分 to the rows behind the number.
  3. As leader, open 工作总结 2020H1: read it beside its preview, edit part two, print it as docx and PDF.

  And from outside: send a report on the reporting site, or follow one by a receipt above; as clerk, open 网上来件 and screen what was carried in.

  The same on the command line:  build/xiezhi figures --period 2020H1 --data $data
  Ctrl-C ends it.  make run-anew starts from a new district.

EOF
build/xiezhi portal --data "$data/portal" --listen "127.0.0.1:$site" >/dev/null &
outside=$!
trap 'kill "$outside" 2>/dev/null || true' EXIT
build/xiezhi serve --data "$data" --listen "127.0.0.1:$port"
