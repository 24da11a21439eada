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
