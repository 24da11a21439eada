#!/bin/sh
# Real clients against `kubarium serve`: the kubectl and the curl of this machine.
# Usage: Scripts/interop.sh [path of kubarium]
set -eu
kubarium=${1:-.build/release/kubarium}
work=$(mktemp -d)
"$kubarium" serve --port 0 --kubeconfig "$work/config" >"$work/out" 2>&1 &
server_id=$!
trap 'kill $server_id 2>/dev/null || :; rm -rf "$work"' EXIT

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
# refuse TEXT COMMAND...: the command fails and says TEXT somewhere.
refuse() {
    text=$1
    shift
    if ! out=$("$@" 2>&1) && printf '%s' "$out" | grep -q -- "$text"; then
        echo "ok    $*"
    else
        echo "FAIL  $* (expected the refusal: $text)"
        printf '%s\n' "$out" | sed 's/^/      /' | head -20
        failed=1
    fi
}
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

# --- kubectl: looking
expect 'Server Version: v1.36' kubectl version
expect '^pods  *po ' kubectl api-resources
expect 'Ready' kubectl get nodes -o wide
expect 'Running' kubectl get pods -A
expect '^server5-node1  *[0-9]' kubectl get node server5-node1 --server-print=false
refuse 'NotFound' kubectl get pod nope
refuse "doesn't have a resource type" kubectl get nonsense
refuse 'cannot list resource' kubectl get pods --as bob
printf 'apiVersion: example.com/v1\nkind: Website\nmetadata: {name: x}\n' >"$work/website.yaml"
refuse 'no matches for kind "Website"' kubectl create -f "$work/website.yaml"
expect 'containers' kubectl explain pod.spec

# --- kubectl: making, with protobuf bodies
expect 'created' kubectl create namespace interop
expect 'created' kubectl create configmap one --from-literal=a=1 -n interop
expect '^1$' kubectl get configmap one -n interop -o 'jsonpath={.data.a}'
expect 'kind: ConfigMap' kubectl get configmap one -n interop -o yaml
expect '"kind": "ConfigMap"' kubectl get configmap one -n interop -o json
expect '^configmap/one$' kubectl get configmap one -n interop -o name
expect 'created' kubectl create clusterrolebinding interop --clusterrole=view --user=ann
expect '^yes$' kubectl auth can-i list pods -n interop --as ann
expect 'created' kubectl create serviceaccount writer -n interop
expect 'created' kubectl create rolebinding writer --clusterrole=edit \
    --serviceaccount=interop:writer -n interop

# --- kubectl: a pod's life
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
expect 'created' kubectl create -f "$work/pod.yaml"
refuse 'AlreadyExists' kubectl create -f "$work/pod.yaml"
expect 'condition met' kubectl wait --for=condition=Ready pod/web -n interop --timeout=60s
expect 'configured' kubectl apply -f "$work/pod.yaml"
expect 'unchanged' kubectl apply -f "$work/pod.yaml"
expect 'labeled' kubectl label pod web -n interop tier=front
expect '^web ' kubectl get pods -n interop -l tier=front --no-headers
expect 'No resources found' kubectl get pods -n interop -l tier=back
expect 'annotated' kubectl annotate pod web -n interop note=x
expect 'patched' kubectl patch pod web -n interop -p '{"metadata":{"annotations":{"a":"b"}}}'
expect 'tier=front' kubectl describe pod web -n interop
expect 'server5-node1' kubectl describe node server5-node1
expect 'created' kubectl run second --image=busybox -n interop -- echo hello
expect 'condition met' kubectl wait --for=jsonpath='{.status.phase}'=Running pod/second \
    -n interop --timeout=60s
expect 'web' timeout 2 sh -c 'kubectl get pods -n interop -w & sleep 1; kill $!'
expect 'web' kubectl get pods -n interop -w --request-timeout=1s

# --- kubectl: streams
expect '^hello$' kubectl exec web -n interop -- echo hello
refuse 'exit code 3' kubectl exec web -n interop -- sh -c 'exit 3'
expect '^typed$' sh -c 'echo typed | kubectl exec -i web -n interop -- cat'
refuse 'pods "nope" not found' kubectl exec nope -n interop -- ls
refuse 'executable file not found' kubectl exec web -n interop -- nosuch
refuse 'cannot get resource' kubectl exec web -n interop --as bob -- ls
expect '^hello$' kubectl logs -f second -n interop
seq 1 20000 >"$work/numbers"
expect 'copied' sh -c "kubectl cp '$work/numbers' interop/web:/tmp/numbers && echo copied"
expect 'fetched' sh -c "kubectl cp interop/web:/tmp/numbers '$work/back' && echo fetched"
expect 'same' sh -c "cmp '$work/numbers' '$work/back' && echo same"
expect 'created' kubectl run site --image=nginx -n interop
expect 'condition met' kubectl wait --for=condition=Ready pod/site -n interop --timeout=60s
expect 'Welcome' kubectl get --raw /api/v1/namespaces/interop/pods/site:80/proxy/
kubectl port-forward pod/site 0:80 -n interop >"$work/forward" 2>&1 &
forward_id=$!
tries=0
until grep -q 'Forwarding from 127' "$work/forward" || [ $tries -gt 100 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
forwarded=$(sed -n 's/^Forwarding from \(127[^ ]*\) .*/\1/p' "$work/forward")
expect 'Welcome' curl -sS -m 10 "http://$forwarded/"
expect 'Welcome' curl -sS -m 10 "http://$forwarded/"
kill $forward_id 2>/dev/null || :

# --- curl with a token and the cluster's authority
server=$(sed -n 's/^ *server: //p' "$work/config")
sed -n 's/^ *certificate-authority-data: //p' "$work/config" | base64 -d >"$work/ca.crt"
token=$(kubectl create token writer -n interop)
maps=$server/api/v1/namespaces/interop/configmaps
# api METHOD URL [CURL'S ARGUMENTS...]: the body, then the code on a line of its own.
api() {
    method=$1
    url=$2
    shift 2
    curl -sS --cacert "$work/ca.crt" -H "Authorization: Bearer $token" -X "$method" \
        -w '\n%{http_code}\n' "$@" "$url"
}
json='Content-Type: application/json'
object='{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"two"},"data":{"a":"1"}}'
expect '^200$' api GET "$maps/one"
expect '^201$' api POST "$maps" -H "$json" -d "$object"
expect '^409$' api POST "$maps" -H "$json" -d "$object"
expect '"a": "2"' api PUT "$maps/two" -H "$json" \
    -d '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"two"},"data":{"a":"2"}}'
expect '"b": "3"' api PATCH "$maps/two" -H 'Content-Type: application/merge-patch+json' \
    -d '{"data":{"b":"3"}}'
expect '^200$' api DELETE "$maps/two"
expect '^404$' api GET "$maps/two"
expect '^403$' api GET "$server/api/v1/nodes"
expect '^401$' curl -sS --cacert "$work/ca.crt" -H 'Authorization: Bearer nonsense' \
    -w '\n%{http_code}\n' "$maps"
refuse 'certificate' curl -sS "$server/version"

# --- kubectl: the end
expect 'deleted' kubectl delete pod web second -n interop --grace-period=1
expect 'deleted' kubectl delete namespace interop
kill "$server_id"
code=0
wait "$server_id" || code=$?
if [ "$code" -ne 0 ]; then
    echo "FAIL  SIGTERM ends serve with $code"
    failed=1
fi
exit $failed
