import Transcript

/// What `lint` says, in both languages.
extension Texts {
    private func say(_ english: String, _ chinese: String) -> String {
        language == .chinese ? chinese : english
    }

    var noChineseText: String { say("there is no lab.zh.md", "缺少 lab.zh.md") }
    func otherHead(_ key: String, _ own: String, _ other: String) -> String {
        say(
            "\(key) is \(own) here and \(other) in lab.md",
            "\(key) 在此为 \(own), 在 lab.md 中为 \(other)")
    }
    func otherSteps(_ own: [String], _ other: [String]) -> String {
        let (here, there) = (own.joined(separator: ", "), other.joined(separator: ", "))
        return say(
            "the steps are \(here) here and \(there) in lab.md",
            "步骤在此为 \(here), 在 lab.md 中为 \(there)")
    }
    func otherStep(_ step: String, _ part: String) -> String {
        say(
            "the step \(step) has other \(part) here than in lab.md",
            "步骤 \(step) 的 \(part) 与 lab.md 不同")
    }
    func fewHints(_ step: String, _ count: Int, _ least: Int) -> String {
        say(
            "the step \(step) has \(count) hints; a ladder has at least \(least)",
            "步骤 \(step) 只有 \(count) 条提示, 至少应有 \(least) 条")
    }
    func unreachableHint(_ condition: String) -> String {
        say(
            "nobody sees this hint: in no state of the step is it so that \(condition)",
            "没有人会看到这条提示: 该步骤的任何状态都不满足 \(condition)")
    }
    func not(_ condition: String) -> String { say("not: \(condition)", "并非 \(condition)") }
    func noSolution(_ step: String) -> String {
        say(
            "the step \(step) has no section in the transcript, so it needs `solution:` lines",
            "步骤 \(step) 在记录中没有对应部分, 需要 solution: 行")
    }
    func differsAtSeed(
        _ seed: UInt64, _ difference: OutputPattern.Difference
    ) -> String {
        let wanted = difference.expected ?? nothing
        let shown = difference.found ?? nothing
        return say(
            "at seed \(seed) it is not `\(wanted)` but `\(shown)`",
            "种子为 \(seed) 时应为 `\(wanted)`, 实际为 `\(shown)`")
    }
    var variesHint: String {
        say("what differs from seed to seed must be a hole", "随种子变化的内容必须写成空位")
    }
    /// Of `clock`, `timeline` and the words about the session.
    var shownOwn: String {
        say(
            "what this word shows is not judged: write ... for it, or add > /dev/null",
            "这个词的输出不参与评判: 请写 ... 或加上 > /dev/null")
    }
    func hangsAtSeed(_ seed: UInt64) -> String {
        say("at seed \(seed): ", "种子为 \(seed) 时: ") + hangs
    }
    func notSoAtSeed(_ seed: UInt64, _ reason: String) -> String {
        say("at seed \(seed): ", "种子为 \(seed) 时: ") + notSo(reason)
    }
    func holdsAlready(_ check: String) -> String {
        say(
            "the check holds before anything is done: \(check)",
            "在任何操作之前检查已经成立: \(check)")
    }
    func passesByItself(_ step: String) -> String {
        say(
            "the step \(step) passes by itself: nothing in it must be done",
            "步骤 \(step) 无需任何操作就会通过")
    }
    func constantHole(_ hole: String, _ value: String) -> String {
        say(
            "\(hole) is always `\(value)`: write that",
            "\(hole) 总是 `\(value)`: 应直接写出")
    }
    func wideHole(_ hole: String, _ type: String) -> String {
        say(
            "\(hole) is wider than needed: \(type) fits",
            "\(hole) 过宽: 用 \(type) 即可")
    }
    func constantDots(_ first: String, _ count: Int) -> String {
        say(
            "... hides \(count) lines that never vary, from `\(first)` on: write them",
            "... 隐藏了 \(count) 行从不变化的内容 (自 `\(first)` 起): 应直接写出")
    }
    var emptyDots: String { say("... hides nothing", "... 没有隐藏任何内容") }
    func unusedFile(_ name: String) -> String {
        say("nothing in the lab mentions \(name)", "实验中没有提到 \(name)")
    }
    func otherFile(_ name: String) -> String {
        say(
            "what is typed into \(name) is not what the lab's file \(name) has",
            "键入 \(name) 的内容与实验文件 \(name) 不同")
    }
    func refusedFile(_ reason: String) -> String {
        say("the server refuses it: \(reason)", "服务器拒绝该文件: \(reason)")
    }
    /// The last line about a lab.
    package func lintVerdict(_ lab: String, findings count: Int) -> String {
        count == 0
            ? say("\(lab): good", "\(lab): 合格")
            : say("\(lab): \(count) to mend", "\(lab): 有 \(count) 处需要修改")
    }
}
