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
        // Split as bytes, which is many times faster than by characters.
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
        if words[1] != "-" { field.protobufPath = words[1].split(separator: "/").compactMap { Int($0) } }
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
        let isCollection = if case .array = field.type { true } else if case .map = field.type { true } else { false }
        if isCollection, !field.isRequired { field.zero = .omitted }
        return field
    }

    private func readDetail(_ word: Substring, into field: inout FieldSchema) {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return }
        switch parts[0] {
        case "map": field.list = .map(keys: parts[1].split(separator: ",").map(String.init))
        case "enum":
            field.allowed = word.dropFirst("enum:".count)
                .split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        case "patch":
            let strategies = parts[1].split(separator: ",")
            field.patch = FieldSchema.PatchRule(
                merges: strategies.contains("merge"), retainsKeys: strategies.contains("retainKeys"),
                mergeKey: parts.count > 2 ? String(parts[2]) : nil)
        default: break
        }
    }

    private func type(_ text: Substring) -> FieldType {
        if text.hasPrefix("[]") { return .array(type(text.dropFirst(2))) }
        if text.hasPrefix("{}") { return .map(type(text.dropFirst(2))) }
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
        default: return .object(text.contains("/") ? String(text) : "\(group).\(text)")
        }
    }
}
