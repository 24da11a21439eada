"""A session with the Python client: KUBECONFIG=... client.py

Prints a line for each check, and ends with 1 if there was a departure.
"""

import json
import sys
import traceback

from kubernetes import client, config, dynamic, stream, watch

config.load_kube_config()
core = client.CoreV1Api()
apps = client.AppsV1Api()
space = "python"
failed = False


def check(name, body):
    """Runs a check, which is to return something true."""
    global failed
    try:
        if body():
            print("ok   ", name)
            return
        print("FAIL ", name)
    except Exception:
        print("FAIL ", name, *traceback.format_exc().strip().splitlines()[-3:], sep="\n      ")
    failed = True


def refused(code, text, body):
    """Whether the server refuses it so."""
    try:
        body()
    except client.ApiException as error:
        return error.status == code and text in json.loads(error.body)["message"]
    return False


def status(answer):
    """Of a Status, which the client gives as a dictionary or as an object."""
    return answer["status"] if isinstance(answer, dict) else answer.status


def meta(name, **more):
    return client.V1ObjectMeta(name=name, **more)


def config_map(name, **data):
    return client.V1ConfigMap(metadata=meta(name), data=data)


def config_maps():
    check("create", lambda: core.create_namespaced_config_map(space, config_map("one", a="1")))
    check("read", lambda: core.read_namespaced_config_map("one", space).data == {"a": "1"})
    check("create twice", lambda: refused(
        409, "already exists", lambda: core.create_namespaced_config_map(space, config_map("one"))))
    check("merge patch", lambda: core.patch_namespaced_config_map(
        "one", space, {"data": {"b": "2"}}).data == {"a": "1", "b": "2"})
    check("JSON patch", lambda: core.patch_namespaced_config_map(
        "one", space, [{"op": "remove", "path": "/data/a"}]).data == {"b": "2"})
    check("replace", lambda: core.replace_namespaced_config_map(
        "one", space, config_map("one", z="1")).data == {"z": "1"})
    old = core.read_namespaced_config_map("one", space)
    core.patch_namespaced_config_map("one", space, {"data": {"y": "1"}})
    check("replace an old version", lambda: refused(
        409, "the object has been modified",
        lambda: core.replace_namespaced_config_map("one", space, old)))
    check("dry run", lambda: core.create_namespaced_config_map(
        space, config_map("dry"), dry_run="All") and refused(
            404, "not found", lambda: core.read_namespaced_config_map("dry", space)))
    check("list by label", lambda: core.list_namespaced_config_map(
        space, label_selector="a=b").items == [])
    check("delete", lambda: status(core.delete_namespaced_config_map("one", space)) == "Success")
    check("gone", lambda: refused(
        404, 'configmaps "one" not found', lambda: core.read_namespaced_config_map("one", space)))


def watching():
    seen = []
    core.create_namespaced_config_map(space, config_map("watched"))
    watcher = watch.Watch()
    for event in watcher.stream(
            core.list_namespaced_config_map, space, field_selector="metadata.name=watched",
            timeout_seconds=10):
        seen.append(event["type"])
        if event["type"] == "ADDED":
            core.patch_namespaced_config_map("watched", space, {"data": {"a": "1"}})
        elif event["type"] == "MODIFIED":
            core.delete_namespaced_config_map("watched", space)
        else:
            watcher.stop()
    check("watch", lambda: seen == ["ADDED", "MODIFIED", "DELETED"])
    check("a watch ends in time", lambda: list(
        watch.Watch().stream(core.list_namespaced_secret, space, timeout_seconds=1)) == [])


def pods():
    container = client.V1Container(name="c", image="busybox", command=["sleep", "1000"])
    pod = client.V1Pod(metadata=meta("p"), spec=client.V1PodSpec(containers=[container]))
    check("create a pod", lambda: core.create_namespaced_pod(space, pod))
    phases = []
    for event in watch.Watch().stream(
            core.list_namespaced_pod, space, field_selector="metadata.name=p", timeout_seconds=60):
        phases.append(event["object"].status.phase)
        if phases[-1] == "Running":
            break
    check("a pod comes up", lambda: phases[-1] == "Running")
    check("log", lambda: core.read_namespaced_pod_log("p", space) == "")
    check("an invalid pod", lambda: refused(
        422, "spec.containers: Required value", lambda: core.create_namespaced_pod(
            space, {"metadata": {"name": "x"}, "spec": {"containers": []}})))
    part = core.list_pod_for_all_namespaces(limit=1)
    check("a limited list", lambda: len(part.items) == 1 and part.metadata.remaining_item_count > 5)
    rest = core.list_pod_for_all_namespaces(limit=500, _continue=part.metadata._continue)
    check("the rest of it", lambda: part.items[0].metadata.uid not in [
        item.metadata.uid for item in rest.items])
    eviction = client.V1Eviction(metadata=meta("p"))
    check("evict", lambda: core.create_namespaced_pod_eviction("p", space, eviction))


def deployments():
    template = client.V1PodTemplateSpec(
        metadata=client.V1ObjectMeta(labels={"a": "b"}),
        spec=client.V1PodSpec(containers=[client.V1Container(name="c", image="nginx")]))
    spec = client.V1DeploymentSpec(
        replicas=1, selector=client.V1LabelSelector(match_labels={"a": "b"}), template=template)
    deployment = client.V1Deployment(metadata=meta("d"), spec=spec)
    made = apps.create_namespaced_deployment(space, deployment)
    check("create a deployment", lambda: made.metadata.generation == 1)
    check("scale", lambda: apps.patch_namespaced_deployment_scale(
        "d", space, {"spec": {"replicas": 2}}).spec.replicas == 2)
    check("the scale is the deployment's", lambda: apps.read_namespaced_deployment(
        "d", space).spec.replicas == 2)
    check("strategic merge patch", lambda: len(apps.patch_namespaced_deployment(
        "d", space, {"spec": {"template": {"spec": {"containers": [
            {"name": "e", "image": "nginx"}]}}}}).spec.template.spec.containers) >= 1)
    check("delete with its own", lambda: apps.delete_namespaced_deployment(
        "d", space, propagation_policy="Foreground"))


def access():
    attributes = client.V1ResourceAttributes(verb="get", resource="pods")
    review = client.V1SelfSubjectAccessReview(
        spec=client.V1SelfSubjectAccessReviewSpec(resource_attributes=attributes))
    check("may I", lambda: client.AuthorizationV1Api().create_self_subject_access_review(
        review).status.allowed)
    request = client.AuthenticationV1TokenRequest(spec=client.V1TokenRequestSpec(audiences=[]))
    token = core.create_namespaced_service_account_token("default", space, request).status.token
    check("a token", lambda: token.count(".") == 2)
    other = client.Configuration.get_default_copy()
    (other.cert_file, other.key_file) = (None, None)
    other.api_key = {"authorization": "Bearer " + token}
    other.api_key_prefix = {}
    stranger = client.CoreV1Api(client.ApiClient(other))
    check("a token's rights", lambda: refused(
        403, "cannot list resource", lambda: stranger.list_node()))


def own_kind():
    group = "python.example.com"
    field = {"type": "string", "description": "Where the pages come from."}
    port = {"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string"}, "port": {"type": "integer"}}}
    ports = {"type": "array", "items": port, "x-kubernetes-list-type": "map",
             "x-kubernetes-list-map-keys": ["name"]}
    schema = {"type": "object", "properties": {"spec": {
        "type": "object", "properties": {"gitRepo": field, "ports": ports}}}}
    client.ApiextensionsV1Api().create_custom_resource_definition({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": "websites." + group},
        "spec": {"group": group, "scope": "Namespaced",
                 "names": {"plural": "websites", "singular": "website", "kind": "Website"},
                 "versions": [{"name": "v1", "served": True, "storage": True,
                               "schema": {"openAPIV3Schema": schema}}]}})
    for event in watch.Watch().stream(
            client.ApiextensionsV1Api().list_custom_resource_definition,
            field_selector="metadata.name=websites." + group, timeout_seconds=20):
        conditions = event["object"].status.conditions or []
        if any(c.type == "Established" and c.status == "True" for c in conditions):
            break
    sites = dynamic.DynamicClient(client.ApiClient()).resources
    website = sites.get(api_version=group + "/v1", kind="Website")

    def site(name, **spec):
        return {"apiVersion": group + "/v1", "kind": "Website", "metadata": {"name": name},
                "spec": spec}

    check("dynamic create", lambda: website.create(
        body=site("s", gitRepo="x"), namespace=space).spec.gitRepo == "x")
    check("dynamic patch", lambda: website.patch(
        body={"spec": {"gitRepo": "y"}}, name="s", namespace=space,
        content_type="application/merge-patch+json").spec.gitRepo == "y")
    check("dynamic list", lambda: [
        item.metadata.name for item in website.get(namespace=space).items] == ["s"])
    check("dynamic watch", lambda: [
        event["type"] for event in website.watch(namespace=space, timeout=1)] == ["ADDED"])
    for manager, name in [("one", "a"), ("two", "b")]:
        applied = website.server_side_apply(
            body=site("t", ports=[{"name": name, "port": 1}]), name="t", namespace=space,
            field_manager=manager)
    check("apply by two", lambda: [port.name for port in applied.spec.ports] == ["a", "b"])
    check("custom objects", lambda: client.CustomObjectsApi().list_namespaced_custom_object(
        group, "v1", space, "websites")["kind"] == "WebsiteList")
    check("dynamic delete", lambda: website.delete(name="s", namespace=space).status == "Success")
    client.ApiextensionsV1Api().delete_custom_resource_definition("websites." + group)


def streams():
    """Commands and attachments over WebSockets, as the client's own examples use them."""
    container = {"name": "c", "image": "busybox", "stdin": True, "command": [
        "sh", "-c", "while read line; do echo got $line; done"]}
    core.create_namespaced_pod(space, {
        "metadata": {"name": "talker"}, "spec": {"containers": [container]}})
    for event in watch.Watch().stream(
            core.list_namespaced_pod, space, field_selector="metadata.name=talker",
            timeout_seconds=60):
        if event["object"].status.phase == "Running":
            break

    def run(*command, **more):
        return stream.stream(
            core.connect_get_namespaced_pod_exec, "talker", space, command=list(command),
            stdout=True, stderr=True, **{"stdin": False, "tty": False, **more})

    check("exec", lambda: run("sh", "-c", "echo out; echo err >&2") == "out\nerr\n")
    shell = run("sh", stdin=True, _preload_content=False)
    shell.write_stdin("echo one\n")
    check("a shell answers at once", lambda: shell.readline_stdout(timeout=20) == "one")
    shell.write_stdin("exit 3\n")
    shell.run_forever(timeout=20)
    check("exit code", lambda: shell.returncode == 3)
    terminal = run("sh", stdin=True, tty=True, _preload_content=False)
    terminal.write_stdin("exit\n")
    terminal.run_forever(timeout=20)
    check("terminal", lambda: terminal.returncode == 0)
    attached = stream.stream(
        core.connect_get_namespaced_pod_attach, "talker", space, stdin=True, stdout=True,
        stderr=True, tty=False, _preload_content=False)
    attached.write_stdin("hello\n")
    check("attach", lambda: attached.readline_stdout(timeout=20) == "got hello")
    attached.close()


def every_list():
    """Each list of the stable APIs can be read by the client's own models."""
    # What 1.36 serves in alpha or beta only.
    missing = ["cluster_trust_bundle", "pod_certificate_request", "device_taint_rule"]
    missing += ["storage_version_migration"]
    # Events without eventTime, as Kubernetes has them too, are none to this client.
    missing += ["component_status", "event_for_all_namespaces"]
    for name in dir(client):
        if not name.endswith("Api") or "alpha" in name or "beta" in name.lower():
            continue
        api = getattr(client, name)()
        for method in dir(api):
            if (method.startswith("list_") and "namespaced" not in method
                    and not method.endswith(("_with_http_info", "_without_preload_content"))
                    and not any(word in method for word in missing)
                    and name != "CustomObjectsApi"):
                check(name + "." + method, lambda: getattr(api, method)() is not None)


check("version", lambda: client.VersionApi().get_code().git_version.startswith("v1.36"))
check("nodes", lambda: len(core.list_node().items) == 3)
check("namespace", lambda: core.create_namespace(client.V1Namespace(metadata=meta(space))))
for part in [config_maps, watching, pods, deployments, access, own_kind, streams, every_list]:
    try:
        part()
    except Exception:
        traceback.print_exc()
        failed = True
check("delete all pods", lambda: core.delete_collection_namespaced_pod(space))
check("delete the namespace", lambda: core.delete_namespace(space))
sys.exit(1 if failed else 0)
