import API

/// One pod of a template on every node that suits it.
struct DaemonSet: RevisionedObject {
    static let resource = GroupVersionResource(group: "apps", version: "v1", resource: "daemonsets")
    static let kind = "DaemonSet"
    static let isNamespaced = true

    var value: Value
    init(_ value: Value) { self.value = value }

    var selector: LabelSelector { LabelSelector(value["spec"]["selector"] ?? .object(Object())) }
    var template: PodTemplateSpec {
        PodTemplateSpec(value["spec"]["template"] ?? .object(Object()))
    }
    var minReadySeconds: Int { value["spec"]["minReadySeconds"].int ?? 0 }
    var revisionHistoryLimit: Int { value["spec"]["revisionHistoryLimit"].int ?? 10 }
    /// `RollingUpdate` or `OnDelete`.
    var updateStrategy: String { value["spec"]["updateStrategy"]["type"].string ?? "RollingUpdate" }
    func maxUnavailable(of total: Int) -> Int {
        let field = value["spec"]["updateStrategy"]["rollingUpdate"]["maxUnavailable"]
        let number = field.flatMap { IntOrString($0) } ?? .int(1)
        return number.scaled(to: total, roundsUp: true) ?? 1
    }
    func maxSurge(of total: Int) -> Int {
        let field = value["spec"]["updateStrategy"]["rollingUpdate"]["maxSurge"]
        return field.flatMap { IntOrString($0) }?.scaled(to: total, roundsUp: true) ?? 0
    }
}
