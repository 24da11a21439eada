import PodNetwork
import Simulation

/// `ping`, `nc`, `ip`, `ifconfig`, `route`: what the network of this machine is like.
enum NetworkPrograms {
    static let all: [(String, any Program)] = [
        ("ping", SmallProgram("[OPTIONS] HOST", ping)),
        ("nc", SmallProgram("[IPADDR PORT]", netcat)), ("ip", SmallProgram(ip)),
        ("ifconfig", SmallProgram(ifconfig)), ("route", SmallProgram(route)),
    ]

    private static func resolve(_ call: Call, _ host: String) async throws -> IPv4Address {
        do throws(NameResolver.Failure) {
            return try await NameResolver(call.process).address(of: host)
        } catch {
            if case .cancelled = error { throw CancellationError() }
            throw AppletFailure("bad address '\(host)'")
        }
    }

    // MARK: - ping

    private static func ping(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "c:W:w:i:s:q46I:t:")
        guard let host = options.operands.first else { throw AppletFailure("", showsUsage: true) }
        let count = try options.number("c") ?? .max
        let size = min(try options.number("s") ?? 56, 65_507)
        let interval = options["i"].flatMap { SleepProgram.seconds($0) } ?? 1
        let address = try await resolve(call, host)
        try await call.print("PING \(host) (\(address)): \(size) data bytes")
        try await call.flush()
        var times: [Double] = []
        var sent = 0
        let statistics: () async throws -> Int32 = {
            try await call.print("\n--- \(host) ping statistics ---")
            let loss = sent == 0 ? 0 : (sent - times.count) * 100 / sent
            try await call.print(
                "\(sent) packets transmitted, \(times.count) packets received, \(loss)% packet loss"
            )
            if let least = times.min(), let most = times.max() {
                let mean = times.reduce(0, +) / Double(times.count)
                let shown = [least, mean, most].map {
                    FloatText.render($0, kind: UInt8(ascii: "f"), precision: 3)
                }
                try await call.print("round-trip min/avg/max = \(shown.joined(separator: "/")) ms")
            }
            return times.isEmpty ? 1 : 0
        }
        while sent < count {
            if sent > 0 { try await call.sleep(.seconds(interval)) }
            sent += 1
            // ICMP is not balanced by Services: their addresses answer to nobody.
            switch Self.trip(call, to: address) {
            case .success(let trip):
                try await call.simulation.sleep(for: trip)
                let milliseconds = Double(trip.nanoseconds) / 1e6
                times.append(milliseconds)
                let shown = FloatText.render(milliseconds, kind: UInt8(ascii: "f"), precision: 3)
                try await call.print(
                    "\(size + 8) bytes from \(address): seq=\(sent - 1) ttl=64 time=\(shown) ms")
                try await call.flush()
            case .failure(.networkUnreachable):
                throw AppletFailure("sendto: Network is unreachable")
            case .failure: break
            }
        }
        if times.count < sent { try await call.sleep(.seconds(try options.number("W") ?? 10)) }
        return try await statistics()
    }

    /// The time to an address and back.
    private static func trip(_ call: Call, to address: IPv4Address) -> Result<Duration, SocketError>
    {
        do throws(SocketError) {
            let route = try call.process.network.network.route(
                from: call.process.network, to: Endpoint(address, 0))
            return .success(route.latency * 2)
        } catch {
            return .failure(error)
        }
    }

    // MARK: - nc

    private static func netcat(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "zvw:lp:nue:q:k")
        if options.has("u") { throw AppletFailure("-u: UDP is not supported") }
        if options.has("l") {
            guard let port = try options.number("p") ?? options.operands.last.flatMap(Int.init),
                (1...65_535).contains(port)
            else { throw AppletFailure("", showsUsage: true) }
            return try await listen(call, port)
        }
        guard options.operands.count == 2, let port = Int(options.operands[1]),
            (1...65_535).contains(port)
        else { throw AppletFailure("", showsUsage: true) }
        let host = options.operands[0]
        let address = try await resolve(call, host)
        let network = call.process.network
        let limit = try options.number("w") ?? 200
        let outcome = try await TimeLimit.run(call.simulation, .seconds(limit)) {
            do throws(SocketError) {
                return Result<Connection, SocketError>.success(
                    try await network.connect(to: Endpoint(address, port)))
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let connection):
            if options.has("v") {
                try await call.process.error.write("\(host) (\(address):\(port)) open\n")
            }
            if options.has("z") {
                connection.close()
                return 0
            }
            return try await relay(call, connection)
        case .failure(.cancelled): throw CancellationError()
        case .failure(let error): throw AppletFailure("\(host) (\(address):\(port)): \(error.text)")
        case nil: throw AppletFailure("\(host) (\(address):\(port)): Connection timed out")
        }
    }

    private static func listen(_ call: Call, _ port: Int) async throws -> Int32 {
        let listener: Listener
        do throws(SocketError) { listener = try call.process.network.listen(port) } catch {
            throw AppletFailure("bind: \(error.text)")
        }
        defer { listener.close() }
        guard let connection = try await listener.accept() else { return 1 }
        return try await relay(call, connection)
    }

    /// Carries standard input to the connection and the connection to standard output.
    private static func relay(_ call: Call, _ connection: Connection) async throws -> Int32 {
        defer { connection.close() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while let bytes = try await call.process.input.read(upTo: 65_536) {
                    try await connection.write(bytes)
                }
                connection.closeWriting()
                // Waits for the other end, whose task ends the group.
                try await call.simulation.sleep(for: .hours(24 * 365))
            }
            group.addTask {
                while let bytes = try await connection.read() {
                    try await call.process.output.write(bytes)
                }
            }
            try await group.next()
            group.cancelAll()
        }
        return 0
    }

    // MARK: - Addresses

    /// A locally administered address made of the IP address, as container networks do.
    private static func hardwareAddress(_ address: IPv4Address) -> String {
        let octets = address.description.split(separator: ".").map { Int($0) ?? 0 }
        let bytes = [0x02, 0x42] + octets
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }

    private static func prefixLength(_ call: Call) -> Int {
        call.process.network.host == nil ? 24 : 32
    }

    private static func ip(_ call: Call) async throws -> Int32 {
        let words = call.arguments.filter { !$0.hasPrefix("-") }
        guard let object = words.first else { throw AppletFailure("", showsUsage: true) }
        if words.count > 1, !["show", "list", "ls", "s"].contains(words[1]), words[1] != "get" {
            throw AppletFailure("RTNETLINK answers: Operation not permitted", status: 2)
        }
        if "address".hasPrefix(object) || "link".hasPrefix(object) {
            try await links(call, showsAddresses: "address".hasPrefix(object))
        } else if "route".hasPrefix(object) {
            try await ipRoute(call)
        } else {
            throw AppletFailure("unknown object \"\(object)\"")
        }
        return 0
    }

    private static func links(_ call: Call, showsAddresses: Bool) async throws {
        try await call.print(
            "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN qlen 1000")
        try await call.print("    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00")
        if showsAddresses {
            try await call.print("    inet 127.0.0.1/8 scope host lo")
            try await call.print("       valid_lft forever preferred_lft forever")
        }
        guard let first = call.process.network.addresses.first else { return }
        let isPod = call.process.network.host != nil
        try await call.print(
            isPod
                ? "3: eth0@if12: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1480 qdisc noqueue state UP "
                : "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP qlen 1000"
        )
        try await call.print("    link/ether \(hardwareAddress(first)) brd ff:ff:ff:ff:ff:ff")
        guard showsAddresses else { return }
        for address in call.process.network.addresses {
            try await call.print("    inet \(address)/\(prefixLength(call)) scope global eth0")
            try await call.print("       valid_lft forever preferred_lft forever")
        }
    }

    /// A pod's only way out is Calico's link-local gateway; a host's is the first of its network.
    private static func gateway(_ call: Call) -> (gateway: String, network: IPv4Block?) {
        guard call.process.network.host == nil, let address = call.process.network.addresses.first
        else {
            return ("169.254.1.1", nil)
        }
        let block = IPv4Block(address, prefixLength: 24)
        return (block[1].description, block)
    }

    private static func ipRoute(_ call: Call) async throws {
        let (gateway, network) = gateway(call)
        try await call.print("default via \(gateway) dev eth0 ")
        if let network, let address = call.process.network.addresses.first {
            try await call.print("\(network) dev eth0 scope link  src \(address) ")
        } else {
            try await call.print("\(gateway) dev eth0 scope link ")
        }
    }

    private static func route(_ call: Call) async throws -> Int32 {
        let (gateway, network) = gateway(call)
        try await call.print("Kernel IP routing table")
        try await call.print(
            "Destination     Gateway         Genmask         Flags Metric Ref    Use Iface")
        func row(_ destination: String, _ gateway: String, _ mask: String, _ flags: String)
            -> String
        {
            destination.leftAligned(16) + gateway.leftAligned(16) + mask.leftAligned(16)
                + flags.leftAligned(6) + "0      0        0 eth0"
        }
        try await call.print(row("default", gateway, "0.0.0.0", "UG"))
        if let network {
            try await call.print(row(network.base.description, "*", "255.255.255.0", "U"))
        } else {
            try await call.print(row(gateway, "*", "255.255.255.255", "UH"))
        }
        return 0
    }

    private static func ifconfig(_ call: Call) async throws -> Int32 {
        for address in call.process.network.addresses.prefix(1) {
            try await call.print(
                "eth0      Link encap:Ethernet  HWaddr \(hardwareAddress(address).uppercased())  ")
            try await call.print(
                "          inet addr:\(address)  Bcast:0.0.0.0  Mask:"
                    + (prefixLength(call) == 32 ? "255.255.255.255" : "255.255.255.0"))
            try await call.print("          UP BROADCAST RUNNING MULTICAST  MTU:1480  Metric:1\n")
        }
        try await call.print("lo        Link encap:Local Loopback  ")
        try await call.print("          inet addr:127.0.0.1  Mask:255.0.0.0")
        try await call.print("          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n")
        return 0
    }
}
