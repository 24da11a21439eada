import API
import NIOCore
import NIOHTTP1

/// Turns what a socket received into the API server's request, and its answer's head back.
enum RequestTranslation {
    static func request(
        _ head: HTTPRequestHead, body: [UInt8], peer: APIRequest.Peer
    ) -> APIRequest {
        let (path, query) = URLQuery.split(originForm(head.uri))
        var request = APIRequest(
            method: head.method.rawValue, path: path, query: query, peer: peer)
        for (name, value) in head.headers {
            let isAccept = name.lowercased() == "accept"
            request.headers.append(name, isAccept ? withoutValueTree(value) : value)
        }
        if !body.isEmpty { request.body = .bytes(body) }
        return request
    }

    static func head(_ response: APIResponse, date: String) -> HTTPResponseHead {
        var fields = NIOHTTP1.HTTPHeaders()
        for (name, value) in response.headers.fields { fields.add(name: name, value: value) }
        fields.replaceOrAdd(name: "Date", value: date)
        return HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: response.status),
            headers: fields)
    }

    /// `/api` of `https://127.0.0.1:6443/api`, which a client may send to a proxy.
    private static func originForm(_ target: String) -> String {
        guard !target.hasPrefix("/") else { return target }
        for scheme in ["https://", "http://"] where target.lowercased().hasPrefix(scheme) {
            let rest = target.dropFirst(scheme.count)
            return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
        }
        return target
    }

    /// Value trees do not leave the process: a clause that asks for them names nothing here.
    private static func withoutValueTree(_ accept: String) -> String {
        guard accept.lowercased().contains(MediaType.valueTree) else { return accept }
        let clauses = accept.split(separator: ",").filter {
            !$0.lowercased().contains(MediaType.valueTree)
        }
        return clauses.isEmpty ? "application/x-not-offered" : clauses.joined(separator: ",")
    }
}
