import PodNetwork
import Simulation

/// `nslookup`: BusyBox's layout, real DNS messages.
struct NslookupProgram: Applet {
    static let usage = "[-type=TYPE] HOST [DNS_SERVER]"

    func main(_ call: Call) async throws -> Int32 {
        var types: [DNSMessage.RecordType] = [.a, .aaaa]
        var words: [String] = []
        for word in call.arguments {
            guard word.hasPrefix("-") else {
                words.append(word)
                continue
            }
            let name = word.split(separator: "=").last.map { $0.lowercased() } ?? ""
            let known: [String: DNSMessage.RecordType] = [
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
        _ host: String, _ types: [DNSMessage.RecordType], _ resolver: NameResolver
    ) -> ([String], [DNSMessage.RecordType]) {
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
                if answer.responseCode == 3 {
                    try await call.print("** server can't find \(name): NXDOMAIN")
                    try await call.print("")
                    if hasFound { status = 0 }
                } else if answer.responseCode != 0 {
                    try await call.print("** server can't find \(name): SERVFAIL")
                    try await call.print("")
                }
                continue
            }
            if !answer.isAuthoritative { try await call.print("Non-authoritative answer:") }
            for record in answer.answers {
                switch DNSMessage.RecordType(rawValue: record.type) {
                case .a, .aaaa:
                    try await call.print("Name:\t\(record.name)")
                    try await call.print("Address: \(record.value)")
                case .cname:
                    try await call.print("\(record.name)\tcanonical name = \(record.value)")
                case .ptr: try await call.print("\(record.name)\tname = \(record.value)")
                case .srv: try await call.print("\(record.name)\tservice = \(record.value)")
                case .txt: try await call.print("\(record.name)\ttext = \"\(record.value)\"")
                case nil: break
                }
            }
            try await call.print("")
        }
        return status
    }
}
