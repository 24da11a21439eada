/// A shell pattern: `*`, `?`, `[a-z]`, `[!a-z]`, and `\x` for a plain x.
struct Glob: Sendable {
    private enum Element: Sendable {
        case literal(Unicode.Scalar)
        case any
        case run
        case set([ClosedRange<UInt32>], isNegated: Bool)

        func matches(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .literal(let wanted): return scalar == wanted
            case .any: return true
            case .run: return false
            case .set(let ranges, let isNegated):
                return ranges.contains { $0.contains(scalar.value) } != isNegated
            }
        }
    }
    private var elements: [Element] = []
    /// Whether it can match anything but one text.
    private(set) var hasWildcards = false
    /// The text it matches if it has no wildcards.
    private(set) var plainText = ""

    init(_ pattern: String) {
        let scalars = Array(pattern.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            switch scalar {
            case "\\" where index < scalars.count:
                add(.literal(scalars[index]))
                plainText.unicodeScalars.append(scalars[index])
                index += 1
            case "*": add(.run)
            case "?": add(.any)
            case "[":
                if let (set, next) = Self.set(scalars, from: index) {
                    add(set)
                    index = next
                } else {
                    add(.literal(scalar))
                    plainText.unicodeScalars.append(scalar)
                }
            default:
                add(.literal(scalar))
                plainText.unicodeScalars.append(scalar)
            }
        }
    }

    private mutating func add(_ element: Element) {
        if case .literal = element {} else { hasWildcards = true }
        if case .run = element, case .run? = elements.last { return }
        elements.append(element)
    }

    /// Reads a bracket expression from after its `[`; nil if it is not closed.
    private static func set(
        _ scalars: [Unicode.Scalar], from start: Int
    ) -> (Element, next: Int)? {
        var index = start
        var isNegated = false
        if index < scalars.count, scalars[index] == "!" || scalars[index] == "^" {
            isNegated = true
            index += 1
        }
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while index < scalars.count {
            if scalars[index] == "]", !isFirst {
                return (.set(ranges, isNegated: isNegated), index + 1)
            }
            isFirst = false
            if let (members, next) = CharacterClass.named(scalars, at: index) {
                ranges += members
                index = next
                continue
            }
            if scalars[index] == "\\", index + 1 < scalars.count { index += 1 }
            let low = scalars[index].value
            index += 1
            if index + 1 < scalars.count, scalars[index] == "-", scalars[index + 1] != "]" {
                let high = scalars[index + 1].value
                if low <= high { ranges.append(low...high) }
                index += 2
            } else {
                ranges.append(low...low)
            }
        }
        return nil
    }

    /// Whether the whole of `text` matches. Linear but for the last `*`, which is tried again.
    func matches(_ text: String) -> Bool { matches(Array(text.unicodeScalars)[...]) }

    func matches(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
        var position = text.startIndex
        var element = 0
        var retry: (element: Int, position: Int)?
        while position < text.endIndex || element < elements.count {
            if element < elements.count {
                if case .run = elements[element] {
                    retry = (element, position)
                    element += 1
                    continue
                }
                if position < text.endIndex, elements[element].matches(text[position]) {
                    position += 1
                    element += 1
                    continue
                }
            }
            guard let back = retry, back.position < text.endIndex else { return false }
            retry = (back.element, back.position + 1)
            position = back.position + 1
            element = back.element + 1
        }
        return true
    }

    /// `text` with each of `escaped`'s special characters behind a backslash.
    static func escape(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            if "*?[]\\!-^".utf8.contains(byte) { result.append(.backslash) }
            result.append(byte)
        }
        return result
    }
}

/// `[:alpha:]` and its like, in ASCII.
enum CharacterClass {
    /// The class written at `index` as `[:name:]`, and where it ends.
    static func named(
        _ scalars: [Unicode.Scalar], at index: Int
    ) -> (members: [ClosedRange<UInt32>], next: Int)? {
        guard index + 1 < scalars.count, scalars[index] == "[", scalars[index + 1] == ":" else {
            return nil
        }
        var name = ""
        var end = index + 2
        while end < scalars.count, scalars[end] != ":" {
            name.unicodeScalars.append(scalars[end])
            end += 1
        }
        guard end + 1 < scalars.count, scalars[end + 1] == "]", let members = members(name) else {
            return nil
        }
        return (members, end + 2)
    }

    static func members(_ name: String) -> [ClosedRange<UInt32>]? {
        switch name {
        case "alpha": [65...90, 97...122]
        case "digit": [48...57]
        case "alnum": [48...57, 65...90, 97...122]
        case "upper": [65...90]
        case "lower": [97...122]
        case "space": [9...13, 32...32]
        case "blank": [9...9, 32...32]
        case "punct": [33...47, 58...64, 91...96, 123...126]
        case "print": [32...126]
        case "graph": [33...126]
        case "cntrl": [0...31, 127...127]
        case "xdigit": [48...57, 65...70, 97...102]
        default: nil
        }
    }
}

extension Process {
    /// The paths that match a pattern, sorted; empty if none does.
    func paths(matching pattern: String) -> [String] {
        let isAbsolute = pattern.hasPrefix("/")
        let parts = pattern.split(separator: "/").map(String.init)
        var found = [isAbsolute ? "/" : ""]
        for (index, part) in parts.enumerated() {
            let glob = Glob(part)
            let isLast = index == parts.count - 1
            var next: [String] = []
            for base in found {
                if !glob.hasWildcards {
                    let path = base + glob.plainText
                    if (try? files.linkStat(resolve(path))) != nil { next.append(path) }
                } else {
                    let names = (try? files.list(resolve(base.isEmpty ? "." : base))) ?? []
                    let showsHidden = part.hasPrefix(".")
                    for name in names
                    where (showsHidden || !name.hasPrefix(".")) && glob.matches(name) {
                        let path = base + name
                        if !isLast, (try? files.stat(resolve(path)))?.kind != .directory {
                            continue
                        }
                        next.append(path)
                    }
                }
            }
            found = isLast ? next : next.map { $0 + "/" }
            if found.count > 10_000 { return [] }
        }
        return found
    }
}
