import Foundation

/// Keeps a terminal safe while something draws on it with raw keys.
///
/// The drawing is done by a copy of this process; this one only waits, and puts the terminal back
/// as it was, whatever becomes of the copy: its end, a crash, a signal.
enum TerminalGuard {
    /// Runs `body` in a copy; gives its exit code, or 128 and the signal that ended it.
    ///
    /// **Order**: from a process with one thread.
    static func run(_ body: () -> Int32) -> Int32 {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return body() }
        fflush(nil)
        let process = fork()
        if process == 0 {
            let code = body()
            fflush(nil)
            _exit(code)
        }
        guard process > 0 else { return body() }
        let code = wait(for: process)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
        // A crash has left the screen as it was drawn: the other screen, without a cursor.
        if code >= 128, isatty(STDOUT_FILENO) == 1 {
            FileHandle.standardOutput.write(Data("\u{1b}[?1049l\u{1b}[?25h\u{1b}[0m\n".utf8))
        }
        return code
    }

    /// Signals that would end this process are handed on, so that the terminal is still put back.
    private static func wait(for process: pid_t) -> Int32 {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] { sigaddset(&signals, number) }
        sigprocmask(SIG_BLOCK, &signals, nil)
        var status: Int32 = 0
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process || (ended < 0 && errno != EINTR) { break }
            var pause = timespec(tv_sec: 0, tv_nsec: 20_000_000)
            let number = sigtimedwait(&signals, nil, &pause)
            // The keyboard's own go to the whole group anyway.
            if number == SIGTERM || number == SIGHUP { kill(process, number) }
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}

/// A keyboard that gives each key at once, without showing it.
struct RawKeyboard {
    private let original: termios

    /// Nil if standard input is no terminal.
    init?() {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        original = settings
    }

    func begin() {
        var settings = original
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        settings.c_iflag &= ~tcflag_t(ICRNL | IXON)
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// Gives the keyboard back as it was.
    func end() {
        var settings = original
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// The bytes that were pressed within `milliseconds`; nil if the keyboard is gone.
    func read(within milliseconds: Int) -> [UInt8]? {
        var polled = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, Int32(max(0, milliseconds))) > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : nil
    }
}

/// How large the screen is.
struct ScreenSize: Equatable {
    var width = 80
    var height = 24

    /// What the terminal says; 80 by 24 if it says nothing.
    static var current: ScreenSize {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else { return ScreenSize() }
        return ScreenSize(width: Int(size.ws_col), height: Int(size.ws_row))
    }
}
