#!/usr/bin/env python3
"""Writes Sources/ControlPlane/APIServer/Bootstrap/BootstrapRBACData.swift.

Input: the YAML that `kubectl get clusterroles|clusterrolebindings|roles,rolebindings -o yaml` printed on
a fresh cluster (41-bootstrap-objects.txt of the recordings). Output: the same facts, one rule a line.

    make-bootstrap.py RECORDINGS-FOLDER > .../BootstrapRBACData.swift
"""
import re
import sys

import yaml

AUTO = {"rbac.authorization.kubernetes.io/autoupdate": "true"}
MARK = "kubernetes.io/bootstrapping"
AGGREGATE = "rbac.authorization.k8s.io/aggregate-to-"


def items(text, command):
    body = re.split(r"^\$ ", text, flags=re.M)
    body = next(part for part in body if part.startswith(command + "\n"))
    return yaml.safe_load(body.split("\n", 1)[1])["items"]


def rule(rule):
    known = {"verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"}
    assert set(rule) <= known, rule
    parts = [",".join(rule["verbs"])]
    if "nonResourceURLs" in rule:
        parts += ["urls", ",".join(rule["nonResourceURLs"])]
    if "resources" in rule:
        parts += [",".join(rule["resources"])]
        parts += ["in", ",".join(group or "core" for group in rule["apiGroups"])]
    if "resourceNames" in rule:
        parts += ["named", ",".join(rule["resourceNames"])]
    return "  " + " ".join(parts)


def title(item):
    metadata = item["metadata"]
    name = metadata["name"]
    if "namespace" in metadata:
        name = metadata["namespace"] + "/" + name
    return item["kind"] + " " + name


def subject(subject):
    name = subject["name"]
    if subject["kind"] == "ServiceAccount":
        name = subject["namespace"] + "/" + name
    return subject["kind"] + " " + name


def aggregated(role, roles):
    """The rules that the aggregation controller gives `role`."""
    rules = []
    for selector in role["aggregationRule"]["clusterRoleSelectors"]:
        for other in roles:
            labels = other["metadata"].get("labels", {})
            if all(labels.get(key) == value for key, value in selector["matchLabels"].items()):
                rules += [one for one in other["rules"] if one not in rules]
    return rules


def main():
    text = open(sys.argv[1] + "/41-bootstrap-objects.txt").read()
    roles = items(text, "kubectl get clusterroles -o yaml")
    bindings = items(text, "kubectl get clusterrolebindings -o yaml")
    local = items(text, "kubectl get roles,rolebindings -A -o yaml")
    lines = []
    for item in roles + bindings + local:
        metadata = item["metadata"]
        labels = dict(metadata["labels"])
        assert metadata["annotations"] == AUTO and labels.pop(MARK) == "rbac-defaults", item
        lines.append(title(item))
        for label, value in labels.items():
            assert label.startswith(AGGREGATE) and value == "true", item
            lines.append("  part-of " + label[len(AGGREGATE):])
        if "aggregationRule" in item:
            assert aggregated(item, roles) == item["rules"], item["metadata"]["name"]
            for selector in item["aggregationRule"]["clusterRoleSelectors"]:
                (label, value), = selector["matchLabels"].items()
                assert label.startswith(AGGREGATE) and value == "true", item
                lines.append("  collects " + label[len(AGGREGATE):])
        else:
            lines += [rule(one) for one in item.get("rules") or []]
        if "roleRef" in item:
            lines.append("  grants " + item["roleRef"]["kind"] + " " + item["roleRef"]["name"])
            lines += ["  to " + subject(one) for one in item.get("subjects", [])]
    print("/// The RBAC objects that every API server creates: facts read off a fresh 1.36 cluster.")
    print("///")
    print("/// Written by `Scripts/make-bootstrap.py`; `BootstrapPolicyParser` describes the lines.")
    print("enum BootstrapRBACData {")
    print('    static let text: StaticString = """')
    for line in lines:
        print("        " + line)
    print('        """')
    print("}")


main()
