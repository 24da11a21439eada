import ContainerRuntime
import Simulation

/// `vi FILE`: writes what was put down for it, and shows it, as the document prints it.
///
/// Differs: there is no screen editor. In a transcript the lines after `vi FILE` are the file; at
/// the prompt the learner's own `$EDITOR` opens on the file.
struct EditorProgram: Program {
    let editor: SessionEditor

    func run(_ process: Process) async -> Int32 {
        let operands = process.arguments.dropFirst().filter { !$0.hasPrefix("-") }
        let name = process.arguments.first?.split(separator: "/").last.map(String.init) ?? "vi"
        guard operands.count == 1, let operand = operands.first else {
            return await refuse(process, "\(name): name one file")
        }
        let path = process.resolve(operand)
        let old = (try? process.files.read(path)) ?? []
        let new: [UInt8]
        if let terminal = process.streams.terminal as? SessionTerminal,
            let edited = editor.edit(path, old, at: terminal)
        {
            new = edited
        } else {
            return await refuse(
                process,
                "\(name): there is no screen to edit on; write the file with: cat > \(operand) <<'EOF'"
            )
        }
        do throws(FileError) { try process.files.write(path, new) } catch {
            return await refuse(process, "\(name): \(operand): \(error.text)")
        }
        try? await process.output.write(new)
        return 0
    }

    private func refuse(_ process: Process, _ text: String) async -> Int32 {
        try? await process.error.write(text + "\n")
        return 1
    }
}

/// A program that is there as a file and does nothing here; it says so.
struct UnsupportedProgram: Program {
    let name: String

    func run(_ process: Process) async -> Int32 {
        try? await process.error.write("\(name): not supported by Kubarium\n")
        return 1
    }
}

/// `clock`: shows the cluster's time, sets its pace, lets it jump.
struct ClockProgram: Program {
    let control: SessionControl

    static let usage = "usage: clock [show | pace instant|real|step | advance 1h30m]\n"

    func run(_ process: Process) async -> Int32 {
        let words = Array(process.arguments.dropFirst())
        switch words.first {
        case nil, "show": return await show(process)
        case "pace" where words.count == 2:
            guard let pace = Pace(rawValue: words[1]) else { break }
            control.pace = pace
            return await show(process)
        case "pace" where words.count == 1: return await show(process)
        case "advance" where words.count == 2:
            guard let duration = parseDuration(words[1]), duration <= .seconds(86_400 * 366) else {
                break
            }
            return await advance(duration, process)
        default: break
        }
        try? await process.error.write(Self.usage)
        return 2
    }

    private func show(_ process: Process) async -> Int32 {
        let time = CivilTime(
            process.simulation.now, secondsFromUTC: process.machine.secondsFromUTC)
        try? await process.output.write("\(time.rfc3339) pace \(control.pace.rawValue)\n")
        return 0
    }

    private func advance(_ duration: Duration, _ process: Process) async -> Int32 {
        let end = process.simulation.now.advanced(by: duration)
        control.skipsUntil = end
        defer { control.skipsUntil = nil }
        do { try await process.simulation.sleep(until: end) } catch { return 130 }
        return await show(process)
    }
}

/// `terminal NAME`: goes to another terminal of the master; without a name, to the first.
struct TerminalProgram: Program {
    let control: SessionControl

    func run(_ process: Process) async -> Int32 {
        let words = process.arguments.dropFirst()
        let name = words.first ?? ""
        guard words.count <= 1, Self.isName(name) else {
            try? await process.error.write("usage: terminal [NAME]\n")
            return 2
        }
        control.terminal = name
        return 0
    }

    /// Whether a terminal may be called so; the first one has no name.
    static func isName(_ name: String) -> Bool {
        name.utf8.count <= 20
            && name.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")
            }
    }
}
