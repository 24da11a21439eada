import PodNetwork
import Simulation

/// Turns names into addresses as the C library does: `/etc/hosts`, then the name servers of
/// `/etc/resolv.conf` with its search path.
struct NameResolver {
    /// Why a name has no address.
    enum Failure: Error, Sendable {
        case noSuchName
        /// No name server answered.
        case noAnswer
        case cancelled
    }

    let process: Process
    private(set) var servers: [IPv4Address] = []
    private(set) var search: [String] = []
    private(set) var dotsForAbsolute = 1

    init(_ process: Process) {
        self.process = process
        for line in ((try? process.files.read("/etc/resolv.conf")) ?? []).lines {
            let words = text(line).split(whereSeparator: { $0 == " " || $0 == "\t" }).map(
                String.init)
            switch words.first {
            case "nameserver":
                if words.count > 1, let address = IPv4Address(words[1]) { servers.append(address) }
            case "search", "domain": search = Array(words.dropFirst())
            case "options":
                for word in words where word.hasPrefix("ndots:") {
                    dotsForAbsolute = Int(word.dropFirst(6)) ?? 1
                }
            default: break
            }
        }
    }

    /// Asks `server` instead of those of `/etc/resolv.conf`.
    mutating func use(_ server: IPv4Address) { servers = [server] }

    /// The first address of a name; a dotted quad is its own.
    func address(of name: String) async throws(Failure) -> IPv4Address {
        if let address = IPv4Address(name) { return address }
        if let address = fromHosts(name) { return address }
        if name == "localhost" || name == process.machine.hostname {
            return name == "localhost" ? .loopback : process.network.addresses.first ?? .loopback
        }
        for candidate in candidates(name) {
            let answer = try await ask(candidate, .a)
            for case .a(let bits) in answer.answers.map(\.data) { return IPv4Address(bits: bits) }
        }
        throw .noSuchName
    }

    private func fromHosts(_ name: String) -> IPv4Address? {
        for line in ((try? process.files.read("/etc/hosts")) ?? []).lines {
            let plain = text(line).prefix { $0 != "#" }
            let words = plain.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            if words.dropFirst().contains(name), let address = IPv4Address(words[0]) {
                return address
            }
        }
        return nil
    }

    /// The full names to try, in order. Source: resolv.conf(5), `ndots`.
    func candidates(_ name: String) -> [String] {
        if name.hasSuffix(".") { return [String(name.dropLast())] }
        let dots = name.utf8.count { $0 == UInt8(ascii: ".") }
        let searched = search.map { "\(name).\($0)" }
        return dots >= dotsForAbsolute ? [name] + searched : searched + [name]
    }

    /// What the name servers say to one question.
    func ask(
        _ name: String, _ type: DNSType, limit: Duration = .seconds(5)
    ) async throws(Failure) -> DNSMessage {
        let id = process.simulation.random("dns query").int(in: 0..<65_536)
        var query = DNSMessage(id: UInt16(truncatingIfNeeded: id))
        query.recursionDesired = true
        query.questions = [DNSQuestion(DNSName(name), type)]
        // Each server is asked twice, as the C library does.
        for server in servers + servers {
            do throws(SocketError) {
                let bytes = try await process.network.ask(
                    query.bytes, of: Endpoint(server, 53), limit: limit)
                if let answer = try? DNSMessage(bytes: bytes) { return answer }
            } catch {
                if error == .cancelled { throw .cancelled }
            }
        }
        throw .noAnswer
    }
}
