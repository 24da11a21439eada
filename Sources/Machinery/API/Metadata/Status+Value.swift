/// `Status` as an object on the wire.
extension Status {
    /// Reads an object of kind `Status`.
    package init(_ value: Value) {
        let details = value["details"]
        var read = Details(
            name: details["name"].string, group: details["group"].string,
            kind: details["kind"].string, uid: details["uid"].string,
            retryAfterSeconds: details["retryAfterSeconds"].int)
        for cause in details["causes"].array ?? [] {
            read.causes.append(
                Cause(
                    reason: cause["reason"].string ?? "", message: cause["message"].string ?? "",
                    field: cause["field"].string))
        }
        self.init(
            code: value["code"].int ?? 500,
            reason: value["reason"].string.flatMap(Reason.init(rawValue:)),
            message: value["message"].string ?? "",
            details: details == nil ? nil : read)
    }

    /// The object as the server writes it, members in upstream's order.
    package var value: Value {
        var object = Object()
        object["kind"] = "Status"
        object["apiVersion"] = "v1"
        object["metadata"] = .object(Object())
        object["status"] = "Failure"
        object["message"] = .string(message)
        object["reason"] = reason.map { .string($0.rawValue) }
        object["details"] = details?.value
        object["code"] = .int(Int64(code))
        return .object(object)
    }
}

extension Status.Details {
    fileprivate var value: Value {
        var object = Object()
        object["name"] = name.map(Value.string)
        object["group"] = group.map(Value.string)
        object["kind"] = kind.map(Value.string)
        object["uid"] = uid.map(Value.string)
        if !causes.isEmpty {
            object["causes"] = .array(
                causes.map { cause in
                    var member = Object()
                    member["reason"] = .string(cause.reason)
                    member["message"] = .string(cause.message)
                    member["field"] = cause.field.map(Value.string)
                    return .object(member)
                })
        }
        object["retryAfterSeconds"] = retryAfterSeconds.map { .int(Int64($0)) }
        return .object(object)
    }
}
