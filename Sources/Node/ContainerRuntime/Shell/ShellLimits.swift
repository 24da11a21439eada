/// What a learner's script may use up, and what it costs.
///
/// The simulation's clock stands still while code runs, so a loop that never sleeps would freeze
/// the cluster: every command therefore takes a little of the cluster's time.
enum ShellLimits {
    /// What starting one program costs. Source: a fork and exec on a small machine, about 0.5 ms.
    static let programStart: Duration = .microseconds(500)
    /// What a builtin or one turn of a loop costs.
    static let builtin: Duration = .microseconds(20)
    /// Nesting of commands, substitutions and quotes that the parser follows.
    static let parserDepth = 60
    /// Functions that call functions, `eval` and `.` included.
    static let callDepth = 200
    /// Subshells within subshells.
    static let subshellDepth = 50
    /// **Unit**: bytes that one word may expand to.
    static let expansionBytes = 4 << 20
    /// **Unit**: bytes that a program may hold of what it reads: `yes | sort` ends, as it does where
    /// a container's memory is limited.
    static let inputBytes = 32 << 20
    /// **Unit**: bytes of commands that a shell takes from its standard input: `yes | sh` ends.
    static let commandBytes = 4 << 20
    /// Processes of one machine before `fork` fails.
    static let processes = 400
    /// What `history` remembers. Source: bash's HISTSIZE.
    static let historyEntries = 500
}
