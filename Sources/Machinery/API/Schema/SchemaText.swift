/// Reads the compact form in which `SchemaData` keeps the types of a group.
///
/// ```
/// PodSpec
///  volumes 1 []Volume map:name patch:merge,retainKeys:name
///  restartPolicy 3 string omit enum:Always|Never|OnFailure
/// ```
///
/// A line at the margin names a type (`whole`: server-side apply replaces it as a whole). A field
/// line holds name, protobuf path or `-`, type (`[]T` a list, `{}T` a map, a bare name a type of
/// the same group), then `!` required, `atomic`/`set`/`map:keys` the kind of list,
/// `patch:strategy:key`, `whole`, `omit`/`zero` the rule for zero values, `enum:values`.
struct SchemaText {
    private let group: String
    private(set) var types: [TypeSchema] = []
    private var fields: [FieldSchema] = []
    private var name: Substring?
    private var isAtomic = false

    init(group: String, text: String) {
        self.group = group
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) { read(Substring(line)) }
        finishType()
    }

    private mutating func read(_ line: Substring) {
        let words = line.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init)
        guard let first = words.first else { return }
        if line.utf8.first == UInt8(ascii: " ") {
            if words.count >= 3 { fields.append(field(words)) }
        } else {
            finishType()
            name = first
            isAtomic = words.count > 1
        }
    }

    private mutating func finishType() {
        if let name {
            types.append(
                TypeSchema(name: "\(group).\(name)", fields: fields, isAtomic: isAtomic))
        }
        fields = []
    }

    private func field(_ words: [Substring]) -> FieldSchema {
        var field = FieldSchema(name: String(words[0]), type: type(words[2]))
        if words[1] != "-" {
            field.protobufPath = Self.parts(of: words[1], at: "/").compactMap { Int($0) }
        }
        for word in words.dropFirst(3) {
            switch word {
            case "!": field.isRequired = true
            case "atomic": field.list = .atomic
            case "set": field.list = .set
            case "whole": field.isAtomic = true
            case "omit": field.zero = .omitted
            case "zero": field.zero = .written
            default: readDetail(word, into: &field)
            }
        }
        let isCollection =
            if case .array = field.type { true } else if case .map = field.type { true } else {
                false
            }
        if isCollection, !field.isRequired { field.zero = .omitted }
        return field
    }

    private func readDetail(_ word: Substring, into field: inout FieldSchema) {
        let parts = Self.parts(of: word, at: ":")
        guard parts.count > 1 else { return }
        switch parts[0] {
        case "map": field.list = .map(keys: Self.parts(of: parts[1], at: ",").map(String.init))
        case "enum":
            field.allowed = Self.parts(of: word.dropFirst("enum:".count), at: "|").map(String.init)
        case "patch":
            let strategies = Self.parts(of: parts[1], at: ",")
            field.patch = FieldSchema.PatchRule(
                merges: strategies.contains("merge"),
                retainsKeys: strategies.contains("retainKeys"),
                mergeKey: parts.count > 2 ? String(parts[2]) : nil)
        default: break
        }
    }

    /// Split as bytes, which is many times faster than by characters.
    private static func parts(of text: Substring, at separator: Unicode.Scalar) -> [Substring] {
        text.utf8.split(
            separator: UInt8(ascii: separator), omittingEmptySubsequences: false
        ).map(Substring.init)
    }

    private func type(_ text: Substring) -> FieldType {
        switch text.utf8.first {
        case UInt8(ascii: "["): return .array(type(Substring(text.utf8.dropFirst(2))))
        case UInt8(ascii: "{"): return .map(type(Substring(text.utf8.dropFirst(2))))
        default: break
        }
        switch text {
        case "string": return .string
        case "bool": return .bool
        case "int32": return .int32
        case "int64": return .int64
        case "double": return .double
        case "bytes": return .bytes
        case "quantity": return .quantity
        case "intOrString": return .intOrString
        case "time": return .time
        case "microTime": return .microTime
        case "raw", "fieldsV1", "json", "any": return .any
        default:
            let isQualified = text.utf8.contains(UInt8(ascii: "/"))
            return .object(isQualified ? String(text) : "\(group).\(text)")
        }
    }
}
