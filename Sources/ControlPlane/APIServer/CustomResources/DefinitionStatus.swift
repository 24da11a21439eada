import API
import Simulation

/// The next status of a definition: its names and how far it has come.
///
/// ```
///              names free                       next step
/// (created) ─────────────▶ NamesAccepted=True ───────────▶ Established=True: served
///      │    names taken    Established=False (Installing)
///      └─────────────────▶ NamesAccepted=False, Established=False (NotAccepted)
/// ```
/// A definition that is established stays so, whatever becomes of a name that it asks for later.
///
/// Upstream: naming_controller.go, establishing_controller.go, apiapproval_controller.go of
/// kubernetes apiextensions-apiserver/pkg/controller.
struct DefinitionStatus: Sendable {
    private(set) var value: Value
    private let timestamp: String

    /// One step from where `definition` is; nothing changes at the end of the way.
    static func next(
        _ definition: CustomDefinition, others: [CustomNames], now: SimulatedInstant
    ) -> Value {
        var status = DefinitionStatus(definition.value["status"], now)
        let acceptance = NameAcceptance(definition, others: others)
        status.value["acceptedNames"] = acceptance.names.value
        let wasAccepted = definition.condition("NamesAccepted") == "True"
        if let conflict = acceptance.conflict {
            status.set("NamesAccepted", "False", conflict.reason, conflict.message)
        } else {
            status.set("NamesAccepted", "True", "NoConflicts", "no conflicts found")
        }
        if !definition.isEstablished {
            status.setEstablished(
                isAccepted: acceptance.conflict == nil, wasAccepted: wasAccepted)
        }
        status.setApproval(definition)
        return status.value
    }

    /// The status with a condition about the deletion of the definition.
    static func terminating(
        _ status: Value?, isDone: Bool, _ reason: String, _ message: String, now: SimulatedInstant
    ) -> Value {
        var next = DefinitionStatus(status, now)
        next.set("Terminating", isDone ? "False" : "True", reason, message)
        return next.value
    }

    private init(_ status: Value?, _ now: SimulatedInstant) {
        value = status ?? .object(Object())
        timestamp = CivilTime(now).rfc3339
    }

    private mutating func setEstablished(isAccepted: Bool, wasAccepted: Bool) {
        let initial = "the initial names have been accepted"
        if !isAccepted {
            set("Established", "False", "NotAccepted", "not all names are accepted")
        } else if wasAccepted {
            set("Established", "True", "InitialNamesAccepted", initial)
        } else {
            set("Established", "False", "Installing", initial)
        }
    }

    private mutating func setApproval(_ definition: CustomDefinition) {
        guard DefinitionValidation.isProtected(group: definition.group) else { return }
        let approval =
            definition.value["metadata"]["annotations"][DefinitionValidation.approval]
            .string ?? ""
        if approval.hasPrefix("unapproved") {
            set(
                "KubernetesAPIApprovalPolicyConformant", "False", "UnapprovedAnnotation",
                "not approved: \(GoText.quoted(approval))")
        } else {
            set(
                "KubernetesAPIApprovalPolicyConformant", "True", "ApprovedAnnotation",
                "approved in \(approval)")
        }
    }

    /// A condition's time is that of its last change of status.
    private mutating func set(
        _ type: String, _ status: String, _ reason: String, _ message: String
    ) {
        var conditions = value["conditions"].array ?? []
        let index = conditions.firstIndex { $0["type"].string == type }
        let before = index.map { conditions[$0] }
        let isSame = before?["status"].string == status
        let time = isSame ? before?["lastTransitionTime"] : nil
        let condition: Value = [
            "type": .string(type), "status": .string(status),
            "lastTransitionTime": time ?? .string(timestamp), "reason": .string(reason),
            "message": .string(message),
        ]
        if let index { conditions[index] = condition } else { conditions.append(condition) }
        value["conditions"] = .array(conditions)
    }
}
