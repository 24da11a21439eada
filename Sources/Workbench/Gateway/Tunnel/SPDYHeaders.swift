import Encoding

/// The header fields of SPDY's streams: one zlib stream for all of a connection, which begins with
/// a dictionary that both ends know and is flushed behind each block.
///
/// Source: SPDY Protocol draft 3.1, section 2.6.10; RFC 1950.
enum SPDYHeaders {
    /// Words that are likely in headers, each with its length before it, and then some texts.
    static let dictionary: [UInt8] = {
        var bytes: [UInt8] = []
        for word in words {
            bytes += SPDYWriter.big(UInt32(word.utf8.count)) + Array(word.utf8)
        }
        for text in texts { bytes += Array(text.utf8) }
        return bytes
    }()

    /// The Adler-32 of the dictionary, which names it.
    static let dictionaryID: UInt32 = 0xe3c6_a7c2
    /// Deflate with a window of 32 KiB, and a dictionary.
    static let streamHead: [UInt8] = [0x78, 0xbb]
    static let dictionaryFlag: UInt8 = 0x20
    /// **Unit**: bytes that deflate can look back.
    static let windowBytes = 32_768
    /// **Unit**: bytes that the fields of one stream may have.
    static let blockBytesMax = 65_536
    static let fieldsMax = 200

    private static let words: [String] =
        """
        options head post put delete trace accept accept-charset accept-encoding accept-language \
        accept-ranges age allow authorization cache-control connection content-base \
        content-encoding content-language content-length content-location content-md5 \
        content-range content-type date etag expect expires from host if-match \
        if-modified-since if-none-match if-range if-unmodified-since last-modified location \
        max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after \
        server te trailer transfer-encoding upgrade user-agent vary via warning \
        www-authenticate method get status 200_OK version HTTP/1.1 url public set-cookie \
        keep-alive origin
        """
        .split(separator: " ").map { word in
            String(word.map { $0 == "_" ? " " : $0 })
        }

    private static let texts = [
        "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505",
        "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request",
        "401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented",
        "503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 ",
        "Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,",
        "application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=",
        "gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.",
    ]
}

/// Reads blocks of fields, in the order in which they came.
struct SPDYHeaderReader: Sendable {
    private var window: [UInt8] = []
    private var hasBegun = false

    /// **Throws** `.malformed` if the block is none; nothing behind it can be read then.
    mutating func read(_ block: [UInt8]) throws(SPDYFrame.Failure) -> [SPDYHeader] {
        var offset = 0
        if !hasBegun {
            guard block.count >= 2 else { throw .malformed }
            let hasDictionary = block[1] & SPDYHeaders.dictionaryFlag != 0
            if hasDictionary { window = SPDYHeaders.dictionary }
            offset = hasDictionary ? 6 : 2
            hasBegun = true
        }
        let plain: [UInt8]
        do {
            plain = try Inflate.expandBlocks(
                block, from: offset, after: window, limit: SPDYHeaders.blockBytesMax)
        } catch { throw .malformed }
        window = Array((window + plain).suffix(SPDYHeaders.windowBytes))
        return try Self.fields(plain)
    }

    private static func fields(_ bytes: [UInt8]) throws(SPDYFrame.Failure) -> [SPDYHeader] {
        var rest = bytes[...]
        var fields: [SPDYHeader] = []
        let count = try number(&rest)
        guard count <= SPDYHeaders.fieldsMax else { throw .tooLarge }
        for _ in 0..<count {
            let name = try text(&rest)
            fields.append(SPDYHeader(name: name.lowercased(), value: try text(&rest)))
        }
        return fields
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) throws(SPDYFrame.Failure) -> Int {
        guard rest.count >= 4 else { throw .malformed }
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }

    private static func text(_ rest: inout ArraySlice<UInt8>) throws(SPDYFrame.Failure) -> String {
        let count = try number(&rest)
        guard rest.count >= count else { throw .malformed }
        defer { rest = rest.dropFirst(count) }
        return String(decoding: rest.prefix(count), as: UTF8.self)
    }
}

/// Writes blocks of fields, in stored blocks of deflate: nothing is compressed, and anyone who
/// expects compression can read it.
struct SPDYHeaderWriter: Sendable {
    private var hasBegun = false

    mutating func write(_ fields: [SPDYHeader]) -> [UInt8] {
        var plain = SPDYWriter.big(UInt32(fields.count))
        for field in fields {
            for text in [field.name, field.value] {
                plain += SPDYWriter.big(UInt32(text.utf8.count)) + Array(text.utf8)
            }
        }
        var block: [UInt8] = []
        if !hasBegun {
            block = SPDYHeaders.streamHead + SPDYWriter.big(SPDYHeaders.dictionaryID)
            hasBegun = true
        }
        // An empty block behind it is what a flush leaves; readers wait for it.
        return block + Self.stored(plain) + Self.stored([])
    }

    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let count = UInt16(truncatingIfNeeded: bytes.count)
        let head: [UInt8] = [
            0, UInt8(count & 0xff), UInt8(count >> 8), UInt8(~count & 0xff), UInt8(~count >> 8),
        ]
        return head + bytes
    }
}
