/// Whether a node is one that a pod asks for.
///
/// Upstream: kubernetes k8s.io/component-helpers/scheduling/corev1/nodeaffinity; shared by the
/// scheduler and the DaemonSet controller there, too.
extension PodSpec {
    /// Whether the node has what `nodeSelector` and the required node affinity ask for.
    package func wants(_ node: Node) -> Bool {
        let labels = node.metadata.labels
        guard nodeSelector.allSatisfy({ labels[$0.key] == $0.value }) else { return false }
        guard let required = affinity?.nodeAffinity?.required else { return true }
        return required.nodeSelectorTerms.contains { $0.matches(node) }
    }
}

extension NodeSelectorTerm {
    /// Whether all requirements hold; a term without any matches no node.
    package func matches(_ node: Node) -> Bool {
        if matchExpressions.isEmpty, matchFields.isEmpty { return false }
        let labels = node.metadata.labels
        return matchExpressions.allSatisfy { $0.holds(for: labels[$0.key]) }
            && matchFields.allSatisfy {
                $0.key == "metadata.name" && $0.holds(for: node.metadata.name)
            }
    }
}

extension NodeSelectorRequirement {
    /// Whether the requirement holds for a label's value; nil is a label that is not there.
    package func holds(for value: String?) -> Bool {
        switch self.operator {
        case "In": return value.map(values.contains) ?? false
        case "NotIn": return value.map { !values.contains($0) } ?? true
        case "Exists": return value != nil
        case "DoesNotExist": return value == nil
        case "Gt", "Lt":
            guard let number = value.flatMap({ Int64($0) }),
                let bound = values.first.flatMap({ Int64($0) })
            else { return false }
            return self.operator == "Gt" ? number > bound : number < bound
        default: return false
        }
    }
}
