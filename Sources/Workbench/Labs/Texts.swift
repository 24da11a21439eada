/// The languages of labs and of what Kubarium says itself.
package enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case chinese = "zh"
}

/// Kubarium's own sentences. What the cluster says is never translated.
package struct Texts: Sendable {
    package let language: Language

    package init(_ language: Language) { self.language = language }

    func pick(_ english: String, _ chinese: String) -> String {
        language == .chinese ? chinese : english
    }

    package var expected: String { pick("expected:", "应为:") }
    package var found: String { pick("found:   ", "实际:") }
    package var nothing: String { pick("(nothing more)", "(没有更多内容)") }

    package func next(_ command: String) -> String {
        pick("type next: \(command)", "接下来输入: \(command)")
    }
    package func line(_ number: Int) -> String { pick("line \(number): ", "第 \(number) 行: ") }
    package func passed(_ lab: String, points: Int) -> String {
        pick("\(lab): passed (\(points) points)", "\(lab): 通过 (\(points) 分)")
    }
    package func failed(_ lab: String) -> String { pick("\(lab): failed", "\(lab): 未通过") }
    package func stepDone(_ step: String, _ number: Int, of count: Int) -> String {
        pick(
            "## step \(step) done (\(number) of \(count))", "## 步骤 \(step) 完成 (\(number)/\(count))")
    }
    package func labDone(_ lab: String) -> String {
        pick("## lab \(lab) is done", "## 实验 \(lab) 已完成")
    }
    package func stepOpen(_ step: String) -> String {
        pick("## step \(step) is not done yet", "## 步骤 \(step) 尚未完成")
    }
    package var replayDiffers: String {
        pick(
            "this is not what the command shows when it is typed again",
            "重新执行该命令得到的输出与此不同")
    }
    package var contradicts: String {
        pick(
            "this cannot be so together with the other times and versions of the session",
            "这一行与会话中其他的时间或版本相矛盾")
    }
    package var labDiffers: String {
        pick("this is not what the lab expects", "这不是实验期望的输出")
    }
    package func wrongPrompt(_ prompt: String) -> String {
        pick("the prompt here would be: \(prompt)", "此处的提示符应为: \(prompt)")
    }
    package var hangs: String {
        pick(
            "the command did not end and was interrupted with Ctrl-C",
            "命令没有结束, 已用 Ctrl-C 中断")
    }
    package var noCommands: String {
        pick("there is no command in this text", "文本中没有任何命令")
    }
    package func missing(_ step: String) -> String {
        pick("the step \(step) is missing", "缺少步骤 \(step)")
    }
    package func notSo(_ reason: String) -> String {
        pick("not so yet: \(reason)", "条件尚未满足: \(reason)")
    }
    package func redefined(_ name: String) -> String {
        pick(
            "\(name) is given another meaning here, so what follows proves nothing",
            "此处重新定义了 \(name), 之后的输出不能作为依据")
    }
    package var noLab: String {
        pick("no lab is open; open one with: lab N", "当前没有打开的实验; 用 lab N 打开")
    }
    package func hint(_ text: String) -> String { pick("hint: \(text)", "提示: \(text)") }
}
