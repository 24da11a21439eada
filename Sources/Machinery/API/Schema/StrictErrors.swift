/// What strict decoding has against an object, in the order of its text.
///
/// A field that is not known is said once, and what is inside it or given twice there not at all.
///
/// Upstream: sigs.k8s.io/json internal/golang/encoding/json/kubernetes_patch.go.
struct StrictErrors {
    /// `unknown field "spec.x"`, `duplicate field "spec.y"`.
    let texts: [String]

    /// From the paths of unknown fields and of fields given twice: `spec.containers[0].x`.
    init(unknown: [String], duplicates: [String], in object: Value) {
        if duplicates.isEmpty {
            texts = Self.once(unknown.map { "unknown field \"\($0)\"" })
            return
        }
        let known = duplicates.filter { path in
            !unknown.contains {
                path == $0 || path.hasPrefix($0 + ".") || path.hasPrefix($0 + "[")
            }
        }
        let all =
            unknown.map { (path: $0, text: "unknown field \"\($0)\"") }
            + known.map { (path: $0, text: "duplicate field \"\($0)\"") }
        let placed = all.map { (place: Self.place(of: $0.path, in: object), text: $0.text) }
        let ordered = placed.enumerated().sorted { left, right in
            if left.element.place == right.element.place { return left.offset < right.offset }
            return left.element.place.lexicographicallyPrecedes(right.element.place)
        }
        texts = Self.once(ordered.map(\.element.text))
    }

    private static func once(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    /// Where a field stands: the position of each step of its path among its siblings.
    private static func place(of path: String, in object: Value) -> [Int] {
        var place: [Int] = []
        var value = object
        var rest = path[...]
        while !rest.isEmpty {
            if rest.first == "[", let end = rest.firstIndex(of: "]"),
                let index = Int(rest[rest.index(after: rest.startIndex)..<end]),
                let items = value.array, items.indices.contains(index)
            {
                place.append(index)
                value = items[index]
                rest = rest[rest.index(after: end)...]
            } else if let members = value.object,
                // The longest, because names of a map may have dots in them.
                let (index, member) = members.enumerated()
                    .filter({ Self.begins(rest, with: $0.element.name) })
                    .max(by: { $0.element.name.count < $1.element.name.count })
            {
                place.append(index)
                value = member.value
                rest = rest.dropFirst(member.name.count)
            } else {
                break
            }
            if rest.first == "." { rest.removeFirst() }
        }
        return place
    }

    private static func begins(_ path: Substring, with name: String) -> Bool {
        guard path.hasPrefix(name) else { return false }
        let next = path.dropFirst(name.count).first
        return next == nil || next == "." || next == "["
    }
}
