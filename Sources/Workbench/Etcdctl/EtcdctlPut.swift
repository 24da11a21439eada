import Etcd
import Simulation

/// `etcdctl put`. Upstream: etcd etcdctl/ctlv3/command/put_command.go.
@Sendable
func put(_ session: Session) async throws(Exit) {
    let operation = try await putOperation(session.flags, input: session.input)
    let (store, response) = try await session.call("KV/Put") { store throws(EtcdError) in
        (store, try await store.transaction(TransactionRequest(success: [operation])))
    }
    var previous: KeyValue?
    if case .put(let put)? = response.results.first { previous = put.previous }
    switch session.format {
    case .simple:
        try await session.print("OK")
        if let previous { try await session.print(previous.simple(hex: session.flags.bool("hex"))) }
    case .json:
        let header = try await session.header(store, revision: response.revision)
        try await session.print(
            jsonObject([("header", header.json), ("prev_kv", previous?.json)]))
    case .fields:
        let header = try await session.header(store, revision: response.revision)
        try await session.print(
            Array((header.fields + (previous?.fields(prefix: "Prev") ?? "")).utf8))
    case .table: throw session.unsupportedFormat()
    }
}

/// The write that the flags and arguments of a `put` describe; the value may come from `input`.
func putOperation(
    _ flags: ParsedFlags, input: (any ByteSource)?
) async throws(Exit) -> TransactionRequest.Operation {
    let lease = goInteger(flags.string("lease"), base: 16)
    guard case .success(let leaseID) = lease else {
        throw Exit(.badArguments, "bad lease ID (\(lease.failureText)), expecting ID in Hex")
    }
    var request = PutRequest(
        Key(flags.arguments.first ?? ""), BytesPayload([]), lease: leaseID,
        withPrevious: flags.bool("prev-kv"))
    (request.ignoresValue, request.ignoresLease) = (
        flags.bool("ignore-value"), flags.bool("ignore-lease")
    )
    if flags.arguments.count == 1, request.ignoresValue { return .put(request) }
    if flags.arguments.count >= 2 {
        request.value = BytesPayload(Array(flags.arguments[1].utf8))
        return .put(request)
    }
    guard flags.arguments.count == 1, let input else {
        throw Exit(
            .badArguments, "put command needs 1 argument and input from stdin or 2 arguments")
    }
    do { request.value = BytesPayload(try await input.readAll()) } catch {
        throw Exit(.cancelled, lines: "")
    }
    return .put(request)
}

extension Result where Success == Int64, Failure == GoNumberError {
    /// Why it is not a number.
    var failureText: String { if case .failure(let error) = self { error.text } else { "" } }
}
