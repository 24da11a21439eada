/// Collects the fields that words expand to, and remembers which characters were quoted.
struct FieldBuilder {
    struct Field {
        var text: [UInt8] = []
        /// The same with quoted pattern characters escaped: what globbing and `case` use.
        var pattern: [UInt8] = []
        /// `""` is a field though it is empty.
        var isQuoted = false
    }
    private(set) var fields: [Field] = []
    private var current: Field?
    /// Without it, everything goes into one field.
    let splits: Bool
    let separators: [UInt8]
    private(set) var byteCount = 0

    init(splits: Bool, separators: [UInt8]) {
        self.splits = splits
        self.separators = separators
    }

    mutating func append(_ bytes: [UInt8], isQuoted: Bool) {
        byteCount += bytes.count
        var field = current ?? Field()
        field.text += bytes
        field.pattern += isQuoted ? Glob.escape(bytes) : bytes
        if isQuoted { field.isQuoted = true }
        current = field
    }

    /// Text that an unquoted expansion gave: it is cut at the separators.
    mutating func appendSplitting(_ bytes: [UInt8]) {
        guard splits else { return append(bytes, isQuoted: false) }
        var index = 0
        while index < bytes.count {
            guard separators.contains(bytes[index]) else {
                let end = bytes[index...].firstIndex { separators.contains($0) } ?? bytes.count
                append(Array(bytes[index..<end]), isQuoted: false)
                index = end
                continue
            }
            // Blanks around at most one other separator count as one.
            var sawOther = false
            while index < bytes.count, separators.contains(bytes[index]) {
                if !bytes[index].isSpace {
                    if sawOther { break }
                    sawOther = true
                }
                index += 1
            }
            if sawOther, current == nil { current = Field(isQuoted: true) }
            endField()
        }
    }

    /// Ends the field at hand, if there is one.
    mutating func endField() {
        if let field = current, !field.text.isEmpty || field.isQuoted { fields.append(field) }
        current = nil
    }

    mutating func finish() -> [Field] {
        endField()
        return fields
    }
}
