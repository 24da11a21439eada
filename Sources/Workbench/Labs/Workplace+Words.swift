import Session

/// What Kubarium's own words do.
extension Workplace {
    /// Grants a wish; `news` is what was just told of the lab.
    ///
    /// In a replay those that change the session do nothing: what came of them is recorded.
    func grant(_ wish: Wish, after news: String) {
        let console = SessionConsole(session)
        let argument = wish.arguments.first
        switch (wish.word, argument) {
        case ("help", nil): say(texts.help)
        case ("labs", nil): say(labList)
        case ("lab", let word?): open(word)
        case ("lab", nil), ("check", nil):
            let terminal = session.terminal(session.control.terminal)
            say(
                progress.report(
                    texts, after: news, files: { terminal.text(ofFile: $0) },
                    holds: console.holds))
        case ("hint", nil), ("check", "hint"):
            say(progress.nextHint(texts, holds: console.holds))
        case ("progress", nil): say(progressText)
        case ("solution", nil): showSolution()
        case ("skip", nil): skip()
        case ("undo", nil): if !isReplaying { undo() }
        case ("reset", nil): if !isReplaying { reset(toLab: false) }
        case ("reset", "lab"): if !isReplaying { reset(toLab: true) }
        case ("save", let file?): if !isReplaying { save(file) }
        default: say("## " + texts.usage(Self.usage[wish.word] ?? wish.word) + "\n")
        }
    }

    private static let usage = [
        "check": "check [hint]", "reset": "reset [lab]", "save": "save FILE",
    ]

    private func open(_ word: String) {
        guard let library = workbench.library else { return say("## \(texts.noLab)\n") }
        do throws(LabError) { begin(try library.lab(word)) } catch {
            return say("## lab: \(error)\n")
        }
        say(progress.introduction())
    }

    /// What has been done, in this session and before.
    private var book: ProgressBook {
        var book = isReplaying ? ProgressBook() : store?.load().book ?? ProgressBook()
        book.merge(progress.book)
        return book
    }

    private var labs: [Lab] { isReplaying ? [] : (try? workbench.library?.labs()) ?? [] }

    private var labList: String {
        do { return LabList.text(try workbench.library?.labs() ?? [], book: book) } catch {
            return "## labs: \(error)\n"
        }
    }

    private var progressText: String {
        let report = ProgressReport(labs, book: book, texts: texts)
        return report.lines(open: progress.lab, spent: progress.spent)
            .map { "## \($0)\n" }.joined()
    }

    private func save(_ file: String) {
        guard let workspace else { return say("## \(texts.noWorkspace)\n") }
        let problem = workspace.save(Array(proof.rendered.utf8), as: file)
        say("## " + (problem ?? texts.saved(file)) + "\n")
    }
}
