/// `Status` as the object that is sent.
extension Status {
    /// Members in upstream's order.
    package var value: Value {
        var object = Self.head(status: "Failure")
        if let continueToken { object["metadata"] = ["continue": .string(continueToken)] }
        if !message.isEmpty { object["message"] = .string(message) }
        if let reason { object["reason"] = .string(reason.rawValue) }
        if let details { object["details"] = details.value }
        if code != 0 { object["code"] = .int(Int64(code)) }
        return .object(object)
    }

    /// Nil unless `value` is a `Status` that tells of a failure.
    package init?(_ value: Value) {
        guard value["kind"].string == "Status", value["status"].string == "Failure" else {
            return nil
        }
        self.init(
            code: value["code"].int ?? 0,
            reason: value["reason"].string.flatMap { Reason(rawValue: $0) },
            message: value["message"].string ?? "",
            details: value["details"].map { Details($0) },
            continueToken: value["metadata"]["continue"].string)
    }

    /// What an immediate delete answers: `kind` is the resource, in the plural.
    package static func success(_ details: Details) -> Value {
        var object = head(status: "Success")
        object["details"] = details.value
        return .object(object)
    }

    private static func head(status: String) -> Object {
        Object([
            ("kind", "Status"), ("apiVersion", "v1"), ("metadata", .object(Object())),
            ("status", .string(status)),
        ])
    }
}

extension Status.Details {
    package var value: Value {
        var object = Object()
        object["name"] = name.map(Value.string)
        object["group"] = group.map(Value.string)
        object["kind"] = kind.map(Value.string)
        object["uid"] = uid.map(Value.string)
        if !causes.isEmpty { object["causes"] = .array(causes.map(\.value)) }
        object["retryAfterSeconds"] = retryAfterSeconds.map { .int(Int64($0)) }
        return .object(object)
    }

    package init(_ value: Value) {
        self.init(
            name: value["name"].string, group: value["group"].string, kind: value["kind"].string,
            uid: value["uid"].string,
            causes: (value["causes"].array ?? []).map { Status.Cause($0) },
            retryAfterSeconds: value["retryAfterSeconds"].int)
    }
}

extension Status.Cause {
    package var value: Value {
        var object = Object()
        if !reason.isEmpty { object["reason"] = .string(reason) }
        if !message.isEmpty { object["message"] = .string(message) }
        object["field"] = field.map(Value.string)
        return .object(object)
    }

    package init(_ value: Value) {
        self.init(
            reason: value["reason"].string ?? "", message: value["message"].string ?? "",
            field: value["field"].string)
    }
}
