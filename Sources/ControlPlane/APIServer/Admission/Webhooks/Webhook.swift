import API
import Encoding
import Simulation

/// One entry of a webhook configuration: which requests it wants to see, and where it listens.
struct Webhook: Sendable {
    let value: Value
    let name: String

    init(_ value: Value) {
        self.value = value
        name = value["name"].string ?? ""
    }

    var ignoresFailures: Bool { value["failurePolicy"].string == "Ignore" }
    var isReinvoked: Bool { value["reinvocationPolicy"].string == "IfNeeded" }
    /// Whether it may be asked about a dry run.
    var allowsDryRun: Bool {
        ["None", "NoneOnDryRun"].contains(value["sideEffects"].string)
    }

    // MARK: - Which requests

    /// Whether the webhook wants to see `request`; `labels` are those of its namespace.
    func matches(_ request: AdmissionRequest, namespaceLabels labels: [String: String]) -> Bool {
        guard (value["rules"].array ?? []).contains(where: { Self.matches($0, request) }) else {
            return false
        }
        if request.isNamespaced || request.resource.resource == "namespaces" {
            guard LabelSelector(value["namespaceSelector"] ?? [:]).selects(labels) else {
                return false
            }
        }
        let selector = LabelSelector(value["objectSelector"] ?? [:])
        let objects = [request.object, request.oldObject].compactMap { $0 }
        return selector.isEmpty
            || objects.contains { selector.selects($0["metadata"]["labels"].stringMap ?? [:]) }
    }

    private static func matches(_ rule: Value, _ request: AdmissionRequest) -> Bool {
        func has(_ member: String, _ wanted: String) -> Bool {
            (rule[member].array ?? []).contains { $0.string == "*" || $0.string == wanted }
        }
        guard has("operations", request.operation.rawValue),
            has("apiGroups", request.resource.group), has("apiVersions", request.resource.version)
        else { return false }
        switch rule["scope"].string {
        case "Namespaced" where !request.isNamespaced: return false
        case "Cluster" where request.isNamespaced: return false
        default: break
        }
        return (rule["resources"].array ?? []).compactMap(\.string).contains {
            matches(resource: $0, request)
        }
    }

    /// `pods`, `*`, `pods/*`, `*/scale`, `*/*`.
    private static func matches(resource pattern: String, _ request: AdmissionRequest) -> Bool {
        let parts = pattern.split(separator: "/", maxSplits: 1).map(String.init)
        guard let resource = parts.first,
            resource == "*" || resource == request.resource.resource
        else { return false }
        guard parts.count > 1 else { return request.subresource.isEmpty }
        if resource == "*", parts[1] == "*" { return true }
        return parts[1] == "*" || (parts[1] == request.subresource)
    }

    // MARK: - Where

    var target: WebhookTarget {
        let seconds = value["timeoutSeconds"].int ?? 10
        let config = value["clientConfig"]
        let bundle = config["caBundle"].string.flatMap { Base64.decode($0) } ?? []
        var target = WebhookTarget(
            url: config["url"].string ?? "", service: nil,
            authorities: String(decoding: bundle, as: UTF8.self), timeout: .seconds(seconds))
        if let service = config["service"] {
            let found = WebhookTarget.Service(
                namespace: service["namespace"].string ?? "", name: service["name"].string ?? "",
                port: service["port"].int ?? 443)
            let path = (service["path"].string ?? "/").drop { $0 == "/" }
            target.service = found
            target.url = "https://\(found.name).\(found.namespace).svc:\(found.port)/\(path)"
        }
        target.url += (target.url.contains("?") ? "&" : "?") + "timeout=\(seconds)s"
        return target
    }
}

extension LabelSelector {
    /// An empty selector selects everything here, unlike in a workload.
    fileprivate func selects(_ labels: [String: String]) -> Bool {
        isEmpty || ((try? selector())?.matches(labels) ?? false)
    }
}
