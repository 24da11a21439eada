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
        (store, try await store.transaction(request.transaction))
    }
    // Whether --prev-kv stood at each of the requests that were carried out.
    let asked = response.succeeded ? request.successPrevious : request.failurePrevious
    let parts = zip(response.results, asked).map { TransactionPart(result: $0, withPrevious: $1) }
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
    var withPrevious: Bool

    var simple: [UInt8] {
        switch result {
        case .put(let previous):
            Array("OK\n".utf8) + (withPrevious ? previous?.simple() ?? [] : [])
        case .delete(let deleted):
            Array("\(deleted.count)\n".utf8)
                + (withPrevious ? deleted.flatMap { $0.simple() } : [])
        case .range(let response): response.keyValues.flatMap { $0.simple() }
        }
    }

    func json(revision: Int64) -> String {
        let header = Header(revision: revision).json
        let (name, body): (String, String)
        switch result {
        case .put(let previous):
            name = "response_put"
            body = jsonObject([
                ("header", header), ("prev_kv", withPrevious ? previous?.json : nil),
            ])
        case .delete(let deleted):
            name = "response_delete_range"
            body = jsonObject([
                ("header", header), ("deleted", deleted.isEmpty ? nil : "\(deleted.count)"),
                ("prev_kvs", withPrevious ? jsonArray(deleted.map(\.json)) : nil),
            ])
        case .range(let response):
            (name, body) = ("response_range", response.json(Header(revision: response.revision)))
        }
        return jsonObject([("Response", jsonObject([(name, body)]))])
    }

    func fields(revision: Int64) -> String {
        let header = Header(revision: revision)
        switch result {
        case .put(let previous):
            return header.fields + (withPrevious ? previous?.fields(prefix: "Prev") ?? "" : "")
        case .delete(let deleted):
            let shown = withPrevious ? deleted.map { $0.fields(prefix: "Prev") }.joined() : ""
            return header.fields + "\"Deleted\" : \(deleted.count)\n" + shown
        case .range(let response): return response.fields(header)
        }
    }
}
