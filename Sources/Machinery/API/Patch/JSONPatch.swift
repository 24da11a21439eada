/// A list of operations on paths of an object, each of which must succeed.
///
/// ```json
/// [{"op": "replace", "path": "/spec/replicas", "value": 3},
///  {"op": "remove", "path": "/metadata/labels/app~1old"}]
/// ```
/// Source: RFC 6902. As upstream's library does, negative indexes count from the end.
package struct JSONPatch: Sendable {
    package struct Operation: Sendable {
        package var name: String
        package var path: String
        package var from: String?
        package var value: Value?
    }

    package let operations: [Operation]

    /// **Throws** a bad request when `body` is no list of operations.
    package init(_ body: Value) throws(Status) {
        guard let items = body.array else {
            throw .badRequest(
                "error decoding patch: json: cannot unmarshal \(body.jsonTypeName) into Go value of"
                    + " type []handlers.jsonPatchOp")
        }
        if items.count > PatchLimits.operations {
            throw .tooLarge(
                "The allowed maximum operations in a JSON patch is \(PatchLimits.operations),"
                    + " got \(items.count)")
        }
        var operations: [Operation] = []
        for item in items {
            guard let object = item.object else {
                throw .badRequest(
                    "error decoding patch: json: cannot unmarshal \(item.jsonTypeName) into Go"
                        + " value of type handlers.jsonPatchOp")
            }
            operations.append(
                Operation(
                    name: object["op"].string ?? "", path: object["path"].string ?? "",
                    from: object["from"].string, value: object["value"]))
        }
        self.operations = operations
    }

    /// **Throws** the server's terse 422 when an operation fails; it does not say which.
    package func apply(to object: Value) throws(Status) -> Value {
        var result = object
        var budget = PatchLimits.copiedValues
        for operation in operations {
            guard let next = Self.perform(operation, on: result, &budget) else {
                throw .unprocessable
            }
            result = next
        }
        return result
    }

    /// Nil when the operation cannot be done.
    private static func perform(
        _ operation: Operation, on document: Value, _ budget: inout Int
    ) -> Value? {
        guard let path = JSONPointer(operation.path) else { return nil }
        switch operation.name {
        case "add": return operation.value.flatMap { path.adding($0, to: document) }
        case "remove": return path.removing(from: document)
        case "replace":
            guard let value = operation.value, path.value(in: document) != nil else { return nil }
            return path.replacing(with: value, in: document)
        case "test":
            let found = path.value(in: document)
            return found ?? .null == operation.value ?? .null ? document : nil
        case "move", "copy":
            guard let from = operation.from.flatMap({ JSONPointer($0) }),
                let value = from.value(in: document)
            else { return nil }
            if operation.name == "move" {
                return from.removing(from: document).flatMap { path.adding(value, to: $0) }
            }
            count(value, &budget)
            return budget < 0 ? nil : path.adding(value, to: document)
        default: return nil
        }
    }

    /// Takes the number of values in `value` from the budget; stops when that is used up.
    private static func count(_ value: Value, _ budget: inout Int) {
        budget -= 1
        if budget < 0 { return }
        switch value {
        case .array(let items): for item in items { count(item, &budget) }
        case .object(let object): for member in object { count(member.value, &budget) }
        default: break
        }
    }
}
