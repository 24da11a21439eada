package import Etcd
package import Simulation

/// etcdutl 3.6: what can be done with etcd's files while no etcd serves them.
///
/// etcdctl 3.6 has `snapshot save` only; what needs no server went here.
///
/// Upstream: etcd etcdutl/etcdutl/snapshot_command.go, defrag_command.go.
///
/// Differs: `backup`, `hashkv`, `migrate` and `version` have no use here and are not there.
package enum EtcdutlCommand {
    /// Directories with the data of an etcd, where they are real.
    package protocol Directories: Sendable {
        /// Makes a data directory of a snapshot. **Throws** `.disk` with a sentence.
        func restore(_ snapshot: [UInt8], to directory: String) throws(EtcdError)
        /// **Throws** `.disk` with a sentence.
        func defragment(_ directory: String) throws(EtcdError)
    }

    private static let flags = [
        Flag("data-dir", .string, "", "Path to the output data directory"),
        Flag(
            "write-out", shorthand: "w", .string, "simple",
            "set the output format (fields, json, protobuf, simple, table)"),
    ]

    /// Runs etcdutl with the words after its name; `directories` is nil where there are only
    /// simulated files. Returns the exit code.
    package static func run(
        arguments: [String], output: any ByteSink, error errorOutput: any ByteSink,
        files: any EtcdctlFiles,
        directories: (any Directories)? = nil
    ) async -> Int32 {
        do throws(Exit) {
            let text = try answer(arguments, files, directories)
            do { try await output.write(text) } catch { throw Exit(.brokenPipe, lines: "") }
            return 0
        } catch {
            // Nobody reads standard error any more: there is nobody left to tell.
            try? await errorOutput.write(error.text)
            return error.code.rawValue
        }
    }

    private static func answer(
        _ arguments: [String], _ files: any EtcdctlFiles, _ directories: (any Directories)?
    ) throws(Exit) -> String {
        let parsed: ParsedFlags
        do { parsed = try ParsedFlags(arguments, flags: flags) } catch {
            throw Exit(.error, error.text)
        }
        let words = parsed.arguments
        switch words.prefix(2) {
        case ["snapshot", "status"]:
            guard words.count == 3 else {
                throw Exit(.badArguments, "snapshot status requires exactly one argument")
            }
            return try status(try read(words[2], files), parsed.string("write-out"))
        case ["snapshot", "restore"]:
            guard words.count == 3 else {
                throw Exit(.badArguments, "snapshot restore requires exactly one argument")
            }
            let directory = parsed.string("data-dir")
            let snapshot = try read(words[2], files)
            try with(directories, "snapshot restore") { directories throws(EtcdError) in
                try directories.restore(
                    snapshot, to: directory.isEmpty ? "default.etcd" : directory)
            }
            return ""
        default: return try rest(words, parsed, directories)
        }
    }

    private static func rest(
        _ words: [String], _ parsed: ParsedFlags, _ directories: (any Directories)?
    ) throws(Exit) -> String {
        switch words.first {
        case "defrag" where words.count == 1:
            let directory = parsed.string("data-dir")
            if directory.isEmpty { throw Exit(.error, "required flag(s) \"data-dir\" not set") }
            try with(directories, "defrag") { directories throws(EtcdError) in
                try directories.defragment(directory)
            }
            return ""
        case nil:
            return "Usage:\n  etcdutl snapshot status <filename> [-w fields|json|simple|table]\n"
                + "  etcdutl snapshot restore <filename> --data-dir <directory>\n"
                + "  etcdutl defrag --data-dir <directory>\n"
        case let word?:
            throw Exit(
                .error, lines: "Error: unknown command \(goQuoted(word)) for \"etcdutl\"\n")
        }
    }

    private static func read(
        _ path: String, _ files: any EtcdctlFiles
    ) throws(Exit) -> [UInt8] {
        do { return try files.read(path) } catch {
            throw Exit(.error, "stat \(path): \(error.reason)")
        }
    }

    private static func with(
        _ directories: (any Directories)?, _ command: String,
        _ body: (any Directories) throws(EtcdError) -> Void
    ) throws(Exit) {
        guard let directories else {
            throw Exit(
                .error,
                "etcdutl \(command) is for real directories: use kubarium etcdutl for "
                    + "those of --data-dir")
        }
        do { try body(directories) } catch { throw Exit(.error, error.description) }
    }

    private static func status(_ file: [UInt8], _ format: String) throws(Exit) -> String {
        let status: SnapshotStatus
        do { status = try SnapshotStatus(of: file) } catch {
            throw Exit(.error, error.description)
        }
        let hash = hexadecimal(UInt64(status.hash), width: 1)
        let size = humanBytes(status.totalSize)
        switch format {
        case "simple":
            return "\(hash), \(status.revision), \(status.totalKeys), \(size), \(status.version)\n"
        case "json":
            return jsonObject([
                ("hash", "\(status.hash)"), ("revision", "\(status.revision)"),
                ("totalKey", "\(status.totalKeys)"), ("totalSize", "\(status.totalSize)"),
                ("version", jsonString(status.version)),
            ]) + "\n"
        case "table":
            return table(
                header: ["HASH", "REVISION", "TOTAL KEYS", "TOTAL SIZE", "VERSION"],
                rows: [
                    [hash, "\(status.revision)", "\(status.totalKeys)", size, status.version]
                ])
        case "fields":
            return "\"Hash\" : \(status.hash)\n\"Revision\" : \(status.revision)\n"
                + "\"Keys\" : \(status.totalKeys)\n\"Size\" : \(status.totalSize)\n"
                + "\"Version\" : \(goQuoted(status.version))\n"
        default: throw Exit(.badFeature, "unsupported output format")
        }
    }
}
