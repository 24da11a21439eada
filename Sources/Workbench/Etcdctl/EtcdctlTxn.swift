import Etcd
import Simulation

/// `etcdctl txn`: compares, requests on success and requests on failure from standard input, three
/// blocks with an empty line after each.
///
/// Upstream: etcd etcdctl/ctlv3/command/txn_command.go.
@Sendable
func transact(_ session: Session) async throws(Exit) {
    guard session.arguments.isEmpty else {
        throw Exit(.badArguments, "txn command does not accept argument")
    }
    if session.flags.bool("interactive") {
        throw Exit(.error, "txn --interactive is not supported by Kubarium")
    }
    var bytes: [UInt8] = []
    if let input = session.input {
        do { bytes = try await input.readAll() } catch { throw Exit(.cancelled, lines: "") }
    }
    let request = try await TransactionScript(bytes).request()
    let (store, response) = try await session.call("KV/Txn") { store throws(EtcdError) in
        (store, try await store.transaction(request))
    }
    let parts = response.results.map { TransactionPart(result: $0) }
    switch session.format {
    case .simple:
        try await session.print(response.succeeded ? "SUCCESS" : "FAILURE")
        for part in parts { try await session.print([10] + part.simple) }
    case .json:
        let header = try await session.header(store, revision: response.revision)
        let list = parts.map { $0.json(revision: response.revision) }
        try await session.print(
            jsonObject([
                ("header", header.json), ("succeeded", response.succeeded ? "true" : nil),
                ("responses", jsonArray(list)),
            ]))
    case .fields:
        let header = try await session.header(store, revision: response.revision)
        let text =
            header.fields + "\"Succeeded\" : \(response.succeeded)\n"
            + parts.map { $0.fields(revision: response.revision) }.joined()
        try await session.print(Array(text.utf8))
    case .table: throw session.unsupportedFormat()
    }
}

/// One request of a transaction and what it gave.
private struct TransactionPart {
    var result: TransactionResponse.Result

    var simple: [UInt8] {
        switch result {
        case .put(let put): Array("OK\n".utf8) + (put.previous?.simple() ?? [])
        case .deleteRange(let response):
            Array("\(response.deleted)\n".utf8) + response.previous.flatMap { $0.simple() }
        case .range(let response): response.keyValues.flatMap { $0.simple() }
        case .transaction(let response):
            response.results.flatMap { TransactionPart(result: $0).simple }
        }
    }

    func json(revision: Int64) -> String {
        let header = Header(revision: revision).json
        let (name, body): (String, String)
        switch result {
        case .put(let put):
            name = "response_put"
            body = jsonObject([("header", header), ("prev_kv", put.previous?.json)])
        case .deleteRange(let response):
            name = "response_delete_range"
            body = jsonObject([
                ("header", header),
                ("deleted", response.deleted == 0 ? nil : "\(response.deleted)"),
                ("prev_kvs", jsonArray(response.previous.map(\.json))),
            ])
        case .range(let response):
            (name, body) = ("response_range", response.json(Header(revision: response.revision)))
        case .transaction(let response):
            name = "response_txn"
            let parts = response.results.map {
                TransactionPart(result: $0).json(revision: revision)
            }
            body = jsonObject([
                ("header", header), ("succeeded", response.succeeded ? "true" : nil),
                ("responses", jsonArray(parts)),
            ])
        }
        return jsonObject([("Response", jsonObject([(name, body)]))])
    }

    func fields(revision: Int64) -> String {
        let header = Header(revision: revision)
        switch result {
        case .put(let put): return header.fields + (put.previous?.fields(prefix: "Prev") ?? "")
        case .deleteRange(let response):
            let shown = response.previous.map { $0.fields(prefix: "Prev") }.joined()
            return header.fields + "\"Deleted\" : \(response.deleted)\n" + shown
        case .range(let response): return response.fields(header)
        case .transaction(let response):
            return response.results.map { TransactionPart(result: $0).fields(revision: revision) }
                .joined()
        }
    }
}
