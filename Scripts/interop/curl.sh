#!/bin/sh
# A session with curl, a token and the cluster's authority: curl.sh KUBECTL
set -eu
. "$(dirname "$0")/checks.sh"
kubectl=$1
"$kubectl" create namespace curl >"$work/log"
"$kubectl" create serviceaccount writer -n curl >>"$work/log"
"$kubectl" create rolebinding writer --clusterrole=edit --serviceaccount=curl:writer -n curl \
    >>"$work/log"
server=$(sed -n 's/^ *server: //p' "$KUBECONFIG")
sed -n 's/^ *certificate-authority-data: //p' "$KUBECONFIG" | base64 -d >"$work/ca.crt"
token=$("$kubectl" create token writer -n curl)
maps=$server/api/v1/namespaces/curl/configmaps

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
expect '^201$' api POST "$maps" -H "$json" -d "$object"
expect '^409$' api POST "$maps" -H "$json" -d "$object"
expect '^415$' api POST "$maps" -d "$object"
expect '^200$' api GET "$maps/two"
expect '^kind: ConfigMap$' api GET "$maps/two" -H 'Accept: application/yaml'
expect '"columnDefinitions"' api GET "$maps" -H 'Accept: application/json;as=Table;g=meta.k8s.io;v=v1'
expect '"a": "2"' api PUT "$maps/two" -H "$json" \
    -d '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"two"},"data":{"a":"2"}}'
expect '"b": "3"' api PATCH "$maps/two" -H 'Content-Type: application/merge-patch+json' \
    -d '{"data":{"b":"3"}}'
expect '"type":"ADDED"' api GET "$maps?watch=1&timeoutSeconds=1"
expect '^200$' api DELETE "$maps/two"
expect '^404$' api GET "$maps/two"
expect '^403$' api GET "$server/api/v1/nodes"
expect '^401$' curl -sS --cacert "$work/ca.crt" -H 'Authorization: Bearer nonsense' \
    -w '\n%{http_code}\n' "$maps"
refuse 'certificate' curl -sS "$server/version"
expect '"openapi":"3.0.0"' api GET "$server/openapi/v3/apis/apps/v1"
expect '^301$' api GET "$server/openapi/v3/apis/apps/v1?hash=OLD"
exit $failed
