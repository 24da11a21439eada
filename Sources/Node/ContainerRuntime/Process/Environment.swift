/// The environment of a process: variables in the order in which they were set, as `env` shows.
///
/// Setting a variable again keeps its place, as `setenv` does.
package struct Environment: Hashable, Sendable {
    package typealias Variable = (name: String, value: String)

    /// A few dozen at most: a walk is as quick as a hash, and keeps the order.
    private var entries: [Entry] = []
    private struct Entry: Hashable, Sendable {
        var name: String
        var value: String
    }

    package init() {}

    package init(_ variables: [(String, String)]) {
        for (name, value) in variables { self[name] = value }
    }

    /// The value of `name`; assigning nil removes the variable.
    /// The variables of `dictionary` in the order of their names.
    package init(sorting dictionary: [String: String]) {
        self.init(dictionary.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    package subscript(name: String) -> String? {
        get { entries.first { $0.name == name }?.value }
        set {
            if let index = entries.firstIndex(where: { $0.name == name }) {
                if let newValue {
                    entries[index].value = newValue
                } else {
                    entries.remove(at: index)
                }
            } else if let newValue {
                entries.append(Entry(name: name, value: newValue))
            }
        }
    }

    /// The value of `name`, or `fallback` if it is not set.
    package subscript(name: String, default fallback: String) -> String { self[name] ?? fallback }

    package var names: [String] { entries.map(\.name) }
    package var variables: [Variable] { entries.map { ($0.name, $0.value) } }
    package var isEmpty: Bool { entries.isEmpty }

    /// Sets all of `other`'s variables, in its order.
    package mutating func merge(_ other: Environment) {
        for entry in other.entries { self[entry.name] = entry.value }
    }
}

extension Environment: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral variables: (String, String)...) { self.init(variables) }
}

extension Environment: Sequence {
    package func makeIterator() -> AnyIterator<Variable> {
        var rest = entries.makeIterator()
        return AnyIterator { rest.next().map { ($0.name, $0.value) } }
    }
}
