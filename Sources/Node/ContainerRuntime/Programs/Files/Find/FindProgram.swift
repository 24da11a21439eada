import Simulation

/// `find`: walks a tree and tests what it meets.
struct FindProgram: Applet {
    static let usage = "[-HL] [PATH]... [OPTIONS] [ACTIONS]"

    /// The expression, and how the tree is walked.
    private struct Query {
        let expression: FindExpression
        let minDepth: Int
        let maxDepth: Int
        let visitsChildrenFirst: Bool
        let hasAction: Bool

        init(_ expression: FindExpression, _ parser: FindParser) {
            self.expression = expression
            (minDepth, maxDepth) = (parser.minDepth, parser.maxDepth)
            (visitsChildrenFirst, hasAction) = (parser.visitsChildrenFirst, parser.hasAction)
        }
    }

    func main(_ call: Call) async throws -> Int32 {
        var words = call.arguments[...]
        var roots: [String] = []
        while let word = words.first, !word.hasPrefix("-"), word != "!", word != "(" {
            roots.append(word)
            words.removeFirst()
        }
        var parser = FindParser(call, words)
        let query = Query(try parser.parse(), parser)
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
        let holds = try await evaluate(call, query.expression, path, status)
        if holds, !query.hasAction { try await call.print(path) }
    }

    private func evaluate(
        _ call: Call, _ expression: FindExpression, _ path: String, _ status: FileStatus
    ) async throws -> Bool {
        switch expression {
        case .always: return true
        case .test(let test): return try await evaluate(call, test, path, status)
        case .not(let inner): return try await !evaluate(call, inner, path, status)
        case .both(let left, let right):
            guard try await evaluate(call, left, path, status) else { return false }
            return try await evaluate(call, right, path, status)
        case .either(let left, let right):
            if try await evaluate(call, left, path, status) { return true }
            return try await evaluate(call, right, path, status)
        }
    }

    private func evaluate(
        _ call: Call, _ test: FindExpression.Test, _ path: String, _ status: FileStatus
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
        }
        return true
    }
}
