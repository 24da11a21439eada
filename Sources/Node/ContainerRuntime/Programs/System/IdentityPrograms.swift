import PodNetwork
import Simulation

/// `hostname`.
struct HostnameProgram: Applet {
    static let usage = "[-sidf]"

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "sidfI")
        let machine = call.process.machine
        if options.has("i") || options.has("I") {
            try await call.print(
                machine.network.addresses.map(\.description).joined(separator: " "))
        } else if options.has("s") {
            try await call.print(String(machine.hostname.prefix { $0 != "." }))
        } else if options.has("d") {
            let parts = machine.hostname.split(separator: ".", maxSplits: 1)
            try await call.print(parts.count > 1 ? String(parts[1]) : "")
        } else if options.operands.isEmpty {
            try await call.print(machine.hostname)
        } else {
            throw AppletFailure("sethostname: Operation not permitted")
        }
        return 0
    }
}

/// `id`.
struct IDProgram: Applet {
    static let usage = "[-ugGnr] [USER]"

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "ugGnr")
        var user = call.process.machine.user
        if let name = options.operands.first, name != user.name {
            guard name == "root" else { throw AppletFailure("unknown user \(name)") }
            user = .root
        }
        let usesNames = options.has("n")
        if options.has("u") {
            try await call.print(usesNames ? user.name : String(user.id))
        } else if options.has("g") || options.has("G") {
            try await call.print(usesNames ? user.groupName : String(user.groupID))
        } else {
            let group = "\(user.groupID)(\(user.groupName))"
            try await call.print("uid=\(user.id)(\(user.name)) gid=\(group) groups=\(group)")
        }
        return 0
    }
}

/// `uname`.
struct UnameProgram: Applet {
    static let usage = "[-amnrspvio]"

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "amnrspvio",
            long: ["all": "a", "kernel-release": "r", "machine": "m", "nodename": "n"])
        let machine = call.process.machine
        let fields: [(Character, String)] = [
            ("s", "Linux"), ("n", machine.hostname), ("r", machine.hardware.kernelRelease),
            ("v", "#74-Ubuntu SMP Wed Feb 22 14:14:39 UTC 2023"), ("m", "x86_64"),
            ("o", "GNU/Linux"),
        ]
        var chosen = fields.filter { options.has("a") || options.has($0.0) }
        if options.has("p") || options.has("i") { chosen.append(("p", "unknown")) }
        if chosen.isEmpty { chosen = [fields[0]] }
        try await call.print(chosen.map(\.1).joined(separator: " "))
        return 0
    }
}
