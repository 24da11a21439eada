#!/bin/sh
# Streams of one kubectl in a namespace of its own, over WebSockets: streams.sh KUBECTL NAMESPACE
set -eu
. "$(dirname "$0")/checks.sh"
kubectl=$1
space=$2
n() { "$kubectl" -n "$space" "$@"; }

"$kubectl" create namespace "$space" >"$work/log"
n run web --image=busybox -- sleep 3600 >>"$work/log"
n run second --image=busybox -- echo hello >>"$work/log"
expect 'condition met' n wait --for=condition=Ready pod/web --timeout=60s

expect '^hello$' n exec web -- echo hello
refuse 'exit code 3' n exec web -- sh -c 'exit 3'
expect '^typed$' sh -c 'echo typed | "$0" -n "$1" exec -i web -- cat' "$kubectl" "$space"
refuse 'pods "nope" not found' n exec nope -- ls
refuse 'executable file not found' n exec web -- nosuch
refuse 'cannot get resource' n exec web --as bob -- ls
expect '^hello$' n logs -f second
seq 1 20000 >"$work/numbers"
expect '' n cp "$work/numbers" "$space"/web:/tmp/numbers
expect '' n cp "$space"/web:/tmp/numbers "$work/back"
expect '' cmp "$work/numbers" "$work/back"
expect 'created' n run site --image=nginx
expect 'condition met' n wait --for=condition=Ready pod/site --timeout=60s
expect 'Welcome' n get --raw /api/v1/namespaces/"$space"/pods/site:80/proxy/
"$kubectl" -n "$space" port-forward pod/site 0:80 >"$work/forward" 2>&1 &
forward_id=$!
tries=0
until grep -q 'Forwarding from 127' "$work/forward" 2>/dev/null || [ $tries -gt 300 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
forwarded=$(sed -n 's/^Forwarding from \(127[^ ]*\) .*/\1/p' "$work/forward")
expect 'Welcome' curl -sS -m 10 "http://$forwarded/"
expect 'Welcome' curl -sS -m 10 "http://$forwarded/"
kill $forward_id 2>/dev/null || :

"$kubectl" delete namespace "$space" >>"$work/log"
exit $failed
