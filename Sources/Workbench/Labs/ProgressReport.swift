import Session
/// What `progress` shows: a line for each lab, and one for each step of the open lab.
package struct ProgressReport {
    private let labs: [Lab]
    private let book: ProgressBook
    private let texts: Texts

    package init(_ labs: [Lab], book: ProgressBook, texts: Texts) {
        (self.labs, self.book, self.texts) = (labs, book, texts)
    }

    /// `open` is the lab whose steps are listed; `spent` are those that bring no points any more.
    package func lines(open: Lab? = nil, spent: [String] = []) -> [String] {
        var lines: [String] = []
        for lab in labs {
            lines.append(line(of: lab))
            guard lab.name == open?.name else { continue }
            for (step, points) in zip(lab.steps, lab.pointsOfSteps) {
                lines.append(line(of: step, points, lab, spent))
            }
        }
        let points = labs.reduce(0) { $0 + book.points(of: $1) }
        lines.append(texts.points(points, of: labs.reduce(0) { $0 + $1.points }))
        return lines
    }

    private func line(of lab: Lab) -> String {
        let done = book.doneSteps(of: lab)
        let mark = done == lab.steps.count ? "*" : " "
        let steps = texts.steps(done, of: lab.steps.count).padding(to: 12)
        let points = texts.points(book.points(of: lab), of: lab.points)
        return "\(mark) \(lab.name.padding(to: 24)) \(steps) \(points)"
    }

    private func line(of step: Lab.Step, _ points: Int, _ lab: Lab, _ spent: [String]) -> String {
        let isSpent = spent.contains("\(lab.name)/\(step.name)")
        let (state, earned): (String, Int) =
            switch book.mark(step, of: lab) {
            case .done: (texts.stepIsDone, points)
            case .shown: (texts.stepIsShown, 0)
            case nil: (isSpent ? texts.stepIsSpent : texts.stepIsOpen, 0)
            }
        let shown = state.padding(to: 12)
        return "    \(step.name.padding(to: 22)) \(shown) " + texts.points(earned, of: points)
    }
}
