import API
import Simulation

/// The group `admissionregistration.k8s.io`.
enum AdmissionRows {
    static let tables: [String: TableDefinition] = [
        named("mutatingwebhookconfigurations"): webhooks,
        named("validatingwebhookconfigurations"): webhooks,
        named("mutatingadmissionpolicies"): policies("Mutations", member: "mutations"),
        named("validatingadmissionpolicies"): policies("Validations", member: "validations"),
        named("mutatingadmissionpolicybindings"): bindings,
        named("validatingadmissionpolicybindings"): bindings,
    ]

    private static func named(_ resource: String) -> String {
        "\(resource).admissionregistration.k8s.io"
    }

    private static let webhooks = TableDefinition("Name, Webhooks:integer, Age") { object, now in
        [Cell.name(object), .int(Int64(Cell.count(object["webhooks"]))), Cell.age(object, now)]
    }

    private static func policies(_ column: String, member: String) -> TableDefinition {
        TableDefinition("Name, \(column):integer, ParamKind, Age") { object, now in
            var kind = "<unset>"
            if object["spec"]["paramKind"] != nil {
                kind = object["spec"]["paramKind"]["apiVersion"].string ?? ""
                kind += "/" + (object["spec"]["paramKind"]["kind"].string ?? "")
            }
            return [
                Cell.name(object), .int(Int64(Cell.count(object["spec"][member]))), .string(kind),
                Cell.age(object, now),
            ]
        }
    }

    private static let bindings = TableDefinition("Name, PolicyName, ParamRef, Age") {
        object, now in
        let reference = object["spec"]["paramRef"]
        var text = "<unset>"
        if let name = reference["name"].string {
            text = (reference["namespace"].string ?? "*") + "/" + name
        } else if reference != nil {
            text = "*/*"
        }
        return [
            Cell.name(object), Cell.text(object["spec"]["policyName"]), .string(text),
            Cell.age(object, now),
        ]
    }
}
