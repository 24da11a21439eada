package import Session

extension TypedInput {
    /// Everything that was typed in a session, with what the editors left that it started.
    package static func all(of recording: SessionRecording) -> [TypedInput] {
        var inputs: [TypedInput] = []
        for entry in recording.entries {
            func typed(_ key: Key) {
                inputs.append(
                    TypedInput(instant: entry.instant, terminal: entry.terminal, key: key))
            }
            switch entry.input {
            case .line(let text): typed(.line(text))
            case .endOfFile: typed(.endOfFile)
            case .interrupt: typed(.interrupt)
            case .editor(let text?):
                // An editor ends before anything else is typed at its terminal.
                guard let line = inputs.lastIndex(where: { $0.terminal == entry.terminal })
                else { continue }
                var lines = String(decoding: text, as: UTF8.self)
                    .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                if lines.last == "" { lines.removeLast() }
                inputs[line].editorText = lines
            // A lab begins with a cluster, and says itself what is in it.
            case .open, .editor(nil), .file, .lab, .labFile, .told: continue
            }
        }
        return inputs
    }
}
