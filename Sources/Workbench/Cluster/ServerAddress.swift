package import ContainerRuntime
package import PodNetwork

/// The parts of `https://192.168.2.204:6443`.
package struct ServerAddress: Equatable {
    package var isSecure: Bool
    package var host: String
    package var port: Int

    package init?(_ text: String) {
        var rest = text[...]
        isSecure = !rest.hasPrefix("http://")
        if let scheme = text.firstRange(of: "://") { rest = text[scheme.upperBound...] }
        let authority = rest.prefix { $0 != "/" }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return nil }
        self.host = String(host)
        port = isSecure ? 443 : 80
        if parts.count == 2 {
            guard let number = UInt16(parts[1]) else { return nil }
            port = Int(number)
        }
    }
}

extension ServerAddress {
    /// Where that is: the host is a number, or a name in `/etc/hosts`. Nil if it is neither.
    package func endpoint(in files: FileSystem) -> PodNetwork.Endpoint? {
        if let number = IPv4Address(host) { return PodNetwork.Endpoint(number, port) }
        let hosts = (try? files.read("/etc/hosts")).map { String(decoding: $0, as: UTF8.self) }
        for line in (hosts ?? "").split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            if words.dropFirst().contains(Substring(host)), let first = words.first,
                let number = IPv4Address(String(first))
            {
                return PodNetwork.Endpoint(number, port)
            }
        }
        return nil
    }
}
