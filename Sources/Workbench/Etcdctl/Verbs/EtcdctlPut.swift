import Etcd
import Simulation

/// `etcdctl put`. Upstream: etcd etcdctl/ctlv3/command/put_command.go.
@Sendable
func put(_ session: Session) async throws(Exit) {
    let request = try await putRequest(session.flags, input: session.input)
    let response = try await session.call("KV/Put") { store throws(EtcdError) in
        try await store.put(request)
    }
    switch session.format {
    case .simple:
        try await session.print("OK")
        guard let previous = response.previous else { return }
        try await session.print(previous.simple(hex: session.flags.bool("hex")))
    case .json:
        try await session.print(
            jsonObject([("header", response.header.json), ("prev_kv", response.previous?.json)]))
    case .fields:
        let previous = response.previous?.fields(prefix: "Prev") ?? ""
        try await session.print(Array((response.header.fields + previous).utf8))
    case .table: throw session.unsupportedFormat()
    }
}

/// The write that the flags and arguments of a `put` describe; the value may come from `input`.
func putRequest(
    _ flags: ParsedFlags, input: (any ByteSource)?
) async throws(Exit) -> PutRequest {
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
    if request.ignoresValue {
        guard flags.arguments.count == 1 else {
            throw Exit(
                .badArguments, "put command needs only 1 argument when 'ignore-value' is set")
        }
        return request
    }
    if flags.arguments.count >= 2 {
        request.value = BytesPayload(Array(flags.arguments[1].utf8))
        return request
    }
    guard flags.arguments.count == 1, let input else {
        throw Exit(
            .badArguments, "put command needs 1 argument and input from stdin or 2 arguments")
    }
    do { request.value = BytesPayload(try await input.readAll()) } catch {
        throw Exit(.cancelled, lines: "")
    }
    return request
}

extension Result where Success == Int64, Failure == GoNumberError {
    /// Why it is not a number.
    var failureText: String { if case .failure(let error) = self { error.text } else { "" } }
}
