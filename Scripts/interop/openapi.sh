#!/bin/sh
# Are the OpenAPI documents what they should be? A validator reads them all, and two generators make
# clients and models of them: openapi.sh KUBECTL FOLDER-OF-THE-TOOLS
set -eu
. "$(dirname "$0")/checks.sh"
kubectl=$1
tools=$2
PATH=$tools:$PATH
files=$work/openapi
mkdir -p "$files"
"$kubectl" get --raw /openapi/v2 >"$files/v2.json"
"$kubectl" get --raw /openapi/v3 >"$files/index"
"$tools/python" -c '
import json, sys
for name, entry in json.load(open(sys.argv[1]))["paths"].items():
    print(name.replace("/", "_"), entry["serverRelativeURL"])' "$files/index" >"$files/list"
while read -r name address; do
    "$kubectl" get --raw "$address" >"$files/$name.json"
done <"$files/list"
expect "$files/v2.json: OK" "$tools/openapi-spec-validator" "$files/v2.json"
for name in $(cut -d ' ' -f 1 "$files/list"); do
    printf '%s\n' "$files/$name.json"
done | xargs "$tools/openapi-spec-validator" >"$files/verdicts" 2>&1 || :
for name in $(cut -d ' ' -f 1 "$files/list"); do
    expect "" grep "/$name.json: OK" "$files/verdicts"
done
for name in api_v1 apis_apps_v1 apis_batch_v1 apis_rbac.authorization.k8s.io_v1; do
    models=$files/models_$(printf %s "$name" | tr . _)
    expect '' "$tools/datamodel-codegen" --input "$files/$name.json" \
        --input-file-type openapi --output-model-type pydantic_v2.BaseModel \
        --output "$models"
    expect '' "$tools/python" -m compileall -q "$models"
done
for name in apis_apps_v1 apis_batch_v1; do
    expect 'Generating' "$tools/openapi-python-client" generate --path "$files/$name.json" \
        --meta none --overwrite --output-path "$files/client_$name"
done
expect '' ls "$files/client_apis_apps_v1/api/apps_v1/read_apps_v1_namespaced_deployment.py"
expect '' ls "$files/client_apis_batch_v1/api/batch_v1/create_batch_v1_namespaced_job.py"
exit $failed
