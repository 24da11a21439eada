# What the sessions in sh share; read with `.`.
failed=0
# refuse TEXT COMMAND...: the command fails and says TEXT somewhere.
refuse() {
    text=$1
    shift
    if ! out=$("$@" 2>&1) && printf '%s' "$out" | grep -q -- "$text"; then
        printf 'ok    %s\n' "$(echo "$*" | tr '\n' ' ')"
    else
        tell "the refusal: $text" "$@"
    fi
}
# expect TEXT COMMAND...: the command succeeds and prints TEXT somewhere, if TEXT is not empty.
expect() {
    text=$1
    shift
    if out=$("$@" 2>&1) && { [ -z "$text" ] || printf '%s' "$out" | grep -q -- "$text"; }; then
        printf 'ok    %s\n' "$(echo "$*" | tr '\n' ' ')"
    else
        tell "$text" "$@"
    fi
}
tell() {
    echo "FAIL  $(shift && echo "$*") (expected: $1)"
    printf '%s\n' "$out" | sed 's/^/      /' | head -20
    failed=1
}
