#!/bin/sh
# Install the Debian packages that jobtrend is built, run and tested with: as
# root directly, else through sudo; where neither works, print the command.
#
#   tools/deps.sh        all of them
#   tools/deps.sh run    what building and running need; silent when it is there
set -eu

build="build-essential pkg-config libuv1-dev libcurl4-openssl-dev libxml2-dev
libpq-dev libcjson-dev libconfuse-dev libicu-dev libcld2-dev zlib1g-dev
libdeflate-dev libzstd-dev libbrotli-dev libssl-dev libsystemd-dev
libmicrohttpd-dev libxxhash-dev"
run="postgresql-15 postgresql-client-15 ca-certificates"
check="libcmocka-dev postgresql-15-pgtap nginx-light python3 clang
clang-format libclang-rt-14-dev systemd git iso-codes chromium chromium-driver
zsh fish mandoc prometheus python3-jsonschema wrk python3-psycopg"
# What bundles the page of jobtrend-web; from elsewhere it is as good.
page="nodejs npm"
if command -v node >/dev/null && command -v npm >/dev/null; then page=; fi
[ "${1:-}" != run ] || check=

if ! command -v dpkg-query >/dev/null; then
    echo "deps: this is no Debian; needed are what these packages hold:"
    echo "  $(echo $build $page $run $check)"
    exit 0
fi

command="apt-get install -y --no-install-recommends $(echo $build $page $run $check)"
missing=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' \
    $build $page $run $check 2>&1 | grep -vc '^ii ' || true)
if [ "$missing" = 0 ]; then
    [ "${1:-}" = run ] || echo "deps: all packages are installed"
    exit 0
fi

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=sudo
elif command -v sudo >/dev/null && [ -t 0 ]; then
    echo "deps: packages are missing; sudo asks for your password to install them"
    as_root=sudo
else
    echo "deps: packages are missing; as root, run:"
    echo "  apt-get update && $command"
    exit 1
fi
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive $command
