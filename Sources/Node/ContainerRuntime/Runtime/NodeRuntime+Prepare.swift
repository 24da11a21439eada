import PodNetwork
import Simulation

/// Making a container: its files, mounts, user and environment.
extension NodeRuntime {
    func prepare(_ container: inout Container, in sandbox: Sandbox) throws(CRI.Failure) {
        guard let network = sandbox.network else {
            throw CRI.Failure(.unknown, "sandbox container \"\(sandbox.status.id)\" is not running")
        }
        let config = container.config
        let files = FileSystem(copying: container.image.files)
        do { try mount(config, of: sandbox, in: files) } catch {
            throw CRI.Failure(
                .unknown, "failed to generate container spec: failed to mount: \(error.text)")
        }
        let users = UserDatabase(files)
        let user: Machine.User
        if let id = config.userID {
            user = users.user(id: id, groupID: config.groupID)
        } else if let named = users.user(container.image.config.user) {
            user = config.groupID.map { users.user(id: named.id, groupID: $0) } ?? named
        } else {
            throw CRI.Failure(
                .unknown,
                "failed to create containerd container: no users found for "
                    + "\"\(container.image.config.user)\"")
        }
        container.workingDirectory = directory(config, container.image.config)
        try? files.makeDirectory(container.workingDirectory, withParents: true)
        container.environment = environment(
            config, container.image.config, hostname: sandbox.status.config.hostname,
            home: user.home)
        container.machine = Machine(
            simulation: simulation, files: files, network: network,
            hostname: sandbox.status.config.hostname, programs: configuration.programs, user: user,
            hardware: configuration.hardware, processes: sandbox.processes)
    }

    private func directory(_ config: CRI.ContainerConfig, _ image: Image.Config) -> String {
        if !config.workingDirectory.isEmpty { return config.workingDirectory }
        return image.workingDirectory.isEmpty ? "/" : image.workingDirectory
    }

    /// The image's variables, HOSTNAME, TERM, the pod's own, and HOME last, as runc leaves them.
    private func environment(
        _ config: CRI.ContainerConfig, _ image: Image.Config, hostname: String, home: String
    ) -> Environment {
        var environment = image.environment
        if environment["PATH"] == nil { environment["PATH"] = Machine.defaultPath }
        environment["HOSTNAME"] = hostname
        if config.hasTerminal { environment["TERM"] = "xterm" }
        for (name, value) in config.environment { environment[name] = value }
        if environment["HOME"] == nil { environment["HOME"] = home }
        return environment
    }

    private func mount(
        _ config: CRI.ContainerConfig, of sandbox: Sandbox, in files: FileSystem
    ) throws(FileError) {
        try files.mount(deviceFiles.proc, at: "/proc", device: "proc", type: "proc")
        try files.mount(
            FileSystem(copying: deviceFiles.devices), at: "/dev", device: "tmpfs", type: "tmpfs")
        try files.mount(
            deviceFiles.sys, at: "/sys", device: "sysfs", type: "sysfs", isReadOnly: true)
        for name in ["/hostname", "/resolv.conf"] {
            try files.mount(
                sandbox.files, from: name, at: "/etc" + name, device: "/dev/vda1", type: "ext4")
        }
        // A mount at /a must come before one at /a/b, whatever the pod's order.
        for mount in config.mounts.sorted(by: { depth($0) < depth($1) }) {
            try files.mount(
                mount.source, from: mount.sourcePath, at: mount.containerPath, device: mount.device,
                type: mount.type, isReadOnly: mount.isReadOnly)
        }
        if config.isRootReadOnly { files.isRootReadOnly = true }
    }

    private func depth(_ mount: CRI.Mount) -> Int {
        mount.containerPath.split(separator: "/").count
    }
}

extension Image {
    /// The command line of a container: the pod's `command` and `args` over the image's own.
    func commandLine(for config: CRI.ContainerConfig) -> [String] {
        if !config.command.isEmpty { return config.command + config.arguments }
        if !config.arguments.isEmpty { return self.config.entrypoint + config.arguments }
        return self.config.entrypoint + self.config.command
    }
}

/// `/proc`, `/dev` and `/sys` of a node's containers.
struct DeviceFiles: Sendable {
    let proc: FileSystem
    let devices: FileSystem
    let sys: FileSystem

    init(_ simulation: Simulation, _ hardware: Machine.Hardware) {
        proc = FileSystem(simulation)
        devices = FileSystem(simulation)
        sys = FileSystem(simulation)
        let start = simulation.now
        try? devices.addNull("/null")
        try? devices.write("/termination-log", [], mode: 0o666)
        try? devices.makeDirectory("/shm", mode: 0o1777)
        try? proc.addGenerated("/version") {
            Array("Linux version \(hardware.kernelRelease) (gcc) #74-Ubuntu SMP\n".utf8)
        }
        try? proc.addGenerated("/uptime") {
            let seconds = start.duration(to: simulation.now).inSeconds + 3600
            let hundredths = Int(seconds * 100)
            let text = "\(hundredths / 100).\(padded(hundredths % 100, 2))"
            return Array("\(text) \(text)\n".utf8)
        }
        try? proc.addGenerated("/loadavg") { Array("0.12 0.10 0.09 1/312 1024\n".utf8) }
        try? proc.addGenerated("/meminfo") {
            let kilobytes = hardware.memoryBytes / 1024
            return Array(
                ("MemTotal:       \(kilobytes) kB\nMemFree:        \(kilobytes / 2) kB\n"
                    + "MemAvailable:   \(kilobytes / 4 * 3) kB\n").utf8)
        }
        try? proc.addGenerated("/cpuinfo") {
            let each = (0..<hardware.cpus).map {
                "processor\t: \($0)\nmodel name\t: Simulated CPU\n"
            }
            return Array(each.joined(separator: "\n").utf8)
        }
    }
}

/// The users that a container's `/etc/passwd` and `/etc/group` name.
struct UserDatabase {
    private let users: [[Substring]]
    private let groups: [[Substring]]
    private let hasFiles: Bool

    init(_ files: FileSystem) {
        func table(_ path: String) -> [[Substring]] {
            let text = String(decoding: (try? files.read(path)) ?? [], as: UTF8.self)
            return text.split(separator: "\n").map {
                $0.split(separator: ":", omittingEmptySubsequences: false)
            }
        }
        users = table("/etc/passwd").filter { $0.count >= 6 }
        groups = table("/etc/group").filter { $0.count >= 3 }
        hasFiles = !users.isEmpty
    }

    /// The user that an image's `USER` names: `""`, `name`, `12` or `12:34`; nil if unknown.
    func user(_ text: String) -> Machine.User? {
        if text.isEmpty || text == "root" { return .root }
        let parts = text.split(separator: ":", maxSplits: 1)
        let name = parts.first ?? ""
        let groupID = parts.count == 2 ? group(parts[1]) : nil
        if let id = Int(name) { return user(id: id, groupID: groupID) }
        guard let entry = users.first(where: { $0[0] == name }), let id = Int(entry[2]) else {
            return nil
        }
        return user(id: id, groupID: groupID)
    }

    /// The user with this number, whether `/etc/passwd` knows it or not.
    func user(id: Int, groupID: Int?) -> Machine.User {
        let entry = users.first { Int($0[2]) == id }
        let group = groupID ?? entry.flatMap { Int($0[3]) } ?? 0
        let groupName = groups.first { Int($0[2]) == group }.map { String($0[0]) } ?? ""
        return Machine.User(
            name: entry.map { String($0[0]) } ?? "", id: id, groupID: group, groupName: groupName,
            home: entry.map { String($0[5]) } ?? "/")
    }

    private func group(_ text: Substring) -> Int? {
        Int(text) ?? groups.first { $0[0] == text }.flatMap { Int($0[2]) }
    }
}
