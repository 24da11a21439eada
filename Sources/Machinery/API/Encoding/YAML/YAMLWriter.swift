/// Prints a value tree as `kubectl -o yaml` does.
///
/// Members are sorted by go-yaml's natural order, lists stand at the indentation of their key,
/// strings are quoted only where a reader would otherwise take them for something else, and lines
/// fold at 80 columns.
///
/// Upstream: go.yaml.in/yaml/v2 encode.go, emitterc.go
package struct YAMLWriter {
    private var emitter = YAMLScalarEmitter()
    private let sortsKeys: Bool

    private init(sortsKeys: Bool) { self.sortsKeys = sortsKeys }

    /// The document, ending in a newline.
    package static func write(_ value: Value, sortedKeys: Bool = true) -> String {
        var writer = YAMLWriter(sortsKeys: sortedKeys)
        writer.write(value, indent: 0, place: .root)
        writer.emitter.endLine()
        return String(decoding: writer.emitter.output, as: UTF8.self)
    }

    /// What stands before a value on its line.
    private enum Place {
        case root
        case member
        case item
    }

    private mutating func write(_ value: Value, indent: Int, place: Place) {
        switch value {
        case .object(let object) where !object.isEmpty: write(object, indent: indent, place: place)
        case .array(let items) where !items.isEmpty: write(items, indent: indent, place: place)
        case .object: emitter.plain("{}")
        case .array: emitter.plain("[]")
        case .null: emitter.plain("null")
        case .bool(let flag): emitter.plain(flag ? "true" : "false")
        case .int(let number): emitter.plain(String(number))
        case .double(let number): emitter.plain(GoNumber.shortest(number))
        case .string(let text):
            emitter.string(text, indent: place == .root ? 2 : indent + 2)
        }
    }

    /// Members at `indent`; the first stays on the line of a list item's dash.
    private mutating func write(_ object: Object, indent: Int, place: Place) {
        let column = place == .root ? indent : indent + 2
        let members =
            sortsKeys ? object.sorted { NaturalOrder.isLess($0.name, $1.name) } : Array(object)
        for (index, member) in members.enumerated() {
            if index > 0 || place == .member { emitter.newLine(indent: column) }
            let isSimple = emitter.key(member.name, indent: column)
            if !isSimple {
                emitter.newLine(indent: column)
                emitter.raw(":")
            }
            write(member.value, indent: column, place: isSimple ? .member : .item)
        }
    }

    private mutating func write(_ items: [Value], indent: Int, place: Place) {
        // A list that is a member's value is not indented under its key.
        let column = place == .item ? indent + 2 : indent
        for (index, item) in items.enumerated() {
            if index > 0 || place == .member { emitter.newLine(indent: column) }
            emitter.raw("-")
            write(item, indent: column, place: .item)
        }
    }
}
