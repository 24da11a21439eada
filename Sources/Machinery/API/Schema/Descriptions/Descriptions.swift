/// What `kubectl explain` says of a type or a field: one sentence of our own for each.
///
/// A field's sentence is the first of these that there is:
///
/// ```
/// 1. written for this field of this type        Service.clusterIP
/// 2. written for fields of this name anywhere   metadata, apiVersion, conditions
/// 3. composed from its name and its type        "Flex volume driver: a string."
/// ```
/// Differs: the descriptions are not Kubernetes': those of the fields that a learner meets are
/// written anew in one sentence each, the others are composed from the field's name and type.
package struct Descriptions: Sendable {
    package static let shared = Descriptions(DescriptionData.texts)

    /// By `core/v1.Pod` and `core/v1.Pod spec`; `* spec` for fields of that name anywhere.
    private let sentences: [String: String]

    private init(_ texts: [(group: String, text: String)]) {
        var sentences: [String: String] = [:]
        for (group, text) in texts {
            var type = ""
            for line in text.split(separator: "\n") {
                let isField = line.hasPrefix(" ")
                let words = line.drop { $0 == " " }.split(separator: " ", maxSplits: 1)
                guard words.count == 2 else { continue }
                if !isField { type = words[0] == "*" ? "*" : "\(group).\(words[0])" }
                sentences[isField ? "\(type) \(words[0])" : type] = String(words[1])
            }
        }
        self.sentences = sentences
    }

    /// What the type is: `core/v1.Pod`.
    package func sentence(for type: TypeSchema) -> String {
        if let own = sentences[type.name] { return own }
        let name = Self.shortName(type.name)
        if name.hasSuffix("List"), type.field(named: "items") != nil {
            return "A list of objects of kind \(name.dropLast(4)), as the server answers it."
        }
        return Self.sentence(of: name) + "."
    }

    /// What the field is for.
    package func sentence(for field: FieldSchema, of type: TypeSchema) -> String {
        if let own = sentences["\(type.name) \(field.name)"] { return own }
        if let general = sentences["* \(field.name)"] { return general }
        return "\(Self.sentence(of: field.name)): \(Self.article(field.type))."
    }

    /// Whether somebody wrote a sentence for this very field, or for all of its name.
    package func isWritten(_ field: String, of type: String) -> Bool {
        sentences["\(type) \(field)"] != nil || sentences["* \(field)"] != nil
    }

    // MARK: - Composed

    private static func shortName(_ type: String) -> String {
        type.split(separator: ".").last.map(String.init) ?? type
    }

    /// `nodePublishSecretRef` as "Node publish secret ref".
    private static func sentence(of name: String) -> String {
        var words: [String] = []
        var previous: Character = "A"
        for letter in name {
            if words.isEmpty || letter.isUppercase && previous.isLowercase {
                words.append(String(letter))
            } else {
                words[words.count - 1].append(letter)
            }
            previous = letter
        }
        let first = words.first.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? ""
        let rest = words.dropFirst().map { word in
            word.contains { $0.isLowercase } ? word.lowercased() : word
        }
        return ([first] + rest).joined(separator: " ")
    }

    private static func article(_ type: FieldType) -> String {
        switch type {
        case .string: "a string"
        case .bool: "true or false"
        case .int32, .int64: "a whole number"
        case .double: "a number"
        case .bytes: "bytes, in base64"
        case .quantity: "an amount such as 500m or 64Mi"
        case .intOrString: "a number or a string"
        case .time, .microTime: "a point in time"
        case .duration: "a duration such as 30s"
        case .any: "any value"
        case .object(let name): "see \(shortName(name))"
        case .array(.object(let name)): "a list, see \(shortName(name))"
        case .array: "a list"
        case .map: "names and their values"
        }
    }
}
