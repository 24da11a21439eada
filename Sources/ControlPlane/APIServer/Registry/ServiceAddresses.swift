import API
import Simulation

/// Chooses cluster IPs and node ports for services.
///
/// ```
///   10.96.0.0/12   first part (dynamic last)   rest: chosen at random
///   30000-32767    first 86 (dynamic last)     rest: chosen at random
/// ```
/// As upstream, the lower part of a range is left to those who ask for a fixed one, and used only
/// when the rest is full. What is taken is read from the services themselves.
///
/// Upstream: kubernetes pkg/registry/core/service/ipallocator, portallocator.
struct ServiceAddresses: Sendable {
    /// **Unit**: bits; `network` is the first address.
    let network: UInt32
    let prefixLength: Int
    let nodePorts: ClosedRange<Int>

    /// Reads `10.96.0.0/12`; nil for anything else.
    init?(cidr: String, nodePorts: ClosedRange<Int> = 30_000...32_767) {
        let parts = cidr.split(separator: "/")
        guard parts.count == 2, let address = IPv4.parse(String(parts[0])),
            let length = Int(parts[1]), (8...30).contains(length)
        else { return nil }
        prefixLength = length
        network = address & (UInt32.max << UInt32(32 - length))
        self.nodePorts = nodePorts
    }

    private var size: UInt32 { 1 << UInt32(32 - prefixLength) }

    /// The first address, which is the API server's own.
    var first: String { IPv4.text(network + 1) }

    func contains(_ address: UInt32) -> Bool { address > network && address < network + size - 1 }

    // MARK: - Giving

    /// Completes a service that is to be created; `services` are all there are.
    ///
    /// Returns what is wrong with the addresses that it asks for.
    func allocate(
        _ service: inout Value, services: [Value], random: RandomStream
    ) -> FieldErrorList {
        var errors = allocateIP(&service, services: services, random: random)
        errors += allocatePorts(&service, services: services, random: random)
        return errors
    }

    private func allocateIP(
        _ service: inout Value, services: [Value], random: RandomStream
    ) -> FieldErrorList {
        guard service["spec"]["type"].string ?? "ClusterIP" != "ExternalName" else { return [] }
        let asked = service["spec"]["clusterIP"].string ?? ""
        guard asked != "None" else { return [] }
        let taken = Set(
            services.compactMap { $0["spec"]["clusterIP"].string }.compactMap(IPv4.parse))
        let address: String
        if asked.isEmpty {
            guard let free = freeAddress(taken, random) else {
                return [
                    .internalError(
                        "spec.clusterIPs", "failed to allocate a serviceIP: range is full")
                ]
            }
            address = IPv4.text(free)
        } else {
            if let problem = problem(asked, taken) {
                return [.invalid("spec.clusterIPs", [.string(asked)], problem)]
            }
            address = asked
        }
        place(&service, clusterIP: address)
        return []
    }

    private func problem(_ asked: String, _ taken: Set<UInt32>) -> String? {
        guard let address = IPv4.parse(asked), contains(address) else {
            return "failed to allocate IP \(asked): "
                + "the provided network does not match the current range"
        }
        return taken.contains(address)
            ? "failed to allocate IP \(asked): provided IP is already allocated" : nil
    }

    /// Where the part begins that addresses are chosen from.
    ///
    /// Upstream: ipallocator `calculateRangeOffset`: a sixteenth, at least 16 and at most 256.
    private var offset: UInt32 { size < 16 ? 0 : min(256, max(16, size / 16)) }

    private func freeAddress(_ taken: Set<UInt32>, _ random: RandomStream) -> UInt32? {
        let last = size - 2
        let upper = offset < last ? last - offset : 0
        if upper > 0 {
            let start = UInt32(random.int(in: 0..<Int(upper)))
            for step in 0..<upper {
                let candidate = network + 1 + offset + (start + step) % upper
                if !taken.contains(candidate) { return candidate }
            }
        }
        return (1...max(1, offset)).map { network + $0 }.first { !taken.contains($0) }
    }

    /// Writes the address where upstream writes it: behind the selector.
    private func place(_ service: inout Value, clusterIP: String) {
        var spec = service["spec"].object ?? Object()
        spec["clusterIP"] = .string(clusterIP)
        spec["clusterIPs"] = [.string(clusterIP)]
        service["spec"] = .object(spec)
    }

    private func allocatePorts(
        _ service: inout Value, services: [Value], random: RandomStream
    ) -> FieldErrorList {
        let type = service["spec"]["type"].string ?? "ClusterIP"
        guard type == "NodePort" || type == "LoadBalancer",
            var ports = service["spec"]["ports"].array
        else { return [] }
        if type == "LoadBalancer", service["spec"]["allocateLoadBalancerNodePorts"].bool == false {
            return []
        }
        var taken: Set<Int> = []
        for other in services {
            for port in other["spec"]["ports"].array ?? [] {
                if let number = port["nodePort"].int { taken.insert(number) }
            }
        }
        var errors: FieldErrorList = []
        // Those that are asked for go first, so that a chosen one does not take their place.
        for (index, port) in ports.enumerated() {
            guard let asked = port["nodePort"].int, asked != 0 else { continue }
            let path = FieldPath("spec.ports").index(index).child("nodePort")
            if !nodePorts.contains(asked) {
                errors.append(
                    .invalid(
                        path, .int(Int64(asked)),
                        "provided port is not in the valid range. The range of valid ports is "
                            + "\(nodePorts.lowerBound)-\(nodePorts.upperBound)"))
            } else if taken.contains(asked) {
                errors.append(
                    .invalid(path, .int(Int64(asked)), "provided port is already allocated"))
            }
            taken.insert(asked)
        }
        for index in ports.indices where ports[index]["nodePort"].int ?? 0 == 0 {
            guard let free = freePort(taken, random) else {
                errors.append(
                    .internalError(
                        FieldPath("spec.ports").index(index).child("nodePort"),
                        "failed to allocate a nodePort: range is full"))
                break
            }
            taken.insert(free)
            ports[index]["nodePort"] = .int(Int64(free))
        }
        service["spec"]["ports"] = .array(ports)
        return errors
    }

    private func freePort(_ taken: Set<Int>, _ random: RandomStream) -> Int? {
        let reserved = min(128, max(16, nodePorts.count / 32))
        let upper = nodePorts.count - reserved
        if upper > 0 {
            let start = random.int(in: 0..<upper)
            for step in 0..<upper {
                let candidate = nodePorts.lowerBound + reserved + (start + step) % upper
                if !taken.contains(candidate) { return candidate }
            }
        }
        return nodePorts.prefix(reserved).first { !taken.contains($0) }
    }
}

/// Dotted quads as numbers.
enum IPv4 {
    static func parse(_ text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard let byte = UInt8(part), String(byte) == part else { return nil }
            address = address << 8 | UInt32(byte)
        }
        return address
    }

    static func text(_ address: UInt32) -> String {
        [24, 16, 8, 0].map { String(address >> UInt32($0) & 255) }.joined(separator: ".")
    }
}
