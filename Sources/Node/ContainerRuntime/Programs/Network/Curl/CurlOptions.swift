/// curl's command line.
struct CurlOptions: Sendable {
    var urls: [String] = []
    var isInsecure = false
    var isSilent = false
    var showsErrors = false
    var isVerbose = false
    var includesHeaders = false
    var isHead = false
    var followsRedirects = false
    var failsOnErrors = false
    var failsWithBody = false
    var sendsDataInURL = false
    var usesHTTP1 = false
    var showsNoProgress = false
    var usesRemoteName = false
    var createsDirectories = false
    var isBuffered = true
    var method: String?
    var headers: [String] = []
    var data: [Data] = []
    var output: String?
    var writeOut: String?
    var user: String?
    var userAgent: String?
    var bearer: String?
    var caFile: String?
    var certificate: String?
    var key: String?
    var headerFile: String?
    /// `host:port:address`.
    var resolve: [String] = []
    /// `host:port:host:port`.
    var connectTo: [String] = []
    /// **Unit**: seconds.
    var connectTimeout: Double?
    var maxTime: Double?
    var retries = 0
    var wantsVersion = false
    var wantsHelp = false
    var contentType: String?

    enum Data: Sendable {
        /// Newlines are taken out of files.
        case ascii(String)
        case raw(String)
        case binary(String)
        case urlEncoded(String)
    }

    /// Options that this curl does not know, or that lack their value.
    enum Failure: Error {
        case unknown(String)
        case needsParameter(String)
        case unsupported(String)
        case badNumber(String)

        var text: String {
            switch self {
            case .unknown(let option): "option \(option): is unknown"
            case .needsParameter(let option): "option \(option): requires parameter"
            case .unsupported(let option): "option \(option): not supported by this curl"
            case .badNumber(let option):
                "option \(option): expected a proper numerical parameter"
            }
        }
    }

    private static let flags: [String: any WritableKeyPath<CurlOptions, Bool> & Sendable] = [
        "insecure": \.isInsecure, "silent": \.isSilent, "show-error": \.showsErrors,
        "verbose": \.isVerbose, "include": \.includesHeaders, "head": \.isHead,
        "location": \.followsRedirects, "fail": \.failsOnErrors, "fail-with-body": \.failsWithBody,
        "get": \.sendsDataInURL, "http1.1": \.usesHTTP1, "no-progress-meter": \.showsNoProgress,
        "remote-name": \.usesRemoteName, "create-dirs": \.createsDirectories,
        "version": \.wantsVersion, "help": \.wantsHelp,
    ]
    /// Accepted because they change nothing here.
    private static let ignored: Set<String> = [
        "compressed", "no-buffer", "ipv4", "http2", "globoff", "tcp-nodelay", "no-keepalive",
        "progress-bar", "path-as-is", "tlsv1.2", "tlsv1.3", "disable",
    ]
    private static let short: [Character: String] = [
        "k": "insecure", "s": "silent", "S": "show-error", "v": "verbose", "i": "include",
        "I": "head", "L": "location", "f": "fail", "G": "get", "O": "remote-name",
        "V": "version", "h": "help", "X": "request", "H": "header", "d": "data", "o": "output",
        "w": "write-out", "u": "user", "A": "user-agent", "E": "cert", "m": "max-time",
        "N": "no-buffer", "4": "ipv4", "g": "globoff", "#": "progress-bar", "D": "dump-header",
        "q": "disable", "F": "form", "T": "upload-file", "x": "proxy", "b": "cookie",
        "c": "cookie-jar", "K": "config", "6": "ipv6", "0": "http1.0", "Z": "parallel",
        "e": "referer", "r": "range", "C": "continue-at", "j": "junk-session-cookies",
    ]
    private static let valued: Set<String> = [
        "request", "header", "data", "data-ascii", "data-raw", "data-binary", "data-urlencode",
        "json", "output", "write-out", "user", "user-agent", "cacert", "cert", "key", "resolve",
        "connect-to", "connect-timeout", "max-time", "retry", "retry-delay", "url", "dump-header",
        "oauth2-bearer", "referer", "output-dir",
    ]
    private static let refused: Set<String> = [
        "form", "upload-file", "proxy", "cookie", "cookie-jar", "config", "ipv6", "http1.0",
        "parallel", "range", "continue-at", "unix-socket", "capath", "junk-session-cookies",
        "output-dir",
    ]

    init(_ arguments: [String]) throws(Failure) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word.hasPrefix("--"), word.utf8.count > 2 {
                try set(String(word.dropFirst(2)), shown: word, attached: nil, &rest)
            } else if word.hasPrefix("-"), word.utf8.count > 1 {
                var letters = word.dropFirst()
                while let letter = letters.popFirst() {
                    guard let name = Self.short[letter] else { throw .unknown(word) }
                    let takesValue = Self.valued.contains(name)
                    let attached = takesValue && !letters.isEmpty ? String(letters) : nil
                    try set(name, shown: "-\(letter)", attached: attached, &rest)
                    if takesValue { break }
                }
            } else {
                urls.append(word)
            }
        }
    }

    private mutating func set(
        _ name: String, shown: String, attached: String?, _ rest: inout ArraySlice<String>
    ) throws(Failure) {
        if let flag = Self.flags[name] {
            self[keyPath: flag] = true
            return
        }
        if name == "no-insecure" || Self.ignored.contains(name) { return }
        if Self.refused.contains(name) { throw .unsupported(shown) }
        guard Self.valued.contains(name) else { throw .unknown(shown) }
        guard let value = attached ?? rest.popFirst() else { throw .needsParameter(shown) }
        switch name {
        case "request": method = value
        case "header": headers.append(value)
        case "data", "data-ascii": data.append(.ascii(value))
        case "data-raw": data.append(.raw(value))
        case "data-binary": data.append(.binary(value))
        case "data-urlencode": data.append(.urlEncoded(value))
        case "json":
            data.append(.binary(value))
            headers += ["Content-Type: application/json", "Accept: application/json"]
        case "output": output = value
        case "write-out": writeOut = value
        case "user": user = value
        case "user-agent": userAgent = value
        case "cacert": caFile = value
        case "cert": certificate = value
        case "key": key = value
        case "resolve": resolve.append(value)
        case "connect-to": connectTo.append(value)
        case "url": urls.append(value)
        case "dump-header": headerFile = value
        case "oauth2-bearer": bearer = value
        case "referer": headers.append("Referer: \(value)")
        case "retry":
            guard let number = Int(value), (0...100).contains(number) else {
                throw .badNumber(shown)
            }
            retries = number
        case "retry-delay": break
        default:
            guard let seconds = Double(value), seconds >= 0, seconds < 1e9 else {
                throw .badNumber(shown)
            }
            if name == "max-time" { maxTime = seconds } else { connectTimeout = seconds }
        }
    }
}
