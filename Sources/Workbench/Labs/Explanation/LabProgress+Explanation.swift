import Transcript

/// What is said of a try that failed.
extension LabProgress {
    /// The reasons; where none can be told, the two lines that differ.
    func explanation(of attempt: Attempt, _ texts: Texts) -> String {
        let reasons = Explainer.explain(attempt)
        if !reasons.isEmpty { return Self.sentences(reasons, texts) }
        guard let difference = attempt.difference else { return "" }
        return "## \(texts.expected) \(difference.expected ?? texts.nothing)\n"
            + "## \(texts.found) \(difference.found ?? texts.nothing)\n"
    }

    /// Where the learner's manifests differ from the lab's.
    func manifestExplanation(_ texts: Texts, files: (String) -> String?) -> String {
        guard let lab else { return "" }
        return Self.sentences(Explainer.explain(files: lab.textFiles, file: files), texts)
    }

    static func sentences(_ reasons: [Reason], _ texts: Texts) -> String {
        reasons.prefix(Explainer.limit).map { "## \(texts.sentence($0))\n" }.joined()
    }
}

extension Lab {
    /// The lab's files that can be read as text, by name.
    var textFiles: [String: String] {
        files.compactMapValues { String(validating: $0, as: UTF8.self) }
    }
}
