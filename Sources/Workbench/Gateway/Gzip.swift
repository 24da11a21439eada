import CZlib

/// Makes long answers shorter for clients that accept it.
///
/// Upstream: kubernetes apiserver/pkg/endpoints/handlers/responsewriters/writers.go.
enum Gzip {
    /// Whether an `Accept-Encoding` header names gzip, read as simply as upstream does.
    static func isAccepted(by header: String?) -> Bool {
        (header ?? "").split(separator: ",").contains {
            $0.drop { $0 == " " }.prefix { $0 != " " } == "gzip"
        }
    }

    /// The bytes of a gzip file with `bytes` in it; nil if zlib has no memory for it.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard czlib_begin_gzip(&stream, Defaults.gzipLevel) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        var input = bytes
        let packed = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(clamping: input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(clamping: bound)
                if deflate(&stream, Z_FINISH) == Z_STREAM_END { count = Int(stream.total_out) }
            }
        }
        return packed.isEmpty ? nil : packed
    }
}
