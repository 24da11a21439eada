#!/bin/sh
# A session with one kubectl in a namespace of its own: kubectl.sh KUBECTL NAMESPACE
set -eu
. "$(dirname "$0")/checks.sh"
kubectl=$1
space=$2
k() { "$kubectl" "$@"; }
n() { "$kubectl" -n "$space" "$@"; }
files=$work/$space
mkdir -p "$files"

# --- looking
expect 'Server Version: v1.36' k version
expect '^pods  *po ' k api-resources
expect '^apps/v1$' k api-versions
expect 'is running at' k cluster-info
expect 'Ready' k get nodes -o wide
expect 'Running' k get pods -A
expect '^server5-node1  *[0-9]' k get node server5-node1 --server-print=false
expect 'system:masters' k auth whoami
expect '\*\.\*' k auth can-i --list
refuse 'NotFound' k get pod nope
refuse "doesn't have a resource type" k get nonsense
refuse 'cannot list resource' k get pods --as bob
refuse 'Metrics API not available' k top nodes
refuse 'Metrics API not available' k top pods
expect '^ok$' k get --raw /readyz

# --- explaining
expect 'The containers of the pod' k explain pod.spec
expect 'FIELDS:' k explain pod.spec.containers.livenessProbe
expect 'enum: Always' k explain pod --recursive
expect 'RESOURCE: spec' k explain deployment.spec --output=plaintext-openapiv2
refuse 'does not exist' k explain pod.nope
for kind in $(k api-resources -o name | grep -v '^events\.'); do
    expect 'KIND:' k explain "${kind%%.*}"
done

# --- making, with protobuf bodies
expect 'created' k create namespace "$space"
expect 'created' n create configmap one --from-literal=a=1
expect 'created' n create secret generic hidden --from-literal=a=b
expect 'created' n create serviceaccount writer
expect 'created' n create role reader --verb=get,list --resource=pods
expect 'created' n create rolebinding writer --clusterrole=edit --serviceaccount="$space:writer"
expect 'created' k create clusterrolebinding "$space" --clusterrole=view --user="ann-$space"
expect 'created' n create quota q --hard=pods=50
expect 'created' n create ingress i '--rule=a.example/*=front:80'
expect 'created' n create poddisruptionbudget p --selector=app=none --min-available=1
expect 'created' n create job once --image=busybox -- true
expect 'created' n create cronjob often --image=busybox '--schedule=0 0 1 1 *' -- true
expect 'created' n create job manual --from=cronjob/often
expect 'created' k create priorityclass "$space" --value=5
expect '^eyJ' n create token writer
expect 'created (server dry run)' n create configmap dry --dry-run=server
refuse 'NotFound' n get configmap dry
expect '^yes$' n auth can-i list pods --as "ann-$space"
refuse '^no$' n auth can-i delete pods --as "ann-$space"
for form in yaml json wide name kyaml 'jsonpath={.data}' 'go-template={{.data}}' \
    'custom-columns=NAME:.metadata.name'; do
    expect 'one\|a' n get configmap one -o "$form"
done
expect '^1$' n get configmap one -o 'jsonpath={.data.a}'

# --- a pod's life
cat >"$files/pod.yaml" <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: main
    image: busybox
    command: ["sleep", "3600"]
YAML
expect 'created' n create -f "$files/pod.yaml"
refuse 'AlreadyExists' n create -f "$files/pod.yaml"
expect 'condition met' n wait --for=condition=Ready pod/web --timeout=60s
expect 'configured' n apply -f "$files/pod.yaml"
expect 'unchanged' n apply -f "$files/pod.yaml"
expect 'labeled' n label pod web tier=front
refuse 'already has a value' n label pod web tier=back
expect '^web ' n get pods -l tier=front --no-headers
expect 'No resources found' n get pods -l tier=back
expect 'annotated' n annotate pod web note=x
expect 'patched' n patch pod web -p '{"metadata":{"annotations":{"a":"b"}}}'
expect 'patched' n patch pod web --type=merge -p '{"metadata":{"annotations":{"a":null}}}'
expect 'patched' n patch pod web --type=json \
    -p '[{"op":"add","path":"/metadata/labels/z","value":"1"}]'
expect 'no change' n patch pod web -p '{"metadata":{"labels":{"z":"1"}}}'
refuse 'pod updates may not change fields' n patch pod web -p '{"spec":{"nodeName":"x"}}'
expect 'tier=front' n describe pod web
expect 'server5-node1' k describe node server5-node1
expect 'created' n run second --image=busybox -- echo hello
expect 'condition met' n wait --for=jsonpath='{.status.phase}'=Running pod/second --timeout=60s
expect 'web' n get pods -w --request-timeout=1s
expect 'Scheduled' n get events
expect 'Scheduled' n events

# --- a deployment's life
expect 'created' n create deployment front --image=nginx --replicas=2
expect 'successfully rolled out' n rollout status deploy/front --timeout=60s
expect '2/2' n get deploy front
expect 'exposed' n expose deploy front --port=80
expect '80' n get service,endpointslices
expect 'scaled' n scale deploy front --replicas=3
refuse 'Expected replicas to be 7' n scale deploy front --replicas=1 --current-replicas=7
expect 'image updated' n set image deploy/front nginx=nginx:1.25
expect 'env updated' n set env deploy/front A=b
expect 'resource requirements updated' n set resources deploy/front --limits=memory=64Mi
expect 'successfully rolled out' n rollout status deploy/front --timeout=90s
expect '^4 ' n rollout history deploy/front
expect 'rolled back' n rollout undo deploy/front
expect 'restarted' n rollout restart deploy/front
expect 'paused' n rollout pause deploy/front
expect 'resumed' n rollout resume deploy/front
expect 'autoscaled' n autoscale deploy front --max=5 --cpu=50%
expect 'Deployment/front' n get hpa

# --- apply
cat >"$files/map.yaml" <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata:
  name: applied
data:
  a: "1"
YAML
expect 'serverside-applied' n apply --server-side -f "$files/map.yaml"
sed 's/"1"/"2"/' "$files/map.yaml" >"$files/other.yaml"
refuse 'conflict with' n apply --server-side --field-manager=other -f "$files/other.yaml"
expect 'serverside-applied' n apply --server-side --field-manager=other --force-conflicts \
    -f "$files/other.yaml"
expect '^2$' n get configmap applied -o 'jsonpath={.data.a}'
refuse '^+  a: "1"' n diff -f "$files/map.yaml"
expect 'serverside-applied (server dry run)' n apply --server-side --dry-run=server \
    --field-manager=other -f "$files/other.yaml"
expect 'replaced' n replace -f "$files/other.yaml"
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bad}\nnope: 1\n' >"$files/bad.yaml"
refuse 'unknown field "nope"' n create -f "$files/bad.yaml"
expect 'created' n create --validate=ignore -f "$files/bad.yaml"

# --- a kind of one's own
cat >"$files/kind.yaml" <<YAML
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: books.$space.example.com
spec:
  group: $space.example.com
  scope: Namespaced
  names: {plural: books, singular: book, kind: Book, shortNames: [bk]}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        description: A book of the library.
        properties:
          spec:
            type: object
            properties:
              pages: {type: integer, description: How many pages it has.}
              authors:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name]
                items:
                  type: object
                  required: [name]
                  properties: {name: {type: string}, role: {type: string}}
YAML
expect 'created' k create -f "$files/kind.yaml"
expect 'condition met' k wait --for=condition=Established "crd/books.$space.example.com" \
    --timeout=30s
expect '^books  *bk ' k api-resources --api-group="$space.example.com"
expect 'A book of the library' k explain "book" --api-version="$space.example.com/v1"
expect 'How many pages' k explain "book.spec.pages" --api-version="$space.example.com/v1"
for author in ann bob; do
    cat >"$files/$author.yaml" <<YAML
apiVersion: $space.example.com/v1
kind: Book
metadata:
  name: go
spec:
  authors:
  - name: $author
YAML
    expect 'serverside-applied' n apply --server-side --field-manager=$author \
        -f "$files/$author.yaml"
done
expect '^ann bob$' n get "books.$space.example.com" go -o 'jsonpath={.spec.authors[*].name}'
expect 'created\|configured' n apply -f "$files/ann.yaml"
expect 'deleted' k delete "crd/books.$space.example.com"

# --- nodes
expect 'cordoned' k cordon server6-node2
expect 'SchedulingDisabled' k get nodes
expect 'drained' k drain server6-node2 --ignore-daemonsets --delete-emptydir-data --force \
    --timeout=90s
expect 'uncordoned' k uncordon server6-node2
expect 'tainted' k taint node server6-node2 a=b:NoSchedule
expect 'untainted' k taint node server6-node2 a-

# --- the end
expect 'deleted.*server dry run' n delete configmap one --dry-run=server
expect 'deleted' n delete pod web second --now --ignore-not-found
expect 'deleted' k delete namespace "$space" --timeout=120s
refuse 'NotFound' k get namespace "$space"
exit $failed
