import ContainerRuntime
import PodNetwork

/// Where etcd's releases are downloaded from: GitHub, which sends everybody on to its object store.
enum EtcdDownloads {
    private static let page = "github.com"
    private static let store = "objects.githubusercontent.com"
    private static let storePrefix = "/github-production-release-asset-2e65be/11225014/"

    static let sites = [
        OutsideWorld.Site(
            name: page, address: IPv4Address(20, 205, 243, 166), distance: .milliseconds(34),
            answer: answerOfPage),
        OutsideWorld.Site(
            name: store, address: IPv4Address(185, 199, 108, 133), distance: .milliseconds(21),
            answer: answerOfStore),
    ]

    /// Knows a release's assets by their paths, and only says where they are.
    @Sendable
    private static func answerOfPage(_ request: HTTPRequest) -> HTTPResponse {
        let path = request.target.prefix { $0 != "?" }
        let parts = path.split(separator: "/").map(String.init)
        guard isReading(request) else { return HTTPResponse(status: 405) }
        guard parts.count == 6,
            Array(parts.prefix(4)) == ["etcd-io", "etcd", "releases", "download"],
            let release = EtcdRelease(tag: parts[4], asset: parts[5])
        else { return notFound("Not Found") }
        let location =
            "https://\(store)\(storePrefix)\(release.assetName)"
            + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=300"
            + "&response-content-type=application%2Foctet-stream"
        return HTTPResponse(
            status: 302,
            headers: HTTPHeaders([
                ("Server", "GitHub.com"), ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", "0"), ("Location", location), ("Cache-Control", "no-cache"),
            ]))
    }

    /// Hands out the asset itself.
    @Sendable
    private static func answerOfStore(_ request: HTTPRequest) -> HTTPResponse {
        let path = String(request.target.prefix { $0 != "?" })
        guard isReading(request) else { return HTTPResponse(status: 405) }
        guard path.hasPrefix(storePrefix),
            let release = EtcdRelease(asset: String(path.dropFirst(storePrefix.count)))
        else { return notFound("The specified resource does not exist.") }
        return HTTPResponse(
            status: 200,
            headers: HTTPHeaders([
                ("Content-Type", "application/octet-stream"),
                ("Content-Disposition", "attachment; filename=\(release.assetName)"),
                ("Accept-Ranges", "none"),
            ]), body: release.archive)
    }

    private static func isReading(_ request: HTTPRequest) -> Bool {
        request.method == "GET" || request.method == "HEAD"
    }

    private static func notFound(_ text: String) -> HTTPResponse {
        HTTPResponse(
            status: 404, headers: HTTPHeaders([("Content-Type", "text/plain; charset=utf-8")]),
            body: Array(text.utf8))
    }
}
