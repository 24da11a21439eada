import Encoding
import Simulation

/// `tar`: makes, lists and unpacks archives, with or without gzip, in GNU tar's words.
///
/// Differs: BusyBox images have the same program, where the real one has words of its own; bzip2 and
/// xz are not installed anywhere.
struct TarProgram: Applet {
    static let usage = "-c|-x|-t [-zvO] [-f ARCHIVE] [-C DIR] [FILE]..."

    /// What ends tar at once: what it says, and its exit code.
    struct Fatal: Error {
        var text: String
        var status: Int32 = 2

        static let notRecoverable = "tar: Error is not recoverable: exiting now\n"
    }

    /// What tar says at its end if anything went wrong on the way.
    static let delayedFailure = "tar: Exiting with failure status due to previous errors\n"

    func main(_ call: Call) async throws -> Int32 {
        if call.arguments == ["--version"] {
            try await call.print("tar (GNU tar) 1.26")
            return 0
        }
        do {
            let options = try TarOptions(call.arguments)
            if let directory = options.directory { try check(directory, call) }
            switch options.mode {
            case .create: return try await TarCreation(call, options).run()
            case .list, .extract:
                let bytes = try await archive(call, options)
                return try await TarExtraction(call, options).run(TarArchive.read(bytes))
            }
        } catch let refusal as TarOptions.Refusal {
            try await call.process.error.write(refusal.text)
            return refusal.status
        } catch let fatal as Fatal {
            try await call.flush()
            try await call.process.error.write(fatal.text)
            return fatal.status
        }
    }

    /// Makes sure that `-C` names a directory; names of files are meant from there (`tarPath`), the
    /// archive's own is not.
    private func check(_ directory: String, _ call: Call) throws {
        let path = call.process.resolve(directory)
        do throws(FileError) {
            if try call.files.stat(path).kind != .directory { throw .notDirectory }
        } catch {
            throw Fatal(
                text: "tar: \(directory): Cannot open: \(error.text)\n" + Fatal.notRecoverable)
        }
    }

    // MARK: - The archive's bytes

    private func archive(_ call: Call, _ options: TarOptions) async throws -> [UInt8] {
        let compressed = options.isGzip || options.foreignCompressor != nil
        let bytes = try await content(call, options.file, isFiltered: compressed)
        if let name = options.foreignCompressor {
            throw Fatal(
                text: "tar (child): \(name): Cannot exec: No such file or directory\n"
                    + "tar (child): Error is not recoverable: exiting now\n"
                    + "tar: Child returned status 2\n" + Fatal.notRecoverable)
        }
        // GNU tar looks at a file's first bytes even without -z; not at a pipe's.
        guard options.isGzip || (options.file != "-" && Gzip.isGzip(bytes)) else { return bytes }
        do throws(Gzip.Failure) {
            return try Gzip.expand(bytes, limit: ShellLimits.inputBytes)
        } catch {
            throw Fatal(
                text: "\ngzip: stdin: \(error.text)\n"
                    + (error == .unexpectedEnd
                        ? "tar: Unexpected EOF in archive\n" : "tar: Child returned status 1\n")
                    + Fatal.notRecoverable)
        }
    }

    private func content(
        _ call: Call, _ name: String, isFiltered: Bool
    ) async throws -> [UInt8] {
        guard name != "-" else {
            guard call.process.streams.terminal == nil else {
                throw Fatal(
                    text: "tar: Refusing to read archive contents from terminal "
                        + "(missing -f option?)\n" + Fatal.notRecoverable)
            }
            return try await call.all(of: call.process.input)
        }
        do throws(FileError) { return try call.process.readFile(name) } catch {
            let reason = "\(name): Cannot open: \(error.text)\n"
            guard isFiltered else { throw Fatal(text: "tar: " + reason + Fatal.notRecoverable) }
            throw Fatal(
                text: "tar (child): " + reason
                    + "tar (child): Error is not recoverable: exiting now\n"
                    + "tar: Child returned status 2\n" + Fatal.notRecoverable)
        }
    }
}

extension Gzip.Failure {
    /// gzip's words.
    var text: String {
        switch self {
        case .notGzip: "not in gzip format"
        case .unexpectedEnd: "unexpected end of file"
        case .invalid: "invalid compressed data--format violated"
        case .wrongChecksum: "invalid compressed data--crc error"
        case .wrongLength: "invalid compressed data--length error"
        case .tooLarge: "memory exhausted"
        }
    }
}

extension Call {
    /// A name on tar's command line as a path, `-C` considered.
    func tarPath(_ name: String, _ options: TarOptions) -> String {
        guard let directory = options.directory, !name.hasPrefix("/") else {
            return process.resolve(name)
        }
        return process.resolve(Path.join(directory, name))
    }
}
