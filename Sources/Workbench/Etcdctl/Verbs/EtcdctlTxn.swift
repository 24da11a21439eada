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
    let request = try await readTransaction(session)
    let response = try await session.call("KV/Txn") { store throws(EtcdError) in
        try await store.transaction(request)
    }
    switch session.format {
    case .simple:
        try await session.print(response.succeeded ? "SUCCESS" : "FAILURE")
        for result in response.results { try await session.print([10] + result.simple) }
    case .json: try await session.print(response.json)
    case .fields: try await session.print(Array(response.fields.utf8))
    case .table: throw session.unsupportedFormat()
    }
}

/// With `--interactive` each block is asked for.
private func readTransaction(_ session: Session) async throws(Exit) -> TransactionRequest {
    let isInteractive = session.flags.bool("interactive")
    var script = TransactionScript(LineReader(session.input))
    if isInteractive { try await session.print("compares:") }
    let compare = try await script.compares()
    if isInteractive { try await session.print("success requests (get, put, del):") }
    let success = try await script.operations()
    if isInteractive { try await session.print("failure requests (get, put, del):") }
    let failure = try await script.operations()
    return TransactionRequest(compare: compare, success: success, failure: failure)
}

extension TransactionResponse {
    var json: String {
        jsonObject([
            ("header", header.json), ("succeeded", succeeded ? "true" : nil),
            ("responses", jsonArray(results.map(\.json))),
        ])
    }

    var fields: String {
        header.fields + "\"Succeeded\" : \(succeeded)\n" + results.map(\.fields).joined()
    }
}

extension TransactionResponse.Result {
    var simple: [UInt8] {
        switch self {
        case .put(let put): Array("OK\n".utf8) + (put.previous?.simple() ?? [])
        case .deleteRange(let response):
            Array("\(response.deleted)\n".utf8) + response.previous.flatMap { $0.simple() }
        case .range(let response): response.keyValues.flatMap { $0.simple() }
        case .transaction(let response): response.results.flatMap(\.simple)
        }
    }

    var json: String {
        let (name, body): (String, String)
        switch self {
        case .put(let put):
            name = "response_put"
            body = jsonObject([("header", put.header.json), ("prev_kv", put.previous?.json)])
        case .deleteRange(let response): (name, body) = ("response_delete_range", response.json)
        case .range(let response): (name, body) = ("response_range", response.json)
        case .transaction(let response): (name, body) = ("response_txn", response.json)
        }
        return jsonObject([("Response", jsonObject([(name, body)]))])
    }

    var fields: String {
        switch self {
        case .put(let put): put.header.fields + (put.previous?.fields(prefix: "Prev") ?? "")
        case .deleteRange(let response): response.fields
        case .range(let response): response.fields
        case .transaction(let response): response.fields
        }
    }
}
