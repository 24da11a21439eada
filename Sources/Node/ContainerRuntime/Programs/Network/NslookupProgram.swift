import PodNetwork
import Simulation

/// `nslookup`: BusyBox's layout, real DNS messages.
struct NslookupProgram: Applet {
    static let usage = "[-type=TYPE] HOST [DNS_SERVER]"

    func main(_ call: Call) async throws -> Int32 {
        var types: [DNSType] = [.a, .aaaa]
        var words: [String] = []
        for word in call.arguments {
            guard word.hasPrefix("-") else {
                words.append(word)
                continue
            }
            let name = word.split(separator: "=").last.map { $0.lowercased() } ?? ""
            let known: [String: DNSType] = [
                "a": .a, "aaaa": .aaaa, "srv": .srv, "cname": .cname, "ptr": .ptr, "txt": .txt,
            ]
            guard let type = known[name] else {
                throw AppletFailure("invalid query type \"\(name)\"")
            }
            types = [type]
        }
        guard let host = words.first else { throw AppletFailure("", showsUsage: true) }
        var resolver = NameResolver(call.process)
        if words.count > 1 {
            do throws(NameResolver.Failure) {
                resolver.use(try await resolver.address(of: words[1]))
            } catch {
                throw AppletFailure("can't resolve '\(words[1])'")
            }
        }
        guard let server = resolver.servers.first else { throw AppletFailure("no name servers") }
        let (names, questions) = plan(host, types, resolver)
        var answers: [(String, DNSMessage)] = []
        for name in names {
            var found = false
            for type in questions {
                do throws(NameResolver.Failure) {
                    let answer = try await resolver.ask(name, type)
                    answers.append((name, answer))
                    if !answer.answers.isEmpty { found = true }
                } catch {
                    if case .cancelled = error { throw CancellationError() }
                    throw AppletFailure(
                        "write to '\(server)': Connection refused\n;; connection timed out; no servers could be reached\n"
                    )
                }
            }
            if found { break }
        }
        try await call.print("Server:\t\t\(server)")
        try await call.print("Address:\t\(server):53")
        try await call.print("")
        return try await show(call, answers)
    }

    private func plan(
        _ host: String, _ types: [DNSType], _ resolver: NameResolver
    ) -> ([String], [DNSType]) {
        if let address = IPv4Address(host) {
            let reversed = address.description.split(separator: ".").reversed().joined(
                separator: ".")
            return ([reversed + ".in-addr.arpa"], [.ptr])
        }
        return (resolver.candidates(host), types)
    }

    private func show(_ call: Call, _ answers: [(String, DNSMessage)]) async throws -> Int32 {
        let hasFound = answers.contains { !$0.1.answers.isEmpty }
        var status: Int32 = hasFound ? 0 : 1
        for (name, answer) in answers {
            if answer.answers.isEmpty {
                if answer.responseCode == .nameError {
                    try await call.print("** server can't find \(name): NXDOMAIN")
                    try await call.print("")
                    if hasFound { status = 0 }
                } else if answer.responseCode != .noError {
                    try await call.print("** server can't find \(name): SERVFAIL")
                    try await call.print("")
                }
                continue
            }
            if !answer.isAuthoritative { try await call.print("Non-authoritative answer:") }
            for record in answer.answers {
                if let line = Self.shown(record) { try await call.print(line) }
            }
            try await call.print("")
        }
        return status
    }

    /// One record as a line or two; nil for a type that is not shown.
    private static func shown(_ record: DNSRecord) -> String? {
        let name = record.name.description
        switch record.data {
        case .a(let bits): return "Name:\t\(name)\nAddress: \(IPv4Address(bits: bits))"
        case .cname(let target): return "\(name)\tcanonical name = \(target)"
        case .ptr(let target): return "\(name)\tname = \(target)"
        case .srv(let priority, let weight, let port, let target):
            return "\(name)\tservice = \(priority) \(weight) \(port) \(target)"
        case .other(.txt, let bytes): return "\(name)\ttext = \"\(text(bytes.dropFirst()))\""
        case .soa, .other: return nil
        }
    }
}
