import PKI
package import Simulation

/// The images that the labs and a fresh cluster use, with files of our own making.
///
/// Their programs come from the catalog that a machine is given: a file with the content
/// `#!program ls` runs the program `ls`.
///
/// Differs: sizes and digests are plausible, not those of the real images.
package struct StandardImages {
    /// What the image says in its environment and its server in each answer.
    static let nginxVersion = "1.29.3"

    let simulation: Simulation
    /// What `/bin` of a busybox has.
    let applets: [String]
    /// What images trust by default (`PublicAuthority`).
    let authorities: [UInt8]

    package init(_ simulation: Simulation, applets: [String]) {
        (self.simulation, self.applets) = (simulation, applets)
        authorities = Array(((try? PublicAuthority.make())?.certificatePEM ?? "").utf8)
    }

    /// Offers all of them in `registry`.
    package func register(in registry: ImageRegistry) throws(FileError) {
        try register(
            busybox(), "busybox", size: 2_223_686, config: .init(command: ["sh"]),
            tags: ["1.37", "1.36", "1.36.1", "1.35", "1.34", "1.28", "stable", "glibc", "musl"],
            in: registry)
        try register(
            alpine(), "alpine", size: 3_862_272, config: .init(command: ["/bin/sh"]),
            tags: ["3", "3.22", "3.21", "3.20"], in: registry)
        let curl = Image.Config(
            entrypoint: ["/entrypoint.sh"], command: ["curl"], user: "curl_user")
        try register(
            curlImage(), "curlimages/curl", size: 9_361_224, config: curl,
            tags: ["8.17.0", "8.16.0", "8.1.2"], in: registry)
        try register(
            kubia(), "luksa/kubia", size: 261_500_000,
            config: .init(entrypoint: ["node", "app.js"]), tags: ["v1", "v2"], in: registry)
        try register(
            busybox(), "luksa/batch-job", size: 705_000,
            config: .init(entrypoint: ["/bin/sh", "-c", Self.batchJob]), in: registry)
        let nginx = Image.Config(
            environment: ["PATH": Machine.defaultPath, "NGINX_VERSION": Self.nginxVersion],
            entrypoint: ["/docker-entrypoint.sh"], command: ["nginx", "-g", "daemon off;"])
        try register(
            nginxImage(), "nginx", size: 59_772_801, config: nginx,
            tags: [
                "1.29", "1.28", "1.27", "1.26", "1.25", "1.16.1", "1.14.2", "alpine", "stable",
            ], in: registry)
        try register(
            nginxImage(), "registry.k8s.io/nginx-slim", size: 92_000_000, config: nginx,
            tags: ["0.24", "0.21", "0.8"], in: registry)
        try registerTestImages(in: registry)
        try register(
            debian(), "registry.k8s.io/build-image/debian-base:bookworm-v1.0.4", size: 36_700_000,
            config: .init(command: ["bash"]), in: registry)
        for tag in ["3.9", "3.10", "3.10.1"] {
            try register(
                bare(programs: ["pause"]), "registry.k8s.io/pause:\(tag)", size: 320_368,
                config: .init(entrypoint: ["/pause"], user: "65535:65535"), in: registry)
        }
    }

    /// Those of Kubernetes' own tests, which its tutorials use as well.
    private func registerTestImages(in registry: ImageRegistry) throws(FileError) {
        let (project, tests) = ("registry.k8s.io/", "registry.k8s.io/e2e-test-images/")
        for (name, tags) in [(project + "busybox", ["1.27.2"]), (tests + "busybox", busyboxTags)] {
            try register(
                busybox(), name, size: 2_223_686, config: .init(command: ["sh"]), tags: tags,
                in: registry)
        }
        try register(
            agnhostImage(), tests + "agnhost", size: 53_000_000,
            config: .init(entrypoint: ["/agnhost"], command: ["pause"]),
            tags: ["2.40", "2.45", "2.47", "2.52", "2.53", "2.54", "2.55", "2.56", "2.57", "2.59"],
            in: registry)
        try register(
            nginxImage(), tests + "nginx", size: 48_000_000,
            config: .init(
                environment: ["PATH": Machine.defaultPath, "NGINX_VERSION": Self.nginxVersion],
                entrypoint: ["/docker-entrypoint.sh"], command: ["nginx", "-g", "daemon off;"]),
            tags: ["1.14-4", "1.15-4"], in: registry)
    }

    private var busyboxTags: [String] { ["1.29-4", "1.36.1-1", "1.37.0-1"] }

    private func register(
        _ files: FileSystem, _ name: String, size: Int, config: Image.Config, tags: [String] = [],
        in registry: ImageRegistry
    ) throws(FileError) {
        guard let reference = ImageReference(name) else { throw .invalid }
        registry.register(
            Image(reference, sizeBytes: size, config: config, files: files), tags: tags)
    }

    // MARK: - File systems

    /// A tree with the directories, devices and tables that every image has.
    private func base(osRelease: String, users: String, groups: String) throws(FileError)
        -> FileSystem
    {
        let files = FileSystem(simulation)
        for directory in ["bin", "dev", "etc", "home", "proc", "root", "sys", "tmp", "usr", "var"] {
            try files.makeDirectory("/" + directory)
        }
        for directory in ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/var/log", "/sbin", "/run"] {
            try files.makeDirectory(directory, withParents: true)
        }
        try files.setMode("/tmp", 0o1777)
        try files.setMode("/root", 0o700)
        try files.write("/etc/passwd", Array(users.utf8))
        try files.write("/etc/group", Array(groups.utf8))
        if !osRelease.isEmpty { try files.write("/etc/os-release", Array(osRelease.utf8)) }
        // Present in every image so that mounting over them does not copy `/etc`.
        for name in ["hosts", "hostname", "resolv.conf"] { try files.write("/etc/" + name, []) }
        return files
    }

    /// A file that runs the program `name` of the machine's catalog.
    private func add(_ name: String, at path: String, to files: FileSystem) throws(FileError) {
        try files.write(path, Array("#!program \(name)\n".utf8), mode: 0o755)
    }

    private func addApplets(to files: FileSystem) throws(FileError) {
        for name in applets { try add(name, at: "/bin/" + name, to: files) }
    }

    private func busybox() throws(FileError) -> FileSystem {
        let files = try base(osRelease: "", users: Self.rootOnly, groups: "root:x:0:\n")
        try addApplets(to: files)
        try files.link("/usr/bin/env", to: "../../bin/env")
        return files
    }

    /// A small Linux with a shell and BusyBox, as many images begin.
    package func alpine(users: String = "", groups: String = "") throws(FileError) -> FileSystem {
        let files = try base(
            osRelease: "NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.22.2\n"
                + "PRETTY_NAME=\"Alpine Linux v3.22\"\nHOME_URL=\"https://alpinelinux.org/\"\n",
            users: Self.rootOnly + users, groups: "root:x:0:root\n" + groups)
        try addApplets(to: files)
        try files.link("/var/run", to: "../run")
        try files.makeDirectory("/etc/ssl/certs", withParents: true)
        try files.write("/etc/ssl/certs/ca-certificates.crt", authorities)
        return files
    }

    private func curlImage() throws(FileError) -> FileSystem {
        let files = try alpine(
            users: "curl_user:x:100:101:Linux User,,,:/home/curl_user:/sbin/nologin\n",
            groups: "curl_group:x:101:curl_user\n")
        try files.makeDirectory("/home/curl_user")
        try files.setOwner("/home/curl_user", user: 100, group: 101)
        try add("curl", at: "/usr/bin/curl", to: files)
        // The real script runs curl when its first argument is none of its own commands.
        let script =
            "#!/bin/sh\nset -e\nif [ \"${1#-}\" != \"${1}\" ] || [ -z \"$(command -v \"${1}\")\" ]; then\n"
            + "  set -- curl \"$@\"\nfi\nexec \"$@\"\n"
        try files.write("/entrypoint.sh", Array(script.utf8), mode: 0o755)
        return files
    }

    private func agnhostImage() throws(FileError) -> FileSystem {
        let files = try alpine()
        try add("agnhost", at: "/agnhost", to: files)
        try add("curl", at: "/usr/bin/curl", to: files)
        return files
    }

    private func kubia() throws(FileError) -> FileSystem {
        let files = try debian()
        try add("kubia", at: "/usr/local/bin/node", to: files)
        try add("curl", at: "/usr/bin/curl", to: files)
        try files.write(
            "/app.js", Array("// Answers \"You've hit <hostname>\" on port 8080.\n".utf8))
        return files
    }

    private func nginxImage() throws(FileError) -> FileSystem {
        let files = try debian(
            users: "nginx:x:101:101:nginx user:/nonexistent:/bin/false\n",
            groups: "nginx:x:101:\n")
        try add("nginx", at: "/usr/sbin/nginx", to: files)
        try add("curl", at: "/usr/bin/curl", to: files)
        try files.write(
            "/docker-entrypoint.sh", Array("#!/bin/sh\nexec \"$@\"\n".utf8), mode: 0o755)
        try files.makeDirectory("/usr/share/nginx/html", withParents: true)
        try files.write(
            "/usr/share/nginx/html/index.html",
            Array(
                "<!DOCTYPE html>\n<title>Welcome to nginx!</title>\n<h1>Welcome to nginx!</h1>\n"
                    .utf8))
        return files
    }

    private func debian(users: String = "", groups: String = "") throws(FileError) -> FileSystem {
        let files = try base(
            osRelease: "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"
                + "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n",
            users: "root:x:0:0:root:/root:/bin/bash\n" + users, groups: "root:x:0:\n" + groups)
        try addApplets(to: files)
        try add("bash", at: "/bin/bash", to: files)
        try files.link("/var/run", to: "/run")
        try files.makeDirectory("/etc/ssl/certs", withParents: true)
        try files.write("/etc/ssl/certs/ca-certificates.crt", authorities)
        return files
    }

    /// Only its own programs at the root, as distroless and scratch images have them.
    package func bare(programs: [String]) throws(FileError) -> FileSystem {
        let files = try base(osRelease: "", users: Self.rootOnly, groups: "root:x:0:\n")
        for name in programs { try add(name, at: "/" + name, to: files) }
        return files
    }

    /// Two minutes of pretended work.
    private static let batchJob =
        "echo \"$(date) Batch job starting\"; sleep 120; echo \"$(date) Finished succesfully\""

    private static let rootOnly = "root:x:0:0:root:/root:/bin/sh\n"
}
