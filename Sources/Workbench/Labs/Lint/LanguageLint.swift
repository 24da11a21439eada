/// Both languages are the same lab: only what is read differs.
struct LanguageLint {
    private let english: Lab
    private let chinese: Lab
    private let texts: Texts

    init(_ english: Lab, _ chinese: Lab, _ texts: Texts) {
        (self.english, self.chinese, self.texts) = (english, chinese, texts)
    }

    var findings: [LintFinding] {
        guard chinese.file != english.file else {
            return [LintFinding(.languages, english.file, 0, texts.noChineseText)]
        }
        var messages: [(line: Int, text: String)] = []
        func compare(_ key: String, _ own: String, _ other: String) {
            if own != other { messages.append((1, texts.otherHead(key, own, other))) }
        }
        compare("section", chinese.section, english.section)
        compare("seed", "\(chinese.seed)", "\(english.seed)")
        compare("etcd-members", "\(chinese.etcdMembers)", "\(english.etcdMembers)")
        compare("points", "\(chinese.points)", "\(english.points)")
        let (own, other) = (chinese.steps.map(\.name), english.steps.map(\.name))
        if own != other {
            messages.append((1, texts.otherSteps(own, other)))
        } else {
            for (own, other) in zip(chinese.steps, english.steps) {
                for part in differences(own, other) {
                    messages.append((own.line, texts.otherStep(own.name, part)))
                }
            }
        }
        return messages.map { LintFinding(.languages, chinese.file, $0.line, $0.text) }
    }

    /// Named as the lines of a step are.
    private func differences(_ own: Lab.Step, _ other: Lab.Step) -> [String] {
        var parts: [String] = []
        if own.waits != other.waits { parts.append("wait until") }
        if own.checks != other.checks { parts.append("check") }
        if own.points != other.points { parts.append("points") }
        if own.solution != other.solution { parts.append("solution") }
        if own.hints.map(\.condition) != other.hints.map(\.condition) { parts.append("hint") }
        return parts
    }
}
