extension Texts {
    var gradeColumns: [String] {
        language == .chinese
            ? ["学员", "实验", "结果", "得分", "未完成步骤", "说明"]
            : ["LEARNER", "LAB", "RESULT", "POINTS", "LOST", "NOTE"]
    }
    func gradeSum(_ passed: Int, of count: Int) -> String {
        pick("\(passed) of \(count) passed", "\(count) 份中有 \(passed) 份通过")
    }
    func copy(_ learner: String, _ share: Int) -> String {
        pick("the same as \(learner) (\(share)%)", "与 \(learner) 相同 (\(share)%)")
    }
    func refused(_ refusal: SubmissionReader.Refusal) -> String {
        switch refusal {
        case .unreadable: pick("the file cannot be read", "无法读取该文件")
        case .notPlain: pick("this is no plain file", "不是普通文件")
        case .empty: pick("the file is empty", "文件为空")
        case .binary: pick("this is no text", "不是文本文件")
        case .large(let bytes):
            pick(
                "the file has \(bytes) bytes; at most \(SubmissionReader.mostBytes) are judged",
                "文件有 \(bytes) 字节, 最多只评判 \(SubmissionReader.mostBytes) 字节")
        }
    }
    var whichLab: String {
        pick(
            "it cannot be told which lab this is; name the file NN-learner or give --lab",
            "无法判断属于哪个实验; 请将文件命名为 NN-学员, 或使用 --lab")
    }
    func noSuchLab(_ number: Int) -> String {
        pick("there is no lab \(number)", "没有实验 \(number)")
    }
    var tooMuch: String {
        pick(
            "judging it takes too long or too much memory, and was stopped",
            "评判该文件耗时或占用内存过多, 已中止")
    }
    func crashed(_ signal: Int32) -> String {
        pick(
            "the judge itself failed on this file (signal \(signal))",
            "评判程序在此文件上出错 (信号 \(signal))")
    }
    var nothingHandedIn: String { pick("nothing handed in", "未提交") }
}
