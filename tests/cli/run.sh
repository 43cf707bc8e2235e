#!/bin/sh
# run.sh ASSAY FORGE SOURCE CASE: runs a transcript in a folder of its own. A line is one of
#   # comment       $ command (by sh, in $PWD; FIX: forged evidence, CLI: tests/cli)
#   ? N             its exit status
#   > text          stdout holds text          !> text     stdout does not
#   2> text         stderr holds text          !2> text    stderr does not
#   empty           stdout is empty            quiet       stderr is empty
#   json            stdout is JSON (where there is a python3 to say so)
#   = name          stdout is golden/name, byte for byte (ASSAY_BLESS=1 writes it)
#   raw             control bytes are expected, this time: without, there must be none
set -u
assay=$1 forge=$2 SOURCE=$3 case=$4
CLI=$SOURCE/tests/cli FIX=$SOURCE/fixtures/snp
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home" "$work/run"
ln -s "$assay" "$work/bin/assay"
ln -s "$forge" "$work/bin/assay-forge"
PATH=$work/bin:$PATH HOME=$work/home LC_ALL=C TERM=dumb
export PATH HOME LC_ALL TERM CLI FIX SOURCE
unset ASSAY_TRUST XDG_DATA_HOME NO_COLOR
cd "$work/run" || exit 1
bad=0 line_no=0 command= status= raw= checked=yes

wrong() {
    echo "$case:$line_no: $command"
    echo "    $*"
    bad=1
}

holds() { grep -qF -e "$2" "$work/$1"; }

# C0 but the line end, DEL, and the bidi controls of Unicode (U+202A..E, U+2066..9).
has_control_bytes() {
    grep -q "$(printf '[\001-\011\013-\037\177]')" "$1" ||
        grep -q "$(printf '\342\200[\252-\256]')" "$1" || grep -q "$(printf '\342\201[\246-\251]')" "$1"
}

finish() {
    [ -n "$command" ] || return 0
    [ "$checked" = yes ] || wrong "no exit status is expected"
    for stream in out err; do
        [ -n "$raw" ] || ! has_control_bytes "$work/$stream" || wrong "std$stream has control bytes"
    done
}

# A store that was made just now has a digest of its own.
golden() {
    sed 's/trust [0-9a-f]\{8\}\.\.[0-9a-f]\{4\} rev/trust ........ rev/' "$work/out" >"$work/out.same"
    if [ "${ASSAY_BLESS:-}" = 1 ]; then
        cp "$work/out.same" "$CLI/golden/$1"
    fi
    diff -u "$CLI/golden/$1" "$work/out.same" || wrong "differs from golden/$1"
}

is_json() {
    if python3 -c '' 2>/dev/null; then
        python3 -m json.tool <"$work/out" >/dev/null || wrong "no JSON"
    fi
}

while IFS= read -r line; do
    line_no=$((line_no + 1))
    text=${line#* }
    case $line in
    '' | '#'*) ;;
    '$ '*)
        finish
        command=$text raw= checked=no
        sh -c "$command" >"$work/out" 2>"$work/err" </dev/null
        status=$?
        ;;
    '? '*)
        checked=yes
        [ "$status" = "$text" ] || { wrong "exit status $status, not $text"; cat "$work/out" "$work/err"; }
        ;;
    '> '*) holds out "$text" || { wrong "stdout lacks: $text"; cat "$work/out"; } ;;
    '2> '*) holds err "$text" || { wrong "stderr lacks: $text"; cat "$work/err"; } ;;
    '!> '*) ! holds out "$text" || wrong "stdout has: $text" ;;
    '!2> '*) ! holds err "$text" || wrong "stderr has: $text" ;;
    empty) [ ! -s "$work/out" ] || wrong "stdout is not empty" ;;
    quiet) [ ! -s "$work/err" ] || { wrong "stderr is not empty"; cat "$work/err"; } ;;
    json) is_json ;;
    '= '*) golden "$text" ;;
    raw) raw=yes ;;
    *) wrong "no directive: $line" ;;
    esac
done <"$case"
finish
exit $bad
