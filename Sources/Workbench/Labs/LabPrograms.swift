package import ContainerRuntime
import Session
import Simulation

/// The commands of the prompt that are about labs: `labs`, `lab`, `check`, `help`.
package enum LabPrograms {
    /// By name, for a session's master.
    package static func all(
        _ library: LabLibrary?, _ texts: Texts, progress: LabProgress
    ) -> [String: any Program] {
        [
            "labs": LabsProgram(library: library, texts: texts, progress: progress),
            "lab": LabProgram(progress: progress),
            "check": CheckProgram(progress: progress),
            "help": HelpProgram(texts: texts),
        ]
    }
}

private struct HelpProgram: Program {
    let texts: Texts

    func run(_ process: Process) async -> Int32 {
        try? await process.output.write(texts.help)
        return 0
    }
}

private struct LabsProgram: Program {
    let library: LabLibrary?
    let texts: Texts
    let progress: LabProgress

    func run(_ process: Process) async -> Int32 {
        guard let library else { return 1 }
        do {
            let done = progress.doneLabs
            try await process.output.write(LabList.text(try library.labs(), done: done))
            return 0
        } catch {
            try? await process.error.write("labs: \(error)\n")
            return 1
        }
    }
}

/// The labs as lines of text.
package enum LabList {
    package static func text(_ labs: [Lab], done: Set<Int> = []) -> String {
        labs.map { lab in
            let mark = done.contains(lab.number) ? "*" : " "
            return "\(mark) \(lab.name.padding(to: 24)) \(lab.title)\n"
        }.joined()
    }
}

private struct LabProgram: Program {
    let progress: LabProgress

    func run(_ process: Process) async -> Int32 {
        let words = process.arguments.dropFirst()
        guard words.count <= 1 else {
            try? await process.error.write("usage: lab [N]\n")
            return 2
        }
        progress.wish(words.first.map { .open($0) } ?? .check)
        return 0
    }
}

private struct CheckProgram: Program {
    let progress: LabProgress

    func run(_ process: Process) async -> Int32 {
        progress.wish(process.arguments.dropFirst().first == "hint" ? .hint : .check)
        return 0
    }
}

extension String {
    func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
