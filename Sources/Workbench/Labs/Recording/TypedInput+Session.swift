package import Session

extension TypedInput {
    /// Everything that was typed in a session.
    package static func all(of session: LearnerSession) -> [TypedInput] {
        session.inputLog.map { entry in
            let key: Key =
                switch entry.input {
                case .line(let text): .line(text)
                case .endOfFile: .endOfFile
                case .interrupt: .interrupt
                }
            return TypedInput(instant: entry.instant, terminal: entry.terminal, key: key)
        }
    }
}
