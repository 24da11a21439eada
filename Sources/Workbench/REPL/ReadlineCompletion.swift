import CReadline
import Foundation

/// Hands readline what a `Completer` found, in the form that readline wants.
enum ReadlineCompletion {
    typealias Matches = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    /// What readline asks for on Tab; the word that it would replace begins at byte `start`.
    static func matches(_ start: Int) -> Matches? {
        guard let text = creadline_line() else { return nil }
        let (line, cursor) = (String(cString: text), Int(creadline_point()))
        let found = MainActor.assumeIsolated { LineEditor.complete(line, cursor) }
        let fitting = fit(found, to: start, of: line)
        creadline_finish_completion(fitting.isComplete ? 1 : 0)
        return list(fitting)
    }

    /// The candidates as replacements of what begins at `start`, where readline's word may be only
    /// the end of ours.
    static func fit(_ completion: Completion, to start: Int, of line: String) -> Completion {
        guard completion.start < start else { return completion }
        let bytes = Array(line.utf8)
        guard start <= bytes.count else { return Completion(start: start, candidates: []) }
        let head = String(decoding: bytes[completion.start..<start], as: UTF8.self)
        let fitting = completion.candidates.filter { $0.hasPrefix(head) }
        return Completion(
            start: start, candidates: fitting.map { String($0.dropFirst(head.count)) })
    }

    /// What all begin with, then each if there are several, then nil; readline frees all of it.
    private static func list(_ completion: Completion) -> Matches? {
        guard !completion.candidates.isEmpty else { return nil }
        var texts = [completion.commonPrefix]
        if completion.candidates.count > 1 { texts += completion.candidates }
        let size = (texts.count + 1) * MemoryLayout<UnsafeMutablePointer<CChar>?>.stride
        guard let memory = malloc(size) else { return nil }
        let matches = memory.bindMemory(
            to: UnsafeMutablePointer<CChar>?.self, capacity: texts.count + 1)
        for (index, text) in texts.enumerated() { (matches + index).initialize(to: strdup(text)) }
        (matches + texts.count).initialize(to: nil)
        return matches
    }
}

/// The candidates as whole lines, for those who hear the screen.
enum CandidateList {
    /// The first of `matches` is what all begin with; `count` others follow.
    static func show(_ matches: ReadlineCompletion.Matches?, _ count: Int) {
        var text = "\n"
        for index in 0..<max(0, count) {
            if let word = matches?[index + 1] { text += String(cString: word) + "\n" }
        }
        Screen.show(text)
        creadline_show_line_again()
    }
}
