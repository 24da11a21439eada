import PodNetwork
import Simulation

/// `agnhost netexec`: tells about itself and its caller.
///
/// ```
///   /          NOW: the time        /hostname   the pod's name
///   /clientip  caller's address     /echo       msg=text&code=200
///   /healthz   200                  /header     key=name
///   /redirect  location=...&code=   /exit       code=1: ends the container
/// ```
/// Differs: no `/shell`, `/dial` and `/upload`, and no UDP: answered with 404.
struct NetexecServer: Sendable {
    private let process: Process
    private let port: Int

    init(_ process: Process, _ flags: AgnhostFlags) {
        self.process = process
        port = flags.number("http-port", 8080)
    }

    func run() async -> Int32 {
        guard let listener = try? process.listen(port) else {
            try? await process.error.write("listen tcp :\(port): bind: address already in use\n")
            return 1
        }
        try? await log("Started HTTP server on port \(port)")
        let code = Confined<Int32>(process.simulation, 0)
        await HTTPServer(process.simulation) { request, connection in
            let target = request.target.split(separator: "?", maxSplits: 1)
            let query = FormFields(target.count > 1 ? String(target[1]) : "")
            let path = String(target.first ?? "/")
            try? await log("\(request.method) \(path)")
            if path == "/exit" {
                code.value = query["code"].flatMap { Int32($0) } ?? 0
                listener.close()
            }
            return answer(path, query, request, connection)
        }.serve(listener)
        return code.value
    }

    private func log(_ text: String) async throws {
        let time = CivilTime(process.simulation.now)
        try await process.error.write(
            TimeFormat.render(time, "%Y/%m/%d %H:%M:%S") + " " + text + "\n")
    }

    private func answer(
        _ path: String, _ query: FormFields, _ request: HTTPRequest, _ connection: Connection
    ) -> HTTPResponse {
        switch path {
        case "/":
            let time = CivilTime(process.simulation.now)
            return .text(
                "NOW: " + TimeFormat.render(time, "%Y-%m-%d %H:%M:%S") + " +0000 UTC")
        case "/hostname", "/hostName": return .text(process.machine.hostname)
        case "/clientip": return .text(connection.remote.description)
        case "/healthz", "/exit": return .text("")
        case "/echo":
            return .text(query["msg"] ?? "", status: query["code"].flatMap { Int($0) } ?? 200)
        case "/header": return .text(request.headers[query["key"] ?? ""] ?? "")
        case "/redirect":
            var response = HTTPResponse(status: query["code"].flatMap { Int($0) } ?? 302)
            response.headers["Location"] = query["location"] ?? "/"
            response.headers["Content-Length"] = "0"
            return response
        default: return .text("404 page not found\n", status: 404)
        }
    }
}

/// The fields of a query: `a=1&b=two%20words`.
struct FormFields: Sendable {
    private var values: [String: String] = [:]

    init(_ query: String) {
        for part in query.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = halves.count > 1 ? Self.decoded(halves[1].utf8) : ""
            let name = Self.decoded(halves[0].utf8)
            if values[name] == nil { values[name] = value }
        }
    }

    subscript(name: String) -> String? { values[name] }

    private static func decoded(_ text: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
