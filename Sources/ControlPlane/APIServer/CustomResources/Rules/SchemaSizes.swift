import API
import CEL

/// How large values of a schema can be: as it says, or as fits into one request.
///
/// Upstream: kubernetes apiserver/pkg/cel/common/schemas.go, the estimates of maximal lengths.
struct SchemaSizes: SizedType {
    let schema: StructuralSchema

    /// **Unit**: bytes of the largest request. Source: etcd's and the API server's limit.
    private static let requestMax = 3.0 * 1024 * 1024

    var isMap: Bool { schema.type == "object" }

    var sizeMax: Double {
        switch schema.type {
        case "string": textMax
        case "array":
            limit("maxItems")
                ?? ((Self.requestMax - 2) / ((schema.items.map(Self.least) ?? 1) + 1)).rounded(
                    .down)
        case "object":
            limit("maxProperties") ?? ((Self.requestMax - 2) / (leastValue + 6)).rounded(.down)
        default: 1
        }
    }

    func member(_ name: String) -> (any SizedType)? { schema.member(name).map(SchemaSizes.init) }

    var item: (any SizedType)? {
        if let items = schema.items { return SchemaSizes(schema: items) }
        if case .only(let values) = schema.additional { return SchemaSizes(schema: values) }
        return nil
    }

    /// How many values of this schema fit into one request.
    var countMax: Double { (Self.requestMax / Self.least(schema)).rounded(.down) }

    /// How many values a list or a map says that it may hold; nil if it does not say.
    var countDeclared: Double? { limit(schema.type == "array" ? "maxItems" : "maxProperties") }

    private func limit(_ name: String) -> Double? {
        schema.source[name].int.map { Double(max($0, 0)) }
    }

    private var textMax: Double {
        if let values = schema.source["enum"].array {
            return values.map { Double($0.string?.utf8.count ?? 1) }.max() ?? 1
        }
        switch schema.source["format"].string {
        case "date": return 10
        case "duration": return 32
        case "date-time": return 29
        default: break
        }
        // A character may take four bytes.
        return limit("maxLength").map { $0 * 4 } ?? Self.requestMax - 2
    }

    private var leastValue: Double {
        if case .only(let values) = schema.additional { Self.least(values) } else { 1 }
    }

    /// **Unit**: bytes of the shortest value as JSON.
    private static func least(_ schema: StructuralSchema) -> Double {
        switch schema.type {
        case "boolean": return 4
        case "string", "array": return 2
        case "object":
            // The braces; a colon, two quotes and perhaps a comma for each required member.
            return (schema.source["required"].array ?? []).reduce(2) { sum, name in
                guard let name = name.string, let member = schema.property(name),
                    member.defaultValue == nil
                else { return sum }
                return sum + Double(name.utf8.count) + 4 + least(member)
            }
        default: return 1
        }
    }
}
