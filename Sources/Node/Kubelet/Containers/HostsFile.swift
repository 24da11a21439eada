import API

/// The texts of a pod's `/etc/hosts` and `/etc/resolv.conf`.
///
/// Upstream: kubernetes pkg/kubelet/kubelet_pods.go managedHostsFileContent,
/// pkg/kubelet/network/dns/dns.go.
enum HostsFile {
    static func text(
        podIPs: [String], hostname: String, domain: String, aliases: [HostAlias]
    ) -> String {
        var text = "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n"
        text += "::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\n"
        text += "fe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n"
        for ip in podIPs {
            text +=
                domain.isEmpty
                ? "\(ip)\t\(hostname)\n" : "\(ip)\t\(hostname).\(domain)\t\(hostname)\n"
        }
        if !aliases.isEmpty {
            text += "\n# Entries added by HostAliases.\n"
            for alias in aliases {
                text += "\(alias.ip)\t\(alias.hostnames.joined(separator: "\t"))\n"
            }
        }
        return text
    }

    /// `/etc/resolv.conf` for a pod; `host` is the node's own.
    static func resolverConfig(
        _ pod: Pod, clusterDNS: String, clusterDomain: String, host: String
    ) -> String {
        let spec = pod.spec
        var (servers, searches, options): ([String], [String], [String]) = ([], [], [])
        switch (spec.dnsPolicy, spec.hostNetwork) {
        case ("None", _): break
        case ("Default", _), ("ClusterFirst", true):
            if spec.dnsConfig == nil { return host }
            for line in host.split(separator: "\n") where line.hasPrefix("nameserver ") {
                servers.append(String(line.dropFirst("nameserver ".count)))
            }
        default:
            servers = [clusterDNS]
            searches = [
                "\(pod.metadata.namespace).svc.\(clusterDomain)", "svc.\(clusterDomain)",
                clusterDomain,
            ]
            options = ["ndots:5"]
        }
        if let config = spec.dnsConfig {
            servers += config.nameservers
            searches += config.searches
            for option in config.options {
                options.removeAll { $0.hasPrefix(option.name + ":") || $0 == option.name }
                options.append(option.name + (option.optionValue.map { ":" + $0 } ?? ""))
            }
        }
        var text = searches.isEmpty ? "" : "search \(searches.joined(separator: " "))\n"
        for server in servers { text += "nameserver \(server)\n" }
        if !options.isEmpty { text += "options \(options.joined(separator: " "))\n" }
        return text
    }
}
