import API

/// What a copied process tells of one file: its answer, and what it has learned of the cluster.
///
/// **Shape**: two lines of JSON. A long memory may be cut off by `ForkPool`; the answer is first.
struct GradingMessage {
    var answer: StrictAnswer
    var learned: ConsoleMemory

    init(_ answer: StrictAnswer, learned: ConsoleMemory = ConsoleMemory()) {
        (self.answer, self.learned) = (answer, learned)
    }

    /// What came of a copy, whatever became of it.
    init(_ answer: ForkPool.Answer, _ judge: SubmissionJudge, _ texts: Texts) {
        switch answer {
        case .late: self.init(.decided(judge.broken(texts.tooMuch)))
        case .crashed(let signal): self.init(.decided(judge.broken(texts.crashed(signal))))
        case .bytes(let bytes):
            let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1)
            guard let first = lines.first, let answer = StrictAnswer(Array(first)) else {
                self.init(.decided(judge.broken(texts.crashed(0))))
                return
            }
            let memory = lines.count < 2 ? nil : try? JSONParser.parse(Array(lines[1]))
            self.init(answer, learned: memory.flatMap(ConsoleMemory.init) ?? ConsoleMemory())
        }
    }

    var bytes: [UInt8] {
        answer.bytes + [UInt8(ascii: "\n")] + JSONWriter.compact(learned.json)
    }
}
