#!/usr/bin/env python3
"""Writes Sources/Machinery/API/Schema/Data/*.swift from what a real API server said about itself.

    Scripts/make-schema.py /work/shared/truth

Input: schema.txt (types, fields, protobuf numbers, merge rules), discovery/*.json (resources) and
the JSON bodies in the recordings, from which the order of the fields is learned: the API server
writes a type's fields in the order of its Go struct, which no published schema tells. Where no
body shows two fields together, ORDER below decides, then the protobuf numbers.
"""

import glob
import heapq
import json
import os
import re
import sys

TRUTH = sys.argv[1] if len(sys.argv) > 1 else "/work/shared/truth"
TARGET = os.path.join(os.path.dirname(__file__), "../Sources/Machinery/API/Schema/Data")

PRIMITIVES = {"string", "boolean", "int32", "int64", "number", "bytes"}
SPECIAL = {
    "Quantity": "quantity", "IntOrString": "intOrString", "Time": "time", "MicroTime": "microTime",
    "RawExtension": "raw", "FieldsV1": "fieldsV1", "Patch": "any", "JSON": "json",
    "JSONSchemaPropsOrArray": "json", "JSONSchemaPropsOrBool": "json",
    "JSONSchemaPropsOrStringArray": "json",
}
PLAIN = {"boolean": "bool", "number": "double"}

# Types that server-side apply replaces as a whole; schema.txt does not mark them.
ATOMIC = """
core/v1.ConfigMapKeySelector core/v1.EndpointAddress core/v1.EndpointPort core/v1.LocalObjectReference
core/v1.NodeSelector core/v1.NodeSelectorTerm core/v1.ObjectFieldSelector core/v1.ObjectReference
core/v1.ResourceFieldSelector core/v1.ScopeSelector core/v1.ScopedResourceSelectorRequirement
core/v1.SecretKeySelector core/v1.SecretReference core/v1.TopologySelectorTerm
core/v1.TypedLocalObjectReference core/v1.FileKeySelector meta/v1.LabelSelector meta/v1.OwnerReference
autoscaling/v1.CrossVersionObjectReference autoscaling/v1.ScaleStatus rbac/v1.RoleRef rbac/v1.Subject
admissionregistration/v1.ParamKind admissionregistration/v1.ParamRef
admissionregistration/v1.MatchResources admissionregistration/v1.NamedRuleWithOperations
discovery/v1.EndpointPort networking/v1.IngressClassParametersReference
""".split()

# Struct order where it is known to leave the order of protobuf numbers: fields that are named here
# stand in this order. What the recordings show wins over it.
ORDER = {
    "core/v1.PodSpec": "volumes initContainers containers ephemeralContainers restartPolicy "
    "terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount "
    "automountServiceAccountToken nodeName hostNetwork hostPID hostIPC shareProcessNamespace securityContext "
    "imagePullSecrets hostname subdomain affinity schedulerName tolerations hostAliases priorityClassName priority "
    "dnsConfig readinessGates runtimeClassName enableServiceLinks preemptionPolicy overhead "
    "topologySpreadConstraints setHostnameAsFQDN os hostUsers schedulingGates resourceClaims resources",
    "core/v1.PodStatus": "observedGeneration phase conditions message reason nominatedNodeName hostIP hostIPs "
    "podIP podIPs startTime initContainerStatuses containerStatuses qosClass ephemeralContainerStatuses resize",
    "core/v1.ServiceSpec": "ports selector clusterIP clusterIPs type externalIPs sessionAffinity",
    "core/v1.Container": "workingDir ports envFrom env resources resizePolicy restartPolicy restartPolicyRules "
    "volumeMounts volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath "
    "terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty",
    "core/v1.EphemeralContainer": "workingDir ports envFrom env resources resizePolicy restartPolicy "
    "restartPolicyRules volumeMounts volumeDevices livenessProbe readinessProbe startupProbe lifecycle "
    "terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty "
    "targetContainerName",
    "core/v1.SecurityContext": "capabilities privileged seLinuxOptions windowsOptions runAsUser runAsGroup "
    "runAsNonRoot readOnlyRootFilesystem allowPrivilegeEscalation procMount seccompProfile",
    "core/v1.PodSecurityContext": "seLinuxOptions windowsOptions runAsUser runAsGroup runAsNonRoot "
    "supplementalGroups supplementalGroupsPolicy fsGroup sysctls",
    "core/v1.VolumeMount": "name readOnly recursiveReadOnly mountPath",
    "core/v1.PersistentVolumeClaimSpec": "accessModes selector resources volumeName storageClassName",
    "core/v1.NodeSpec": "podCIDR podCIDRs providerID unschedulable taints configSource externalID",
    "core/v1.ServicePort": "name protocol appProtocol port targetPort nodePort",
    "core/v1.PodCondition": "type observedGeneration status",
    "core/v1.EndpointAddress": "ip hostname nodeName targetRef",
    "core/v1.Secret": "metadata immutable data stringData type",
    "core/v1.ConfigMap": "metadata immutable data binaryData",
    "core/v1.ReplicationControllerSpec": "replicas minReadySeconds selector template",
    "core/v1.ReplicationControllerStatus": "replicas fullyLabeledReplicas readyReplicas availableReplicas "
    "observedGeneration",
    "apps/v1.ReplicaSetSpec": "replicas minReadySeconds selector template",
    "apps/v1.ReplicaSetStatus": "replicas fullyLabeledReplicas readyReplicas availableReplicas "
    "terminatingReplicas observedGeneration conditions",
    "apps/v1.DeploymentStatus": "observedGeneration replicas updatedReplicas readyReplicas availableReplicas "
    "unavailableReplicas terminatingReplicas conditions collisionCount",
    "apps/v1.DeploymentCondition": "type status lastUpdateTime lastTransitionTime reason message",
    "batch/v1.JobSpec": "parallelism completions activeDeadlineSeconds podFailurePolicy successPolicy "
    "backoffLimit backoffLimitPerIndex maxFailedIndexes selector manualSelector template",
    "batch/v1.JobStatus": "active succeeded failed terminating completedIndexes failedIndexes "
    "uncountedTerminatedPods ready",
    "batch/v1.CronJobSpec": "schedule timeZone startingDeadlineSeconds",
    "discovery/v1.EndpointSlice": "metadata addressType endpoints ports",
    "networking/v1.IngressSpec": "ingressClassName defaultBackend tls rules",
    "networking/v1.IngressBackend": "service resource",
    "networking/v1.HTTPIngressPath": "path pathType backend",
    "authentication/v1.TokenRequestSpec": "audiences expirationSeconds boundObjectRef",
    "authorization/v1.SubjectAccessReviewStatus": "allowed denied reason evaluationError",
    "certificates/v1.CertificateSigningRequestSpec": "request signerName expirationSeconds usages username",
    "apiextensions/v1.CustomResourceDefinitionVersion": "name served storage deprecated deprecationWarning "
    "schema",
    "apiextensions/v1.CustomResourceDefinitionSpec": "group names scope versions conversion",
    "apiextensions/v1.ValidationRule": "rule message messageExpression reason fieldPath optionalOldSelf",
    "meta/v1.APIResource": "name singularName namespaced group version kind verbs shortNames categories "
    "storageVersionHash",
    "meta/v1.APIGroup": "name versions preferredVersion serverAddressByClientCIDRs",
}

# How a zero value is written: seen in the recordings, or known of the Go structs. An optional field
# that is a pointer keeps any value it is given; these are no pointers, so that zero is not written.
OMITS_ZERO = set("""
hostNetwork hostPID hostIPC stdin stdinOnce tty readOnly paused publishNotReadyAddresses unschedulable
minReadySeconds initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold hostPort
nodePort generation observedGeneration readyReplicas availableReplicas updatedReplicas unavailableReplicas
fullyLabeledReplicas currentReplicas active succeeded failed count healthCheckNodePort signal code
numberAvailable numberUnavailable updatedNumberScheduled retryAfterSeconds preserveUnknownFields
insecureSkipTLSVerify globalDefault allowed denied authenticated
""".split())
KEEPS_ZERO = set("""
core/v1.PersistentVolumeClaimSpec.storageClassName core/v1.PersistentVolumeClaimSpec.volumeAttributesClassName
core/v1.PersistentVolumeClaimStatus.currentVolumeAttributesClassName core/v1.HostPathVolumeSource.type
core/v1.PersistentVolumeSpec.volumeAttributesClassName core/v1.PodSpec.runtimeClassName
core/v1.PodSpec.hostnameOverride core/v1.TypedObjectReference.apiGroup
core/v1.TypedObjectReference.namespace core/v1.TypedLocalObjectReference.apiGroup
core/v1.ServiceSpec.loadBalancerClass core/v1.ServiceSpec.trafficDistribution core/v1.ServicePort.appProtocol
networking/v1.IngressSpec.ingressClassName discovery/v1.EndpointPort.name discovery/v1.EndpointPort.appProtocol
discovery/v1.Endpoint.hostname discovery/v1.Endpoint.nodeName discovery/v1.Endpoint.zone
coordination/v1.LeaseSpec.holderIdentity coordination/v1.LeaseSpec.strategy
core/v1.VolumeMount.mountPropagation batch/v1.CronJobSpec.timeZone
networking/v1.NetworkPolicyPort.protocol
""".split())
# Structs that are no pointers, and are therefore written even when empty, and times without a value.
WRITES_ZERO = set("""
core/v1.Container.resources core/v1.EphemeralContainer.resources core/v1.ContainerStatus.state
core/v1.ContainerStatus.lastState core/v1.Event.source core/v1.Event.firstTimestamp
core/v1.Event.lastTimestamp core/v1.Event.eventTime core/v1.Event.reportingComponent
core/v1.Event.reportingInstance core/v1.ServiceStatus.loadBalancer networking/v1.IngressStatus.loadBalancer
core/v1.PodTemplateSpec.metadata core/v1.PodTemplateSpec.spec batch/v1.JobTemplateSpec.metadata
batch/v1.JobTemplateSpec.spec core/v1.PersistentVolumeClaimSpec.resources apps/v1.DeploymentSpec.strategy
apps/v1.DaemonSetSpec.updateStrategy apps/v1.StatefulSetSpec.updateStrategy core/v1.PodCondition.lastProbeTime
core/v1.PodCondition.lastTransitionTime apps/v1.DeploymentCondition.lastUpdateTime
apps/v1.DeploymentCondition.lastTransitionTime batch/v1.JobCondition.lastProbeTime
batch/v1.JobCondition.lastTransitionTime core/v1.NodeStatus.daemonEndpoints core/v1.NodeStatus.nodeInfo
core/v1.NodeDaemonEndpoints.kubeletEndpoint core/v1.NodeCondition.lastHeartbeatTime
core/v1.NodeCondition.lastTransitionTime core/v1.ContainerStateRunning.startedAt
core/v1.ContainerStateTerminated.startedAt core/v1.ContainerStateTerminated.finishedAt
policy/v1.PodDisruptionBudgetStatus.currentHealthy policy/v1.PodDisruptionBudgetStatus.desiredHealthy
policy/v1.PodDisruptionBudgetStatus.disruptionsAllowed policy/v1.PodDisruptionBudgetStatus.expectedPods
networking/v1.IngressServiceBackend.port authentication/v1.TokenRequestStatus.expirationTimestamp
""".split())

# Messages whose nested numbers the source does not tell.
NUMBERS = {
    ("admissionregistration/v1.NamedRuleWithOperations", "apiGroups"): "2/2/1",
    ("admissionregistration/v1.NamedRuleWithOperations", "apiVersions"): "2/2/2",
    ("admissionregistration/v1.NamedRuleWithOperations", "resources"): "2/2/3",
    ("admissionregistration/v1.NamedRuleWithOperations", "scope"): "2/2/4",
}
# Numbers that belong to a nested field of the same name; kind itself has none.
NO_NUMBER = {
    ("meta/v1.Status", "kind"), ("meta/v1.APIResourceList", "kind"), ("core/v1.Binding", "kind"),
    ("core/v1.Binding", "apiVersion"), ("core/v1.ServiceAccount", "kind"),
    ("core/v1.ServiceAccount", "apiVersion"), ("rbac/v1.RoleBinding", "kind"),
    ("rbac/v1.ClusterRoleBinding", "kind"),
}


def short_group(header):
    group, _, version = header.partition("/")
    if not version:
        return {"api.resource": "special", "pkg.runtime": "special", "util.intstr": "special"}.get(group, "version")
    return group.split(".")[0] + "/" + version


def read_types():
    types, group, fields = {}, None, None
    with open(f"{TRUTH}/schema.txt") as file:
        for line in file.read().split("\n"):
            if line.startswith("== "):
                group = short_group(line[3:])
            elif not line.strip() or line.startswith("#") or line.startswith("  union"):
                continue
            elif line[0] != " ":
                words = line.split()
                if words[1:2] == ["="]:
                    assert words[0] in SPECIAL or words[0] == "CustomResourceSubresourceStatus", line
                    fields = None
                    continue
                # 2/16 and the like begin a field of a type whose path fills the margin.
                if re.match(r"^[\d/]+ ", line):
                    read_field(line, fields, f"{group}.{name}")
                    continue
                name = words[0]
                fields = []
                types[f"{group}.{name}"] = {"group": group, "name": name, "fields": fields, "kind": "kind" in words[1:]}
            else:
                read_field(line, fields, f"{group}.{name}")
    return types


def read_field(line, fields, owner):
    match = re.match(r"^ *([\d/]+)? +(\S+) +(\{string: [^}]*\}|\S+)\s*(.*)$", line)
    if not match:
        match = re.match(r"^([\d/]+) +(\S+) +(\{string: [^}]*\}|\S+)\s*(.*)$", line)
    number, name, type_, notes = match.groups()
    number = NUMBERS.get((owner, name), number or "")
    if (owner, name) in NO_NUMBER:
        number = ""
    fields.append({"number": number, "name": name, "type": type_, "notes": notes})


def resolve(name, group, types):
    """The unique name of a type that `group` calls `name`."""
    for candidate in (group, "meta/v1", "core/v1"):
        if f"{candidate}.{name}" in types:
            return f"{candidate}.{name}"
    found = sorted(full for full in types if full.endswith("." + name))
    assert len(found) == 1, (group, name, found)
    return found[0]


def encode_type(text, group, types):
    if text.startswith("[") and text.endswith("]"):
        return "[]" + encode_type(text[1:-1], group, types)
    if text.startswith("{string: "):
        return "{}" + encode_type(text[len("{string: "):-1], group, types)
    if text in PRIMITIVES:
        return PLAIN.get(text, text)
    if text in SPECIAL:
        return SPECIAL[text]
    if text in ("any", "object", "CustomResourceSubresourceStatus"):
        return "any"
    full = resolve(text, group, types)
    return full[len(group) + 1:] if full.startswith(group + ".") else full


def encode_notes(notes):
    words = []
    if re.search(r"\brequired\b", notes):
        words.append("!")
    for pattern, form in ((r"list-map\(([^)]*)\)", "map:{}"), (r"\blist-(set|atomic)\b", "{}"), (r"\bpatch\(([^)]*)\)", "patch:{}")):
        match = re.search(pattern, notes)
        if match:
            words.append(form.format(match.group(1)))
    if "map-atomic" in notes:
        words.append("whole")
    match = re.search(r"enum\((.*)\)$", notes)
    if match:
        words.append("enum:" + match.group(1))
    return words


def zero_rule(owner, type_, field):
    """`omit`: a zero value is not written; `zero`: a missing value is written as zero."""
    full = f"{owner}.{field['name']}"
    simple = field["type"] in ("string", "boolean", "int32", "int64")
    if "required" in field["notes"]:
        return ["zero"] if simple else []
    if full in WRITES_ZERO or type_["kind"] and field["name"] in ("metadata", "spec", "status") and not simple:
        return ["zero"]
    if full in KEEPS_ZERO or not simple:
        return []
    if full == "apps/v1.DeploymentStatus.replicas":
        return ["omit"]
    return ["omit"] if field["type"] == "string" or field["name"] in OMITS_ZERO else []


# --- field order -------------------------------------------------------------------------------


def bodies():
    """Every JSON body in struct order: two spaces of indentation, or compact watch events."""
    for path in sorted(glob.glob(f"{TRUTH}/*.txt") + glob.glob(f"{TRUTH}/discovery/*.json")):
        with open(path, errors="replace") as file:
            lines = file.read().split("\n")
        index = 0
        while index < len(lines):
            line = lines[index]
            if line == "{" and index + 1 < len(lines) and re.match(r'^  "', lines[index + 1]):
                end = index
                while end < len(lines) and lines[end] != "}":
                    end += 1
                yield from parsed("\n".join(lines[index:end + 1]))
                index = end
            elif line.startswith('{"') and line.endswith("}"):
                yield from parsed(line)
            index += 1


def parsed(text):
    try:
        yield json.loads(text, object_pairs_hook=list)
    except ValueError:
        return


def value_of(pairs, name):
    return next((value for key, value in pairs if key == name), None)


def is_object(value):
    return isinstance(value, list) and value and all(isinstance(item, tuple) for item in value)


def observe_root(pairs, types, pairs_seen):
    if not is_object(pairs):
        return
    kind, version = value_of(pairs, "kind"), value_of(pairs, "apiVersion")
    if not kind and is_object(value_of(pairs, "object")):
        return observe_root(value_of(pairs, "object"), types, pairs_seen)
    if kind in ("Table", "APIGroupDiscoveryList") or not isinstance(version or "v1", str) or not isinstance(kind, str):
        return
    group, _, short = (version or "v1").rpartition("/")
    group = (group.split(".")[0] or "core") + "/" + short
    name = f"{group}.{kind}"
    if name not in types:
        name = f"meta/v1.{kind}"
    if name in types:
        observe(pairs, name, types, pairs_seen)


def observe(pairs, name, types, pairs_seen):
    fields = {field["name"]: field for field in types[name]["fields"]}
    names = [key for key, _ in pairs if key in fields]
    for first, second in zip(names, names[1:]):
        pairs_seen.setdefault(name, {})[(first, second)] = True
    for key, value in pairs:
        if key in fields:
            observe_value(value, fields[key]["type"], name, types, pairs_seen)


def observe_value(value, type_, owner, types, pairs_seen):
    if type_.startswith("[") and isinstance(value, list):
        for item in value:
            observe_value(item, type_[1:-1], owner, types, pairs_seen)
    elif type_.startswith("{string: ") and is_object(value):
        for _, item in value:
            observe_value(item, type_[9:-1], owner, types, pairs_seen)
    elif is_object(value) and type_ not in SPECIAL and type_ not in PRIMITIVES and type_ not in ("any", "object"):
        observe(value, resolve(type_, types[owner]["group"], types), types, pairs_seen)


def number_key(field):
    if field["name"] == "kind" and not field["number"]:
        return (-2,)
    if field["name"] == "apiVersion" and not field["number"]:
        return (-1,)
    if not field["number"]:
        return (10**6,)
    return tuple(int(part) for part in field["number"].split("/"))


def ordered(name, fields, edges):
    """Topological order; among fields that are free, the one with the smallest number first."""
    by_name = {field["name"]: field for field in fields}
    after = {field: set() for field in by_name}
    for first, second in edges:
        after[first].add(second)

    def reaches(start, goal):
        seen, stack = set(), [start]
        while stack:
            field = stack.pop()
            if field == goal:
                return True
            if field not in seen:
                seen.add(field)
                stack.extend(after[field])
        return False

    hints = ORDER.get(name, "").split()
    for hint in hints:
        assert hint in by_name, f"{name} has no field {hint}"
    for first, second in zip(hints, hints[1:]):
        if reaches(second, first):
            print(f"note: {name}: recordings put {second} before {first}", file=sys.stderr)
        else:
            after[first].add(second)
    # Where nothing is known, numbers decide, as far as they contradict nothing.
    numbered = sorted(by_name, key=lambda field: (number_key(by_name[field]), field))
    for index, first in enumerate(numbered):
        for second in numbered[index + 1:]:
            if second not in after[first] and not reaches(second, first):
                after[first].add(second)
    blocked = {field: 0 for field in by_name}
    for field in after:
        for follower in after[field]:
            blocked[follower] += 1
    ready = [(number_key(by_name[field]), field) for field in by_name if not blocked[field]]
    heapq.heapify(ready)
    result = []
    while ready:
        _, field = heapq.heappop(ready)
        result.append(by_name[field])
        for follower in sorted(after[field]):
            blocked[follower] -= 1
            if not blocked[follower]:
                heapq.heappush(ready, (number_key(by_name[follower]), follower))
    assert len(result) == len(fields), f"{name}: contradictory order"
    return result


# --- resources ---------------------------------------------------------------------------------


def load(name):
    with open(f"{TRUTH}/discovery/{name}.json") as file:
        return json.load(file)


def resource_lines():
    """`group/version` heads a block; `name singular n|c Kind hash verbs shortNames categories`."""
    lines = []
    groups = [("", ["v1"], "v1")]
    for group in load("apis")["groups"]:
        versions = [version["version"] for version in group["versions"]]
        groups.append((group["name"], versions, group["preferredVersion"]["version"]))
    for group, versions, preferred in groups:
        lines.append(f"= {group or '-'} {preferred} {' '.join(versions)}")
        for version in versions:
            lines.append(f"== {version}")
            for item in load(f"apis_{group}_{version}" if group else "api_v1")["resources"]:
                lines.append(resource_line(item))
    return lines


def resource_line(item):
    words = [
        item["name"], item["singularName"] or "-", "n" if item["namespaced"] else "c", item["kind"],
        item.get("storageVersionHash", "-"), ",".join(item["verbs"]) or "-",
        ",".join(item.get("shortNames", [])) or "-", ",".join(item.get("categories", [])) or "-",
    ]
    if "version" in item:
        words.append(f"{item.get('group', '')}/{item['version']}")
    return " ".join(words)


# --- output ------------------------------------------------------------------------------------


def swift_literal(lines):
    return '#"""\n' + "\n".join("        " + line for line in lines) + '\n        """#'


def write(name, text):
    with open(os.path.join(TARGET, name), "w") as file:
        file.write(text)


def main():
    types = read_types()
    pairs_seen = {}
    for body in bodies():
        observe_root(body, types, pairs_seen)
    groups = {}
    for name in sorted(types):
        type_ = types[name]
        lines = groups.setdefault(type_["group"], [])
        fields = ordered(name, type_["fields"], sorted(pairs_seen.get(name, {})))
        lines.append(type_["name"] + (" whole" if name in ATOMIC else ""))
        for field in fields:
            words = [field["name"], field["number"] or "-", encode_type(field["type"], type_["group"], types)]
            words += zero_rule(name, type_, field) + encode_notes(field["notes"])
            lines.append(" " + " ".join(words))
    for name in ATOMIC:
        assert name in types, name
    names = []
    for group, lines in sorted(groups.items()):
        identifier = re.sub(r"\W+(.)", lambda match: match.group(1).upper(), group)
        names.append((group, identifier))
        write(f"SchemaData+{identifier[0].upper() + identifier[1:]}.swift", f"""// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {{
    /// The types of {group}; `SchemaText` tells the format.
    static let {identifier} = {swift_literal(lines)}
}}
""")
    cases = "\n".join(f'        case "{group}": {identifier}' for group, identifier in names)
    all_groups = ", ".join(f'"{group}"' for group, _ in names)
    long_names = sorted({field["name"] for type_ in types.values() for field in type_["fields"] if len(field["name"]) > 15})
    rows, row = [], ""
    for name in long_names:
        if len(row) + len(name) > 90:
            rows.append(row.strip())
            row = ""
        row += " " + name
    rows.append(row.strip())
    write("SchemaData.swift", f"""// Written by Scripts/make-schema.py. Do not edit.

/// Facts about the API, read off a running API server.
enum SchemaData {{
    /// Every group that has types, by its first label: `core/v1`, `rbac/v1`.
    static let groups = [{all_groups}]

    /// The types of a group; nil if it has none.
    static func text(of group: String) -> String? {{
        switch group {{
{cases}
        default: nil
        }}
    }}

    /// Field names too long for Swift to keep inline.
    static let longFieldNames = {swift_literal(rows)}
}}
""")
    write("ResourceData.swift", f"""// Written by Scripts/make-schema.py. Do not edit.

/// What the API server serves, in the order of its discovery documents.
enum ResourceData {{
    /// `ResourceCatalog` tells the format.
    static let text = {swift_literal(resource_lines())}
}}
""")


main()
