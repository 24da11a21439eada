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

    var match: RequestMatch { RequestMatch(value, rules: "rules") }

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
