import API
import ContainerRuntime

/// The node's `/var/log` at `/logs/`: files as they are, directories as a list of links.
///
/// Upstream: kubernetes pkg/kubelet/kubelet.go ServeLogs, with Go's net/http FileServer.
struct NodeLogFiles {
    private let files: FileSystem

    init(_ files: FileSystem) { self.files = files }

    func answer(_ request: APIRequest) -> APIResponse {
        guard ["GET", "HEAD"].contains(request.method) else {
            return .text("405: Method Not Allowed", status: 405)
        }
        let root = "/var/log"
        let rest = request.path.dropFirst("/logs".count)
        // Links may lead out of it, as the real ones of /var/log/containers do; `..` may not.
        guard !rest.split(separator: "/").contains(".."),
            let status = try? files.stat(root + rest)
        else { return .text("404 page not found\n", status: 404) }
        guard status.kind == .directory else {
            let bytes = (try? files.read(root + rest)) ?? []
            return APIResponse(
                status: 200, headers: HTTPHeaders([("Content-Type", "text/plain; charset=utf-8")]),
                body: .bytes(bytes))
        }
        guard rest.hasSuffix("/") else {
            let last = request.path.split(separator: "/").last ?? "logs"
            return APIResponse(
                status: 301, headers: HTTPHeaders([("Location", "\(last)/")]), body: .bytes([]))
        }
        return .text(index(of: root + rest), contentType: "text/html; charset=utf-8")
    }

    /// The page that Go's file server makes of a directory.
    private func index(of directory: String) -> String {
        var page =
            "<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n"
        for name in (try? files.list(directory)) ?? [] {
            let isDirectory = (try? files.stat(directory + name))?.kind == .directory
            let shown = Self.escaped(name) + (isDirectory ? "/" : "")
            page += "<a href=\"\(shown)\">\(shown)</a>\n"
        }
        return page + "</pre>\n"
    }

    private static func escaped(_ name: String) -> String {
        let words: [Character: String] = [
            "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&#34;", "'": "&#39;",
        ]
        return name.map { words[$0] ?? String($0) }.joined()
    }
}
