import Simulation

/// `find`: walks a tree and tests what it meets.
struct FindProgram: Applet {
    static let usage = "[PATH]... [-name PATTERN] [-type X] [-maxdepth N] [-exec CMD {} ;] [-print]"

    /// What an expression is made of.
    private enum Test {
        case name(Glob, ignoresCase: Bool)
        case path(Glob)
        case type(FileStatus.Kind)
        case empty
        case newer(SimulatedInstant)
        case size(sign: Character?, Int, unit: Int)
        case not
        case or
        case print, printZero, delete
        case exec([String])
    }

    private struct Query {
        var tests: [Test] = []
        var minDepth = 0
        var maxDepth = 60
        var visitsChildrenFirst = false
        var hasAction = false
    }

    func main(_ call: Call) async throws -> Int32 {
        var words = call.arguments[...]
        var roots: [String] = []
        while let word = words.first, !word.hasPrefix("-"), word != "!", word != "(" {
            roots.append(word)
            words.removeFirst()
        }
        let query = try parse(call, &words)
        var status: Int32 = 0
        for root in roots.isEmpty ? ["."] : roots {
            guard (try? call.files.linkStat(call.process.resolve(root))) != nil else {
                try await call.warn("\(root): No such file or directory")
                status = 1
                continue
            }
            try await visit(call, root, query, depth: 0)
        }
        return status
    }

    private func parse(_ call: Call, _ words: inout ArraySlice<String>) throws -> Query {
        var query = Query()
        while let word = words.popFirst() {
            func value() throws -> String {
                guard let value = words.popFirst() else {
                    throw AppletFailure("\(word): option requires an argument")
                }
                return value
            }
            switch word {
            case "-name": query.tests.append(.name(Glob(try value()), ignoresCase: false))
            case "-iname":
                query.tests.append(.name(Glob(try value().lowercased()), ignoresCase: true))
            case "-path", "-wholename": query.tests.append(.path(Glob(try value())))
            case "-type": query.tests.append(.type(try kind(try value())))
            case "-empty": query.tests.append(.empty)
            case "-newer":
                let path = try value()
                let status = try call.attempt(path) { () throws(FileError) in
                    try call.files.stat(call.process.resolve(path))
                }
                query.tests.append(.newer(status.modified))
            case "-size": query.tests.append(try size(try value()))
            case "-maxdepth", "-mindepth":
                let digits = try value()
                guard let depth = Int(digits), depth >= 0 else {
                    throw AppletFailure("invalid number '\(digits)'")
                }
                if word == "-maxdepth" {
                    query.maxDepth = min(depth, 60)
                } else {
                    query.minDepth = depth
                }
            case "-depth": query.visitsChildrenFirst = true
            case "!", "-not": query.tests.append(.not)
            case "-o", "-or": query.tests.append(.or)
            case "-a", "-and", "-follow", "-xdev": break
            case "-print": query.tests.append(.print)
            case "-print0": query.tests.append(.printZero)
            case "-delete":
                query.tests.append(.delete)
                query.visitsChildrenFirst = true
            case "-exec":
                var command: [String] = []
                while let part = words.popFirst(), part != ";", part != "+" { command.append(part) }
                query.tests.append(.exec(command))
            default: throw AppletFailure("unrecognized: \(word)")
            }
        }
        query.hasAction = query.tests.contains {
            switch $0 {
            case .print, .printZero, .delete, .exec: true
            default: false
            }
        }
        return query
    }

    private func kind(_ word: String) throws -> FileStatus.Kind {
        switch word {
        case "f": return .file
        case "d": return .directory
        case "l": return .link
        case "c": return .device
        default: throw AppletFailure("unknown argument to -type: \(word)")
        }
    }

    private func size(_ word: String) throws -> Test {
        var digits = word
        let sign = word.first.flatMap { "+-".contains($0) ? $0 : nil }
        if sign != nil { digits.removeFirst() }
        let units = ["c": 1, "k": 1024, "b": 512, "M": 1 << 20]
        let unit = units[String(digits.suffix(1))]
        if unit != nil { digits.removeLast() }
        guard let number = Int(digits), number >= 0 else {
            throw AppletFailure("invalid number '\(word)'")
        }
        return .size(sign: sign, number, unit: unit ?? 512)
    }

    private func visit(_ call: Call, _ path: String, _ query: Query, depth: Int) async throws {
        guard let status = try? call.files.linkStat(call.process.resolve(path)) else { return }
        let counts = depth >= query.minDepth
        if counts, !query.visitsChildrenFirst { try await judge(call, path, status, query) }
        if status.kind == .directory, depth < query.maxDepth {
            for name in (try? call.files.list(call.process.resolve(path))) ?? [] {
                try await visit(call, Path.join(path, name), query, depth: depth + 1)
            }
        }
        if counts, query.visitsChildrenFirst { try await judge(call, path, status, query) }
    }

    private func judge(
        _ call: Call, _ path: String, _ status: FileStatus, _ query: Query
    ) async throws {
        var holds = true
        var isNegated = false
        for test in query.tests {
            if case .or = test {
                if holds { break }
                holds = true
                continue
            }
            if case .not = test {
                isNegated.toggle()
                continue
            }
            guard holds else {
                isNegated = false
                continue
            }
            holds = try await evaluate(call, test, path, status) != isNegated
            isNegated = false
        }
        if holds, !query.hasAction { try await call.print(path) }
    }

    private func evaluate(
        _ call: Call, _ test: Test, _ path: String, _ status: FileStatus
    ) async throws -> Bool {
        switch test {
        case .name(let glob, let ignoresCase):
            let name = Path.name(path)
            return glob.matches(ignoresCase ? name.lowercased() : name)
        case .path(let glob): return glob.matches(path)
        case .type(let kind): return status.kind == kind
        case .newer(let instant): return status.modified > instant
        case .empty:
            if status.kind == .directory {
                return (try? call.files.list(call.process.resolve(path)))?.isEmpty ?? false
            }
            return status.kind == .file && status.size == 0
        case .size(let sign, let number, let unit):
            let units = (status.size + unit - 1) / unit
            return sign == "+" ? units > number : sign == "-" ? units < number : units == number
        case .print: try await call.print(path)
        case .printZero: try await call.write(path.bytes + [0])
        case .delete:
            try call.attempt(path) { () throws(FileError) in
                try call.process.checkWriteDirectory(of: path)
                try call.files.remove(call.process.resolve(path))
            }
        case .exec(let command):
            let words = command.map { word in
                word.split(separator: "{}", omittingEmptySubsequences: false).joined(
                    separator: path)
            }
            return try await call.runProgram(words) { error in
                AppletFailure("\(words.first ?? ""): \(error.text)")
            } == 0
        case .not, .or: break
        }
        return true
    }
}
