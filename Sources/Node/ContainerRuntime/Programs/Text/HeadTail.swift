import Simulation

/// `head`: the first lines or bytes.
struct HeadProgram: Applet {
    static let usage = "[-n N] [-c N] [FILE]..."

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(HeadProgram.modern(call.arguments), "n:c:qv")
        let count = try HeadProgram.count(options["c"] ?? options["n"] ?? "10")
        let showsNames = (options.operands.count > 1 || options.has("v")) && !options.has("q")
        var isFirst = true
        var status: Int32 = 0
        for name in options.operands.isEmpty ? ["-"] : options.operands {
            do {
                let source = try call.open(name)
                if showsNames {
                    try await call.print((isFirst ? "" : "\n") + "==> \(name) <==")
                }
                isFirst = false
                try await copy(call, source, count: count, isBytes: options.has("c"))
            } catch let failure as AppletFailure {
                try await call.warn(failure.message)
                status = 1
            }
        }
        return status
    }

    /// `-5` as `-n 5`.
    static func modern(_ arguments: [String]) -> [String] {
        var result: [String] = []
        for word in arguments {
            let isCount =
                word.utf8.count > 1 && word.hasPrefix("-")
                && word.utf8.dropFirst().allSatisfy(\.isDigit)
            // After -n it is that option's value: all but the last lines.
            let isValue = result.last == "-n" || result.last == "-c"
            if isCount, !isValue {
                result += ["-n", String(word.dropFirst())]
            } else {
                result.append(word)
            }
        }
        return result
    }

    static func count(_ word: String) throws -> Int {
        var digits = word
        var scale = 1
        if let suffix = ["k": 1024, "K": 1024, "m": 1 << 20, "M": 1 << 20, "b": 512][word.suffix(1)]
        {
            scale = suffix
            digits.removeLast()
        }
        guard let number = Int(digits), number.magnitude < 1 << 40 else {
            throw AppletFailure("invalid number '\(word)'")
        }
        return number * scale
    }

    private func copy(
        _ call: Call, _ source: any ByteSource, count: Int, isBytes: Bool
    ) async throws {
        if count < 0 {
            let all = try await call.all(of: source)
            if isBytes { return try await call.write(all.dropLast(-count)) }
            for line in all.lines.dropLast(-count) { try await call.write(line + [.newline]) }
            return
        }
        var left = count
        while left > 0, let bytes = try await source.read(upTo: isBytes ? left : 4096) {
            if isBytes {
                left -= bytes.count
                try await call.write(bytes)
                continue
            }
            var end = 0
            while end < bytes.count, left > 0 {
                if bytes[end] == .newline { left -= 1 }
                end += 1
            }
            try await call.write(bytes[..<end])
        }
    }
}

/// `tail`: the last lines or bytes, and with `-f` what is added.
struct TailProgram: Applet {
    static let usage = "[-n N] [-c N] [-f] [FILE]..."

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(HeadProgram.modern(call.arguments), "n:c:fFqvs:")
        let word = options["c"] ?? options["n"] ?? "10"
        let fromStart = word.hasPrefix("+")
        let count = try HeadProgram.count(fromStart ? String(word.dropFirst()) : word).magnitude
        let showsNames = (options.operands.count > 1 || options.has("v")) && !options.has("q")
        var sizes: [String: Int] = [:]
        var isFirst = true
        let status = try await call.forEachFile(options.operands) { name, content in
            if showsNames {
                try await call.print((isFirst ? "" : "\n") + "==> \(name) <==")
            }
            isFirst = false
            sizes[name] = content.count
            try await call.write(
                Self.part(content, Int(count), fromStart: fromStart, isBytes: options.has("c")))
        }
        let follows = options.has("f") || options.has("F")
        if sizes.isEmpty, !options.has("F") { throw AppletFailure("no files") }
        if follows {
            // Only -F looks for a file that is not there yet.
            let names = options.operands.filter {
                $0 != "-" && (sizes[$0] != nil || options.has("F"))
            }
            try await follow(call, names, sizes)
        }
        return status
    }

    private static func part(
        _ content: [UInt8], _ count: Int, fromStart: Bool, isBytes: Bool
    ) -> ArraySlice<UInt8> {
        if isBytes {
            return fromStart ? content.dropFirst(max(0, count - 1)) : content.suffix(count)
        }
        if fromStart {
            var left = max(0, count - 1)
            var index = 0
            while index < content.count, left > 0 {
                if content[index] == .newline { left -= 1 }
                index += 1
            }
            return content[index...]
        }
        if count == 0 { return [] }
        var left = count
        var index = content.count
        if content.last == .newline { index -= 1 }
        while index > 0 {
            if content[index - 1] == .newline {
                left -= 1
                if left == 0 { break }
            }
            index -= 1
        }
        return content[index...]
    }

    /// Looks every second, as BusyBox does.
    private func follow(_ call: Call, _ names: [String], _ sizes: [String: Int]) async throws {
        var sizes = sizes
        while !names.isEmpty {
            try await call.sleep(.seconds(1))
            for name in names {
                guard let content = try? call.process.readFile(name) else { continue }
                let before = sizes[name] ?? 0
                sizes[name] = content.count
                if content.count < before { sizes[name] = 0 }
                if content.count > before { try await call.write(content[before...]) }
            }
            try await call.flush()
        }
    }
}
