#!/bin/sh
# Real clients against `kubarium serve`: the kubectl and the curl of this machine.
# Usage: Scripts/interop.sh [path of kubarium]
set -eu
kubarium=${1:-.build/release/kubarium}
work=$(mktemp -d)
"$kubarium" serve --port 0 --kubeconfig "$work/config" >"$work/out" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || :; rm -rf "$work"' EXIT

tries=0
until grep -q 'serving https' "$work/out"; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ]; then
        echo "interop: the server did not come up:"
        cat "$work/out"
        exit 1
    fi
    sleep 0.1
done
export KUBECONFIG="$work/config"

failed=0
# expect TEXT COMMAND...: the command succeeds and prints TEXT somewhere.
expect() {
    text=$1
    shift
    if out=$("$@" 2>&1) && printf '%s' "$out" | grep -q -- "$text"; then
        echo "ok    $*"
    else
        echo "FAIL  $* (expected: $text)"
        printf '%s\n' "$out" | sed 's/^/      /' | head -20
        failed=1
    fi
}

expect 'Server Version: v1.36' kubectl version
expect 'pods ' kubectl api-resources
expect 'Ready' kubectl get nodes -o wide
expect 'Running' kubectl get pods -A
expect 'created' kubectl create namespace interop
expect 'created' kubectl create configmap one --from-literal=a=1 -n interop
expect '^1$' kubectl get configmap one -n interop -o 'jsonpath={.data.a}'
expect 'created' kubectl create clusterrolebinding interop --clusterrole=view --user=ann
cat >"$work/pod.yaml" <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: interop
spec:
  containers:
  - name: main
    image: busybox
    command: ["sleep", "3600"]
YAML
expect 'created' kubectl apply -f "$work/pod.yaml"
expect 'condition met' kubectl wait --for=condition=Ready pod/web -n interop --timeout=60s
expect 'labeled' kubectl label pod web -n interop tier=front
expect 'unchanged' kubectl apply -f "$work/pod.yaml"
expect 'patched' kubectl patch pod web -n interop -p '{"metadata":{"annotations":{"a":"b"}}}'
expect 'tier=front' kubectl describe pod web -n interop
expect 'web' timeout 2 sh -c 'kubectl get pods -n interop -w & sleep 1; kill $!'
expect 'deleted' kubectl delete pod web -n interop --grace-period=1
expect 'deleted' kubectl delete namespace interop
exit $failed
