import Foundation

/// Keeps the terminal from showing `^C` by itself while a program runs.
///
/// The cluster's shell shows it, as a part of the session; shown by both it would stand there
/// twice. GNU readline has its own settings while a line is typed.
struct QuietControlKeys {
    private let original: termios?

    /// Changes standard input's settings; nothing happens if it is no terminal.
    init() {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else {
            original = nil
            return
        }
        original = settings
        settings.c_lflag &= ~tcflag_t(ECHOCTL)
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// Puts the settings back as they were.
    func restore() {
        guard var original else { return }
        tcsetattr(STDIN_FILENO, TCSANOW, &original)
    }
}
