import Foundation

/// A program at a pseudo-terminal, typed at as a person would.
final class PseudoTerminal {
    private let master: Int32
    private let child: pid_t
    /// Everything that was shown, escape sequences included.
    private(set) var raw = ""
    /// What `expect` has not looked at yet.
    private var unseen: [UInt8] = []

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// The executable beside the test bundle.
    static var kubarium: String? {
        let candidates = [Bundle.main.bundleURL, Bundle.main.executableURL].compactMap { $0 }
        let folders = candidates.flatMap { [$0, $0.deletingLastPathComponent()] }
        return folders.map { $0.appendingPathComponent("kubarium").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Starts a program in a session of its own, whose terminal is ours.
    init(_ arguments: [String], environment: [String: String]) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (lock, number): (Int32, Int32) = (0, 0)
        // Swift does not see grantpt and its relatives; these are what they do.
        guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0,
            ioctl(master, 0x8004_5430, &number) == 0
        else { throw Failure(description: "no pseudo-terminal") }
        let slave = "/dev/pts/\(number)"
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that the leader of a session opens controls it.
        posix_spawn_file_actions_addopen(&actions, 0, slave, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID, and POSIX_SPAWN_SETSIGMASK: the test's own thread blocks signals.
        posix_spawnattr_setflags(&attributes, 0x80 | 0x08)
        let words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        let settings = environment.map { "\($0.key)=\($0.value)" }
        let variables: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        var id: pid_t = 0
        let code = posix_spawn(&id, arguments[0], &actions, &attributes, words, variables)
        guard code == 0 else { throw Failure(description: String(cString: strerror(code))) }
        child = id
        resize(columns: 100)
    }

    deinit {
        kill(child, SIGKILL)
        close(master)
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    func resize(columns: Int) {
        var size = winsize(ws_row: 30, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Waits until `text` is shown, and gives what came before it.
    @discardableResult
    func expect(_ text: String, within seconds: Int32 = 90) throws -> String {
        while true {
            let shown = Self.withoutEscapes(String(decoding: unseen, as: UTF8.self))
            if let range = shown.range(of: text) {
                unseen = Array(shown[range.upperBound...].utf8)
                return String(shown[..<range.lowerBound])
            }
            guard readMore(seconds) else {
                throw Failure(
                    description: "no \(text.debugDescription) in \(shown.debugDescription)")
            }
        }
    }

    /// Waits for the end; gives the exit code.
    func wait() -> Int32 {
        while readMore(30) {}
        var status: Int32 = 0
        waitpid(child, &status, 0)
        return (status >> 8) & 0xff
    }

    private func readMore(_ seconds: Int32) -> Bool {
        var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, seconds * 1000) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(master, &buffer, buffer.count)
        guard count > 0 else { return false }
        unseen += buffer.prefix(count)
        raw += String(decoding: buffer.prefix(count), as: UTF8.self)
        return true
    }

    /// Without colours, bells and carriage returns; an unfinished sequence stays for the next look.
    private static func withoutEscapes(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar == "\u{1b}", index < scalars.count, scalars[index] == "[" {
                let rest = scalars[(index + 1)...]
                guard let end = rest.firstIndex(where: { ("@"..."~").contains($0) }) else {
                    result.append(contentsOf: scalars[(index - 1)...])
                    break
                }
                index = end + 1
            } else if scalar != "\r", scalar != "\u{7}" {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
