#!/bin/sh
# Runs a command with a PostgreSQL server of its own: tools/with_postgres.sh CMD...
#
# The server listens on a free loopback port, keeps its files in a temporary directory, and is gone
# when the command ends. The command finds an empty database's URL in FOEDERA_TEST_POSTGRES. Without
# a server on the machine, Debian's postgresql package is installed (as root, or through sudo).
set -eu

[ $# -gt 0 ] || { echo "usage: $0 COMMAND [ARGUMENT...]" >&2; exit 2; }

find_server() {
    for folder in "${PG_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) \
        /usr/pgsql-*/bin /usr/local/pgsql/bin /opt/homebrew/opt/postgresql*/bin; do
        if [ -n "$folder" ] && [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ]; then
            echo "$folder"
            return 0
        fi
    done
    if command -v initdb >/dev/null && command -v postgres >/dev/null; then
        dirname "$(command -v initdb)"
        return 0
    fi
    return 1
}

install_server() {
    command -v apt-get >/dev/null || return 1
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || return 1
        as_root="sudo -n"
    fi
    echo "with_postgres: installing postgresql" >&2
    # The package would make and start a cluster of its own: nobody needs that one.
    $as_root mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    $as_root apt-get update -qq >&2 &&
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends postgresql >&2
}

bin=$(find_server) || { install_server && bin=$(find_server); } || {
    echo "with_postgres: there is no PostgreSQL server and none could be installed" >&2
    exit 3
}

home=$(mktemp -d "${TMPDIR:-/tmp}/foedera-postgres.XXXXXX")
as_server=""
if [ "$(id -u)" -eq 0 ]; then
    # The server refuses to run as root.
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    chown "$user" "$home"
    as_server="runuser -u $user --"
fi

stop() {
    $as_server "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cd "$home"
$as_server "$bin/initdb" -D "$home/data" -U foedera -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$home/initdb.log" 2>&1 || {
    cat "$home/initdb.log" >&2
    exit 3
}

# A port that is free now may be taken a moment later: try a few.
started=""
for attempt in 1 2 3 4 5; do
    port=$(awk -v seed="$$$attempt" 'BEGIN { srand(seed); print 20000 + int(rand() * 40000) }')
    options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home -c fsync=off -c full_page_writes=off"
    if $as_server "$bin/pg_ctl" -D "$home/data" -l "$home/server.log" -o "$options" -w -t 30 start >/dev/null 2>&1; then
        started=yes
        break
    fi
done
[ -n "$started" ] || { cat "$home/server.log" >&2; exit 3; }
cd "$OLDPWD"

FOEDERA_TEST_POSTGRES="postgresql://foedera@127.0.0.1:$port/postgres"
export FOEDERA_TEST_POSTGRES
status=0
"$@" || status=$?
exit $status
