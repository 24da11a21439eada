import Testing

@testable import RaftSimulation

@Suite("LinearizabilityChecker")
struct LinearizabilityTests {
    /// Writes and reads as `w1 0 5`: what, called at, returned at (`-`: never).
    private func judge(_ story: String) -> Bool {
        var history = History()
        for (number, line) in story.split(separator: ",").enumerated() {
            let words = line.split(separator: " ").map(String.init)
            let value = Int(words[0].dropFirst()) ?? 0
            let isWrite = words[0].first == "w"
            // A write's id is its value; a read's must only be unique.
            let id = isWrite ? value : 1000 + number
            history.call(id, register: 0, isWrite: isWrite, at: Int(words[1]) ?? 0)
            if let end = Int(words[2]) {
                history.answer(id, value: isWrite ? nil : value, at: end)
            }
        }
        return LinearizabilityChecker(history.judged(register: 0)).isLinearizable()
    }

    @Test(
        "possible histories are believed",
        arguments: [
            "w1 0 1, r1 2 3", "w1 0 10, r0 1 2, r1 3 4", "w1 0 -, r0 1 2, r1 3 4, r1 5 6",
            "w1 0 5, w2 1 6, r1 7 8, r1 9 10", "w1 0 -, w2 1 2, r2 3 4",
        ])
    func possible(story: String) { #expect(judge(story)) }

    @Test(
        "impossible histories are not",
        arguments: [
            "w1 0 1, r0 2 3", "w1 0 1, w2 2 3, r1 4 5", "w1 0 10, r1 1 2, r0 3 4",
            "w1 0 -, w2 1 2, r1 3 4, r2 5 6, r1 7 8", "r7 0 1",
        ])
    func impossible(story: String) { #expect(!judge(story)) }
}
