package import Encoding

/// Transactions on the wire: compares, operations and their results, nested as deep as they come.
///
/// Upstream: etcd api/etcdserverpb/rpc.proto `TxnRequest`.
extension TransactionRequest: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            compare: try fields.messages(1), success: try fields.messages(2),
            failure: try fields.messages(3))
    }

    package func write(to writer: inout WireWriter) {
        writer.messages(1, compare)
        writer.messages(2, success)
        writer.messages(3, failure)
    }
}

extension TransactionRequest.Compare: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        let target: Target =
            switch try fields.uint(2) {
            case 1: .createRevision(try fields.int(5))
            case 2: .modRevision(try fields.int(6))
            case 3: .value(try fields.bytes(7))
            case 4: .lease(try fields.int(8))
            default: .version(try fields.int(4))
            }
        self.init(
            try fields.range(3, 64), try fields.choice(1, unknown: .equal), target)
    }

    package func write(to writer: inout WireWriter) {
        let (first, rangeEnd) = range.keyAndEnd
        writer.int(1, relation.rawValue)
        writer.int(2, target.number)
        writer.content(3, first)
        // What it is compared with is one of several fields, so a zero is written too.
        switch target {
        case .version(let number): writer.varint(4, UInt64(bitPattern: number))
        case .createRevision(let number): writer.varint(5, UInt64(bitPattern: number))
        case .modRevision(let number): writer.varint(6, UInt64(bitPattern: number))
        case .value(let bytes): writer.bytes(7, bytes)
        case .lease(let id): writer.varint(8, UInt64(bitPattern: id))
        }
        writer.content(64, rangeEnd)
    }
}

extension TransactionRequest.Compare.Target {
    /// The target's own number in a message.
    fileprivate var number: Int {
        switch self {
        case .version: 0
        case .createRevision: 1
        case .modRevision: 2
        case .value: 3
        case .lease: 4
        }
    }
}

extension TransactionRequest.Operation: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        if let request: RangeRequest = try fields.message(1) {
            self = .range(request)
        } else if let request: PutRequest = try fields.message(2) {
            self = .put(request)
        } else if let request: DeleteRangeRequest = try fields.message(3) {
            self = .deleteRange(request)
        } else {
            self = .transaction(try fields.message(4) ?? TransactionRequest(success: []))
        }
    }

    package func write(to writer: inout WireWriter) {
        switch self {
        case .range(let request): writer.message(1, request)
        case .put(let request): writer.message(2, request)
        case .deleteRange(let request): writer.message(3, request)
        case .transaction(let request): writer.message(4, request)
        }
    }
}

extension TransactionResponse: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            header: try fields.header(), succeeded: try fields.bool(2),
            results: try fields.messages(3))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.bool(2, succeeded)
        writer.messages(3, results)
    }
}

extension TransactionResponse.Result: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        if let response: RangeResponse = try fields.message(1) {
            self = .range(response)
        } else if let response: PutResponse = try fields.message(2) {
            self = .put(response)
        } else if let response: DeleteRangeResponse = try fields.message(3) {
            self = .deleteRange(response)
        } else {
            self = .transaction(
                try fields.message(4)
                    ?? TransactionResponse(
                        header: ResponseHeader(revision: 0), succeeded: false, results: []))
        }
    }

    package func write(to writer: inout WireWriter) {
        switch self {
        case .range(let response): writer.message(1, response)
        case .put(let response): writer.message(2, response)
        case .deleteRange(let response): writer.message(3, response)
        case .transaction(let response): writer.message(4, response)
        }
    }
}
