/// How the prompt looks: with colours or without, on a screen or for those who hear it.
package struct Appearance: Sendable, Equatable {
    /// When to use colours.
    package enum ColourChoice: String, Sendable, CaseIterable {
        case auto, always, never
    }

    package var usesColour: Bool
    /// For screen readers: whole lines, no colours, nothing drawn a second time.
    package var isPlain: Bool

    package init(usesColour: Bool = false, isPlain: Bool = false) {
        (self.usesColour, self.isPlain) = (usesColour && !isPlain, isPlain)
    }

    /// What was chosen on the command line counts first, then the environment (`NO_COLOR`, `TERM`,
    /// `KUBARIUM_SCREEN_READER`), then whether output goes to a terminal.
    package init(
        colour: ColourChoice, isPlain: Bool, environment: [String: String], isTerminal: Bool
    ) {
        let reader = environment["KUBARIUM_SCREEN_READER"] ?? ""
        let plain = isPlain || !(reader.isEmpty || reader == "0")
        let usesColour =
            switch colour {
            case .always: true
            case .never: false
            case .auto:
                isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
                    && !["", "dumb"].contains(environment["TERM"] ?? "")
            }
        self.init(usesColour: usesColour, isPlain: plain)
    }

    /// Our own lines in cyan; what the cluster says is never touched.
    func paint(_ text: String) -> String {
        guard usesColour else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("##") ? "\u{1b}[36m\(line)\u{1b}[0m" : String(line)
        }.joined(separator: "\n")
    }
}
