import API

/// `/healthz`, `/livez` and `/readyz`, each with its checks.
///
/// Source: `truth/01-http-root-and-discovery.txt`.
struct Health: Sendable {
    let feed: CacheFeed

    /// Nil for a path that is none of these.
    func answer(_ path: String, _ request: APIRequest) -> (text: String, status: Int)? {
        let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
        guard let first = parts.first, let endpoint = HealthChecks(rawValue: first) else {
            return nil
        }
        if parts.count == 2 {
            guard endpoint.names.contains(parts[1]) else { return nil }
            return isOK(parts[1])
                ? ("ok", 200) : ("internal server error: \(parts[1]) failed\n", 500)
        }
        return all(endpoint, request)
    }

    /// Only etcd can be missing; everything else is part of this process.
    private func isOK(_ check: String) -> Bool {
        switch check {
        case "etcd", "etcd-readiness": feed.isRunning
        case "informer-sync": feed.revision > 0
        default: true
        }
    }

    private func all(_ endpoint: HealthChecks, _ request: APIRequest) -> (text: String, status: Int)
    {
        let excluded = Set(request.parameters("exclude"))
        var lines = ""
        var failed = false
        for check in endpoint.names {
            if excluded.contains(check) {
                lines += "[+]\(check) excluded: ok\n"
            } else if isOK(check) {
                lines += "[+]\(check) ok\n"
            } else {
                lines += "[-]\(check) failed: reason withheld\n"
                failed = true
            }
        }
        if failed { return (lines + "\(endpoint.rawValue) check failed\n", 500) }
        let isVerbose = request.parameter("verbose") != nil
        return isVerbose ? (lines + "\(endpoint.rawValue) check passed\n", 200) : ("ok", 200)
    }
}
