import Session
/// The labs as lines of text.
package enum LabList {
    package static func text(_ labs: [Lab], book: ProgressBook = ProgressBook()) -> String {
        labs.map { lab in
            let done = book.doneSteps(of: lab)
            let mark = done == lab.steps.count ? "*" : " "
            let points = "\(done)/\(lab.steps.count)".padding(to: 7)
            return "\(mark) \(lab.name.padding(to: 24)) \(points)\(lab.title)\n"
        }.joined()
    }
}
