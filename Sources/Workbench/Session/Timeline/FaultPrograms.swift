import ContainerRuntime
import Simulation

/// The session words about an etcd cluster's misfortunes.
enum FaultPrograms {
    /// By name; each says what it did, which a lab may expect like any output.
    static func programs(_ faults: any EtcdFaults, secondsFromUTC: Int) -> [String: any Program] {
        let words: [any FaultWord] = [
            PartitionWord(), HealWord(), MemberWord.crash, MemberWord.restart,
            TimelineWord(secondsFromUTC: secondsFromUTC),
        ]
        var programs: [String: any Program] = [:]
        for word in words { programs[word.name] = FaultProgram(word: word, faults: faults) }
        return programs
    }
}

/// What one word does.
private protocol FaultWord: Sendable {
    var name: String { get }
    var usage: String { get }
    /// Gives what to show, or nil for arguments that make no sense.
    ///
    /// **Throws** a sentence for what cannot be done.
    func carryOut(_ arguments: [String], _ faults: any EtcdFaults) throws(FaultRefusal) -> String?
    /// Gives what to write to a file, if that is what the arguments ask for.
    func picture(_ arguments: [String], _ faults: any EtcdFaults) -> (path: String, text: String)?
}

extension FaultWord {
    func picture(_ arguments: [String], _ faults: any EtcdFaults) -> (path: String, text: String)? {
        nil
    }
}

/// Why a word does nothing; a sentence.
private struct FaultRefusal: Error {
    var text: String
}

/// A word as a program of the master.
private struct FaultProgram: Program {
    let word: any FaultWord
    let faults: any EtcdFaults

    func run(_ process: Process) async -> Int32 {
        let shown: String?
        do throws(FaultRefusal) {
            guard faults.members.count > 1 else {
                throw FaultRefusal(
                    text: "this cluster has one etcd member; start with --etcd-members 5")
            }
            let arguments = Array(process.arguments.dropFirst())
            if let (path, text) = word.picture(arguments, faults) {
                shown = try Self.write(text, to: path, process)
            } else {
                shown = try word.carryOut(arguments, faults)
            }
        } catch {
            try? await process.error.write("\(word.name): \(error.text)\n")
            return 1
        }
        guard let shown else {
            try? await process.error.write("usage: \(word.usage)\n")
            return 2
        }
        try? await process.output.write(shown)
        return 0
    }

    private static func write(
        _ text: String, to path: String, _ process: Process
    ) throws(FaultRefusal) -> String {
        do throws(FileError) {
            try process.files.write(process.resolve(path), Array(text.utf8))
        } catch { throw FaultRefusal(text: "\(path): \(error.text)") }
        return "a picture is in \(path)\n"
    }
}

extension EtcdFaults {
    /// The members of `etcd1,etcd2`.
    fileprivate func group(_ text: String) throws(FaultRefusal) -> [String] {
        let names = text.split(separator: ",").map(String.init)
        for name in names { _ = try member(name) }
        return names
    }

    fileprivate func member(_ name: String) throws(FaultRefusal) -> String {
        guard members.contains(name) else {
            throw FaultRefusal(
                text: "there is no member \(name); there are " + members.joined(separator: ", "))
        }
        return name
    }
}

/// `partition etcd1,etcd2 etcd3,etcd4`: whoever is not named is a group together.
///
/// A `|` between the groups would be the shell's own.
private struct PartitionWord: FaultWord {
    let name = "partition"
    let usage = "partition MEMBER[,MEMBER...] [GROUP...], or: partition --one-way FROM TO"

    func carryOut(_ arguments: [String], _ faults: any EtcdFaults) throws(FaultRefusal) -> String? {
        if arguments.first == "--one-way" {
            guard arguments.count == 3, arguments[1] != arguments[2] else { return nil }
            let (source, target) = (
                try faults.member(arguments[1]), try faults.member(arguments[2])
            )
            faults.cut(from: source, to: target)
            return "nothing of \(source) reaches \(target)\n"
        }
        var groups: [[String]] = []
        for text in arguments { groups.append(try faults.group(text)) }
        let named = groups.flatMap(\.self)
        guard !named.isEmpty, !groups.contains([]) else { return nil }
        guard Set(named).count == named.count else {
            throw FaultRefusal(text: "a member can be in one group only")
        }
        let rest = faults.members.filter { !named.contains($0) }
        if !rest.isEmpty { groups.append(rest) }
        guard groups.count > 1 else {
            throw FaultRefusal(text: "one group of all members is no partition; see: heal")
        }
        faults.partition(groups)
        let order = faults.members
        groups.sort { order.firstIndex(of: $0[0]) ?? 0 < order.firstIndex(of: $1[0]) ?? 0 }
        let shown = groups.map { $0.joined(separator: " ") }.joined(separator: " | ")
        return "the network is parted: \(shown)\n"
    }
}

/// `heal`: ends every partition.
private struct HealWord: FaultWord {
    let name = "heal"
    let usage = "heal"

    func carryOut(_ arguments: [String], _ faults: any EtcdFaults) -> String? {
        guard arguments.isEmpty else { return nil }
        faults.heal()
        return "the network is whole\n"
    }
}

/// `crash etcd3` and `restart etcd3`.
private struct MemberWord: FaultWord {
    let name: String
    /// What is true of the member then.
    let outcome: String
    let deed: @Sendable (any EtcdFaults, _ member: String) throws(FaultRefusal) -> Void

    var usage: String { "\(name) MEMBER" }

    func carryOut(_ arguments: [String], _ faults: any EtcdFaults) throws(FaultRefusal) -> String? {
        guard arguments.count == 1, let first = arguments.first else { return nil }
        try deed(faults, try faults.member(first))
        return "\(first) \(outcome)\n"
    }

    static let crash = MemberWord(name: "crash", outcome: "is down") {
        faults, member throws(FaultRefusal) in
        guard faults.crash(member) else { throw FaultRefusal(text: "\(member) is down already") }
    }
    static let restart = MemberWord(name: "restart", outcome: "has been started") {
        faults, member throws(FaultRefusal) in
        guard faults.restart(member) else { throw FaultRefusal(text: "\(member) runs already") }
    }
}

/// `timeline`: the members side by side over time; `--svg FILE` draws a picture.
private struct TimelineWord: FaultWord {
    let name = "timeline"
    let usage = "timeline [--svg FILE]"
    let secondsFromUTC: Int

    func carryOut(_ arguments: [String], _ faults: any EtcdFaults) -> String? {
        arguments.isEmpty ? faults.timeline.text(secondsFromUTC: secondsFromUTC) : nil
    }

    func picture(_ arguments: [String], _ faults: any EtcdFaults) -> (path: String, text: String)? {
        guard arguments.count == 2, arguments[0] == "--svg", !arguments[1].hasPrefix("-") else {
            return nil
        }
        return (arguments[1], faults.timeline.svg(secondsFromUTC: secondsFromUTC))
    }
}
