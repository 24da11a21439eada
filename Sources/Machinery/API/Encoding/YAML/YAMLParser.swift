/// Reads one YAML document into a value tree, as kubectl does before it sends JSON.
///
/// Scalars become what go-yaml makes of them (`yes` is true, `010` is 8, a date stays text), keys
/// become strings, anchors and `<<` merges are resolved. Of two keys with one name the later
/// counts, as in kubectl; `parse(_:rejectsDuplicates:)` refuses them, as the API server does.
///
/// Differs: nesting is limited to 500 levels; upstream allows 10,000.
package struct YAMLParser {
    private struct Anchored {
        var value: Value
        var nodes: Int
    }

    private var scanner: YAMLScanner
    private var anchors: [String: Anchored] = [:]
    private var openAnchors: Set<String> = []
    private var nodes = 0
    private var depth = 0
    private let rejectsDuplicates: Bool
    private var duplicateErrors: [String] = []

    /// The first document in `text`; `.null` if there is none.
    package static func parse(
        _ text: String, rejectsDuplicates: Bool = false
    ) throws(YAMLError) -> Value {
        var parser = try YAMLParser(text: text, rejectsDuplicates: rejectsDuplicates)
        let value = try parser.document()
        if !parser.duplicateErrors.isEmpty {
            let lines = parser.duplicateErrors.map { "\n  " + $0 }.joined()
            throw YAMLError("unmarshal errors:" + lines)
        }
        return value
    }

    private init(text: String, rejectsDuplicates: Bool) throws(YAMLError) {
        let bytes = Array(text.utf8)
        let hasControls = bytes.contains {
            $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D || $0 == 0x7F
        }
        if hasControls { throw YAMLError("control characters are not allowed") }
        scanner = YAMLScanner(bytes: bytes)
        self.rejectsDuplicates = rejectsDuplicates
    }

    private mutating func document() throws(YAMLError) -> Value {
        while [.directive, .documentEnd].contains(try scanner.peek().kind) {
            _ = try scanner.take()
        }
        if try scanner.peek().kind == .documentStart { _ = try scanner.take() }
        switch try scanner.peek().kind {
        case .streamEnd, .documentStart, .documentEnd: return .null
        default: break
        }
        let value = try node(isBlock: true, allowsIndentless: false)
        let follower = try scanner.peek()
        switch follower.kind {
        case .streamEnd, .documentStart, .documentEnd: return value
        default: throw .parser("did not find expected <document start>", at: follower.mark)
        }
    }

    // MARK: Nodes

    private mutating func node(isBlock: Bool, allowsIndentless: Bool) throws(YAMLError) -> Value {
        depth += 1
        defer { depth -= 1 }
        nodes += 1
        if depth > EncodingLimits.depthMax { throw YAMLError("exceeded max depth") }
        if case .alias(let name) = try scanner.peek().kind {
            _ = try scanner.take()
            return try aliased(name)
        }
        let properties = try nodeProperties()
        if let anchor = properties.anchor { openAnchors.insert(anchor) }
        let first = nodes
        let value = try content(properties, isBlock: isBlock, allowsIndentless: allowsIndentless)
        if let anchor = properties.anchor {
            openAnchors.remove(anchor)
            anchors[anchor] = Anchored(value: value, nodes: nodes - first + 1)
        }
        return value
    }

    private mutating func aliased(_ name: String) throws(YAMLError) -> Value {
        if openAnchors.contains(name) { throw YAMLError("anchor '\(name)' value contains itself") }
        guard let anchored = anchors[name] else {
            throw YAMLError("unknown anchor '\(name)' referenced")
        }
        nodes += anchored.nodes
        if nodes > EncodingLimits.yamlNodesMax {
            throw YAMLError("document contains excessive aliasing")
        }
        return anchored.value
    }

    private struct Properties {
        var anchor: String?
        var tag: String?
        var mark: YAMLMark?
        var isEmpty: Bool { anchor == nil && tag == nil }
    }

    private mutating func nodeProperties() throws(YAMLError) -> Properties {
        var properties = Properties()
        while true {
            let token = try scanner.peek()
            switch token.kind {
            case .anchor(let name) where properties.anchor == nil: properties.anchor = name
            case .tag(let tag) where properties.tag == nil: properties.tag = tag
            default: return properties
            }
            properties.mark = properties.mark ?? token.mark
            _ = try scanner.take()
        }
    }

    private mutating func content(
        _ properties: Properties, isBlock: Bool, allowsIndentless: Bool
    ) throws(YAMLError) -> Value {
        let token = try scanner.peek()
        switch token.kind {
        case .scalar(let text, let isPlain):
            _ = try scanner.take()
            return try YAMLResolver.value(text, tag: properties.tag, isPlain: isPlain)
        case .flowSequenceStart: return .array(try flowSequence())
        case .flowMappingStart: return try flowMapping()
        case .blockSequenceStart where isBlock: return .array(try blockSequence())
        case .blockMappingStart where isBlock: return try blockMapping()
        case .blockEntry where allowsIndentless: return .array(try indentlessSequence())
        default:
            if !properties.isEmpty {
                return try YAMLResolver.value("", tag: properties.tag, isPlain: true)
            }
            let problem = "did not find expected node content"
            throw .parser(problem, at: token.mark, context: properties.mark)
        }
    }

    // MARK: Sequences

    private mutating func blockSequence() throws(YAMLError) -> [Value] {
        let start = try scanner.take().mark
        var items: [Value] = []
        while true {
            let token = try scanner.take()
            if token.kind == .blockEnd { return items }
            guard token.kind == .blockEntry else {
                throw .parser("did not find expected '-' indicator", at: token.mark, context: start)
            }
            switch try scanner.peek().kind {
            case .blockEntry, .blockEnd: items.append(.null)
            default: items.append(try node(isBlock: true, allowsIndentless: false))
            }
        }
    }

    private mutating func indentlessSequence() throws(YAMLError) -> [Value] {
        var items: [Value] = []
        while try scanner.peek().kind == .blockEntry {
            _ = try scanner.take()
            switch try scanner.peek().kind {
            case .blockEntry, .key, .value, .blockEnd: items.append(.null)
            default: items.append(try node(isBlock: true, allowsIndentless: false))
            }
        }
        return items
    }

    private mutating func flowSequence() throws(YAMLError) -> [Value] {
        let start = try scanner.take().mark
        var items: [Value] = []
        while true {
            if try scanner.peek().kind == .flowSequenceEnd { break }
            if !items.isEmpty {
                let separator = try scanner.take()
                guard separator.kind == .flowEntry else {
                    let problem = "did not find expected ',' or ']'"
                    throw .parser(problem, at: separator.mark, context: start)
                }
                if try scanner.peek().kind == .flowSequenceEnd { break }
            }
            items.append(try flowSequenceItem())
        }
        _ = try scanner.take()
        return items
    }

    /// `[a: b]` holds a mapping of one pair.
    private mutating func flowSequenceItem() throws(YAMLError) -> Value {
        guard try scanner.peek().kind == .key else {
            return try node(isBlock: false, allowsIndentless: false)
        }
        let start = try scanner.take().mark
        var members = MemberCollector()
        let isMerge = try isMergeKey()
        let key = try flowNode(endingAt: [.value, .flowEntry, .flowSequenceEnd])
        let value = try flowValue(endingAt: .flowSequenceEnd)
        try add(key, value, isMerge: isMerge, to: &members, at: start)
        return .object(Object(uniqueMembers: members.members))
    }

    private mutating func flowNode(endingAt ends: [YAMLToken.Kind]) throws(YAMLError) -> Value {
        if ends.contains(try scanner.peek().kind) { return .null }
        return try node(isBlock: false, allowsIndentless: false)
    }

    private mutating func flowValue(endingAt end: YAMLToken.Kind) throws(YAMLError) -> Value {
        guard try scanner.peek().kind == .value else { return .null }
        _ = try scanner.take()
        return try flowNode(endingAt: [.flowEntry, end])
    }

    // MARK: Mappings

    private mutating func blockMapping() throws(YAMLError) -> Value {
        let start = try scanner.take().mark
        var members = MemberCollector()
        while true {
            let token = try scanner.take()
            if token.kind == .blockEnd { break }
            guard token.kind == .key else {
                throw .parser("did not find expected key", at: token.mark, context: start)
            }
            let mark = try scanner.peek().mark
            let isMerge = try isMergeKey()
            let key = try blockMappingPart()
            var value = Value.null
            if try scanner.peek().kind == .value {
                _ = try scanner.take()
                value = try blockMappingPart()
            }
            try add(key, value, isMerge: isMerge, to: &members, at: mark)
        }
        return .object(Object(uniqueMembers: members.members))
    }

    private mutating func blockMappingPart() throws(YAMLError) -> Value {
        switch try scanner.peek().kind {
        case .key, .value, .blockEnd: return .null
        default: return try node(isBlock: true, allowsIndentless: true)
        }
    }

    private mutating func flowMapping() throws(YAMLError) -> Value {
        let start = try scanner.take().mark
        var members = MemberCollector()
        var isFirst = true
        while true {
            if try scanner.peek().kind == .flowMappingEnd { break }
            if !isFirst {
                let separator = try scanner.take()
                guard separator.kind == .flowEntry else {
                    let problem = "did not find expected ',' or '}'"
                    throw .parser(problem, at: separator.mark, context: start)
                }
                if try scanner.peek().kind == .flowMappingEnd { break }
            }
            isFirst = false
            let token = try scanner.peek()
            if token.kind == .key { _ = try scanner.take() }
            let isMerge = try isMergeKey()
            let key = try flowNode(endingAt: [.value, .flowEntry, .flowMappingEnd])
            let value = try flowValue(endingAt: .flowMappingEnd)
            try add(key, value, isMerge: isMerge, to: &members, at: token.mark)
        }
        _ = try scanner.take()
        return .object(Object(uniqueMembers: members.members))
    }

    /// Only an unquoted `<<` merges.
    private mutating func isMergeKey() throws(YAMLError) -> Bool {
        try scanner.peek().kind == .scalar("<<", isPlain: true)
    }

    /// Adds a pair, or the pairs of a merged mapping (`<<: *base`).
    private mutating func add(
        _ key: Value, _ value: Value, isMerge: Bool, to members: inout MemberCollector,
        at mark: YAMLMark
    ) throws(YAMLError) {
        if isMerge { return try merge(value, into: &members) }
        let name = try YAMLResolver.keyText(key)
        if !members.add(name, value), rejectsDuplicates {
            duplicateErrors.append("line \(mark.line + 1): key \"\(name)\" already set in map")
        }
    }

    private func merge(_ value: Value, into members: inout MemberCollector) throws(YAMLError) {
        switch value {
        case .object(let object):
            for (name, value) in object { _ = members.add(name, value) }
        case .array(let items):
            for item in items.reversed() {
                guard case .object(let object) = item else { throw YAMLResolver.mergeError }
                for (name, value) in object { _ = members.add(name, value) }
            }
        default: throw YAMLResolver.mergeError
        }
    }
}
