import Simulation

/// The progress meter on standard error: shown when the body goes anywhere but to a terminal.
///
/// ```
///   % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
///                                  Dload  Upload   Total   Spent    Left  Speed
///   0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0   a redirect
/// 100   871  100   871    0     0   3829      0 --:--:-- --:--:-- --:--:--  3829
/// ```
/// Rows begin with a carriage return, so that on a terminal each is written over the last.
///
/// Upstream: curl lib/progress.c. Differs: there are no rows in between, only the first and the last.
struct CurlMeter {
    private let call: Call
    private let isShown: Bool
    private var hasBegun = false

    init(_ call: Call, _ options: CurlOptions) {
        self.call = call
        let goesElsewhere =
            !call.process.streams.isOutputTerminal || options.usesRemoteName
            || (options.output != nil && options.output != "-")
        isShown = goesElsewhere && !options.isSilent && !options.showsNoProgress
    }

    private static let noTime = "--:--:--"
    private static let idle =
        "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"

    /// The head, once, and the first row.
    mutating func begin() async throws {
        guard isShown else { return }
        let head =
            "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
            + "                                 Dload  Upload   Total   Spent    Left  Speed\n"
        try await call.process.error.write((hasBegun ? "" : head) + Self.idle)
        hasBegun = true
    }

    /// A redirect is followed: its row stays, the next transfer gets another.
    func finishLeg() async throws {
        if hasBegun { try await call.process.error.write(Self.idle + "\n") }
    }

    func fail() async throws { try await finishLeg() }

    /// The last row. `expected` is the size that the server announced, if it did.
    func finish(_ size: Int, of expected: Int?, _ seconds: Double) async throws {
        guard hasBegun else { return }
        let speed = seconds > 0 ? Int(min(Double(size) / seconds, 1e15)) : size
        let total = Self.amount(size)
        let spent = Self.time(seconds)
        let estimate = expected == nil || speed == 0 ? Self.noTime : Self.time(seconds)
        let share = size == 0 ? "  0" : "100"
        let received = expected == nil || size == 0 ? "  0" : "100"
        let row =
            "\r\(share) \(total)  \(received) \(total)    0     0  \(Self.amount(speed))      0 "
            + "\(estimate) \(spent) \(Self.noTime) \(Self.amount(speed))\n"
        try await call.process.error.write(row)
    }

    /// A number of bytes in five columns. Upstream: curl lib/progress.c `max5data`.
    static func amount(_ bytes: Int) -> String {
        let kibibyte = 1024
        let mebibyte = 1024 * kibibyte
        if bytes < 100_000 { return String(bytes).rightAligned(5) }
        if bytes < 10_000 * kibibyte { return "\(bytes / kibibyte)k".rightAligned(5) }
        if bytes < 100 * mebibyte {
            let tenths = bytes % mebibyte / (mebibyte / 10)
            return "\(bytes / mebibyte).\(min(tenths, 9))M".rightAligned(5)
        }
        if bytes < 10_000 * mebibyte { return "\(bytes / mebibyte)M".rightAligned(5) }
        return "\(bytes / 1024 / mebibyte)G".rightAligned(5)
    }

    /// Whole seconds as `0:00:03` in eight columns; dashes for none.
    private static func time(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 99 * 3600))
        guard whole > 0 else { return noTime }
        let text = "\(whole / 3600):\(padded(whole / 60 % 60, 2)):\(padded(whole % 60, 2))"
        return text.rightAligned(8)
    }
}

extension HTTPResponse {
    /// The size of the body as announced; nil for one that comes in chunks.
    var contentLength: Int? { headers["Content-Length"].flatMap { Int($0) } }
}
