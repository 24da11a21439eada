import API
import Simulation

/// Role bindings and requests for certificates; roles have the general table.
enum RBACRows {
    private static let bindingColumns = "Name, Role, Age, Users*, Groups*, ServiceAccounts*"

    static let tables: [String: TableDefinition] = [
        "rolebindings.rbac.authorization.k8s.io": TableDefinition(bindingColumns, cells: binding),
        "clusterrolebindings.rbac.authorization.k8s.io": TableDefinition(
            bindingColumns, cells: binding),
        "certificatesigningrequests.certificates.k8s.io": TableDefinition(
            "Name, Age, SignerName, Requestor, RequestedDuration, Condition", cells: request),
    ]

    private static func binding(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let reference = object["roleRef"]
        let role = "\(reference["kind"].string ?? "")/\(reference["name"].string ?? "")"
        func names(_ kind: String) -> Value {
            let subjects = (object["subjects"].array ?? []).filter { $0["kind"].string == kind }
            let names = subjects.map { subject -> String in
                let name = subject["name"].string ?? ""
                return kind == "ServiceAccount"
                    ? (subject["namespace"].string ?? "") + "/" + name : name
            }
            return .string(names.joined(separator: ", "))
        }
        return [
            Cell.name(object), .string(role), Cell.age(object, now), names("User"), names("Group"),
            names("ServiceAccount"),
        ]
    }

    private static func request(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let spec = object["spec"]
        let duration = spec["expirationSeconds"].int.map { HumanDuration.text(.seconds($0)) }
        return [
            Cell.name(object), Cell.age(object, now),
            Cell.text(spec["signerName"], default: "<none>"), Cell.text(spec["username"]),
            .string(duration ?? "<none>"), .string(condition(object)),
        ]
    }

    private static func condition(_ object: Value) -> String {
        var words: [String] = []
        if Cell.condition(object, "Denied") != nil {
            words.append("Denied")
        } else if Cell.condition(object, "Approved") != nil {
            words.append("Approved")
        } else {
            words.append("Pending")
        }
        if Cell.condition(object, "Failed") != nil { words.append("Failed") }
        if object["status"]["certificate"] != nil { words.append("Issued") }
        return words.joined(separator: ",")
    }
}
