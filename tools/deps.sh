#!/usr/bin/env bash
# deps.sh run|test   installs the Debian packages that building and running (run) or the tests (test) need, when one is missing.
set -eu
run="gcc libc6-dev make pkg-config libsqlite3-dev libpq-dev libmicrohttpd-dev libyaml-dev libjansson-dev libxml2-dev libzip-dev libxlsxwriter-dev
libcmark-gfm-dev libcmark-gfm-extensions-dev libcairo2-dev libpango1.0-dev libfontconfig-dev libsodium-dev libssl-dev liboath-dev libqrencode-dev
libseccomp-dev libicu-dev texlive-lang-chinese fonts-arphic-ukai fonts-noto-cjk fonts-lxgw-wenkai ca-certificates"
test="$run libcmocka-dev postgresql postgresql-client sqlite3 python3 poppler-utils chromium clang-14 libclang-rt-14-dev curl procps unzip gdb
nginx-light tor zbar-tools openssl systemd mat2 libimage-exiftool-perl ffmpeg libtiff-tools tesseract-ocr tesseract-ocr-chi-sim"
[ "${1:-run}" = test ] && want=$test || want=$run
# Node.js by its commands: a machine with another Node.js has no Debian npm package and cannot install it.
{ command -v node && command -v npm; } >/dev/null 2>&1 || want="$want nodejs npm"
missing=""
for p in $want; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
[ -z "$missing" ] && exit 0
install="apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300$missing"
if [ "$(id -u)" != 0 ]; then
    echo "these packages are missing; as root:  $install" >&2
    exit 1
fi
echo "installing$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq -o DPkg::Lock::Timeout=300
$install -qq >/dev/null
