import Cluster
import ContainerRuntime
import Simulation

/// The master as a machine that people log in to: its programs and the files that name them.
struct MasterHost {
    let cluster: Cluster
    let control: SessionControl
    let editor: SessionEditor
    let faults: any EtcdFaults

    /// What a login shell starts with.
    static let environment: Environment = [
        "HOME": "/root", "LANG": "en_US.UTF-8", "LOGNAME": "root", "SHELL": "/bin/bash",
        "TERM": "xterm-256color", "USER": "root",
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/root/bin",
    ]

    /// The document's prompt has a dollar sign for root, too.
    private static let profile = #"PS1='[\u@\h \W]$ '"# + "\n"

    /// As the document's master has it once etcdctl is set up there.
    private var bashrc: String {
        """
        export ETCDCTL_ENDPOINTS=\(cluster.topology.etcdURLs.joined(separator: ","))
        export ETCDCTL_CACERT=/etc/kubernetes/pki/etcd/ca.crt
        export ETCDCTL_CERT=/etc/kubernetes/pki/etcd/healthcheck-client.crt
        export ETCDCTL_KEY=/etc/kubernetes/pki/etcd/healthcheck-client.key
        export ETCDCTL_API=3

        """
    }

    /// The machine, with `extra` programs besides the host's own.
    func machine(with extra: [String: any Program]) throws(ClusterError) -> Machine {
        var catalog = StandardPrograms.catalog
        let standard = catalog.names
        var own: [String: any Program] = [
            "kubectl": KubectlProgram(cluster: cluster),
            "etcdctl": EtcdctlProgram(cluster: cluster), "vi": EditorProgram(editor: editor),
            "vim": EditorProgram(editor: editor), "nano": EditorProgram(editor: editor),
            "edit": EditorProgram(editor: editor), "clock": ClockProgram(control: control),
            "terminal": TerminalProgram(control: control),
            "trace": TraceProgram(cluster: cluster),
        ]
        // What etcd's archives hold; there once somebody has unpacked them.
        for version in EtcdRelease.versions {
            catalog["etcdctl-\(version)"] = EtcdctlProgram(cluster: cluster, version: version)
            catalog["etcdutl-\(version)"] = EtcdutlProgram()
            catalog["etcd-\(version)"] = UnsupportedProgram(name: "etcd")
        }
        let words = FaultPrograms.programs(
            faults, secondsFromUTC: cluster.topology.hostSecondsFromUTC)
        own.merge(words) { _, new in new }
        own.merge(extra) { _, new in new }
        for (name, program) in own.sorted(by: { $0.key < $1.key }) { catalog[name] = program }
        let node = cluster.controlPlane
        do throws(FileError) {
            try layOut(standard, own.keys.sorted(), in: node.files)
        } catch { throw ClusterError("cannot lay out the master's programs: \(error.text)") }
        return Machine(
            simulation: cluster.simulation, files: node.files, network: node.network,
            hostname: cluster.topology.controlPlane.name, programs: catalog,
            secondsFromUTC: cluster.topology.hostSecondsFromUTC)
    }

    private func layOut(
        _ standard: [String], _ own: [String], in files: FileSystem
    ) throws(FileError) {
        for folder in ["/bin", "/usr/bin", "/usr/local/bin", "/root", "/etc"] {
            try files.makeDirectory(folder, withParents: true)
        }
        for name in standard where !Self.onlyInImages.contains(name) {
            try put(name, in: "/bin", files)
            try put(name, in: "/usr/bin", files)
        }
        for name in own { try put(name, in: "/usr/local/bin", files) }
        try files.write("/etc/profile", Array(Self.profile.utf8))
        try files.write("/root/.bashrc", Array(bashrc.utf8))
    }

    private func put(_ name: String, in folder: String, _ files: FileSystem) throws(FileError) {
        try files.write("\(folder)/\(name)", Array("#!program \(name)\n".utf8), mode: 0o755)
    }

    /// The images' servers, which no host has.
    private static let onlyInImages: Set<String> = ["kubia", "nginx", "pause"]
}
