import API

/// Turns objects of the stored version into the served one and back.
///
/// Nearly every kind is stored as it is served; where versions differ, they mostly differ in name
/// only. Events of `events.k8s.io/v1` and autoscalers of `autoscaling/v1` are the exceptions.
struct VersionConversion: Sendable {
    private enum Rule: Sendable {
        case same
        case rename(served: GroupVersion, stored: GroupVersion)
        case event(served: GroupVersion)
        case autoscaler
        case custom(CustomKind, stored: GroupVersion)
    }
    private let rule: Rule

    init(_ resource: ServedResource) {
        let served = resource.resource.groupVersion
        if let custom = resource.custom {
            rule = .custom(custom, stored: resource.storageVersion)
        } else if served == resource.storageVersion {
            rule = .same
        } else if resource.resource.resource == "events" {
            rule = .event(served: served)
        } else if resource.kind == "HorizontalPodAutoscaler" {
            rule = .autoscaler
        } else {
            rule = .rename(served: served, stored: resource.storageVersion)
        }
    }

    func toServed(_ object: Value) -> Value {
        switch rule {
        case .same: return object
        case .rename(let served, _): return Self.renamed(object, to: served)
        case .event(let served):
            return Self.renamed(Self.mapEvent(object, EventFields.coreToNew), to: served)
        case .autoscaler: return AutoscalerConversion.toV1(object)
        case .custom(let kind, _): return kind.served(object)
        }
    }

    /// Whether objects are served as they are stored.
    var isIdentity: Bool { if case .same = rule { true } else { false } }

    func toStored(_ object: Value) -> Value {
        switch rule {
        case .same: return object
        case .rename(_, let stored), .custom(_, let stored): return Self.renamed(object, to: stored)
        case .autoscaler: return AutoscalerConversion.toV2(object)
        case .event:
            return Self.renamed(
                Self.mapEvent(object, EventFields.newToCore),
                to: GroupVersion(group: "", version: "v1"))
        }
    }

    private static func renamed(_ object: Value, to version: GroupVersion) -> Value {
        guard object["apiVersion"] != nil else { return object }
        var object = object
        object["apiVersion"] = .string(version.description)
        return object
    }

    private static func mapEvent(_ event: Value, _ names: [String: String]) -> Value {
        guard let object = event.object else { return event }
        return .object(
            Object(uniqueMembers: object.map { (name: names[$0.name] ?? $0.name, value: $0.value) })
        )
    }
}

/// How the members of an event are called in the two groups that serve them.
private enum EventFields {
    static let coreToNew = [
        "involvedObject": "regarding", "message": "note", "source": "deprecatedSource",
        "firstTimestamp": "deprecatedFirstTimestamp", "lastTimestamp": "deprecatedLastTimestamp",
        "count": "deprecatedCount", "reportingComponent": "reportingController",
    ]
    static let newToCore = Dictionary(
        coreToNew.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
}
