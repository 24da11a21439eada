import Simulation

/// What a container starts from: files and how to run them.
package struct Image: Sendable {
    package var reference: ImageReference
    /// `sha256:` and 64 hexadecimal digits.
    package var digest: String
    /// **Unit**: bytes to pull.
    package var sizeBytes: Int
    package var config: Config
    /// Shared by all containers of the image; each copies what it changes.
    package var files: FileSystem

    /// What the image says about running it.
    package struct Config: Sendable {
        package var environment: Environment
        package var entrypoint: [String]
        package var command: [String]
        package var workingDirectory: String
        /// A name of the image's `/etc/passwd`, a number, or `user:group`; empty for root.
        package var user: String
        package var labels: [String: String]
        package var stopSignal: Signal

        package init(
            environment: Environment = ["PATH": Machine.defaultPath], entrypoint: [String] = [],
            command: [String] = [], workingDirectory: String = "", user: String = "",
            labels: [String: String] = [:], stopSignal: Signal = .terminate
        ) {
            (self.environment, self.entrypoint, self.command) = (environment, entrypoint, command)
            (self.workingDirectory, self.user, self.labels) = (workingDirectory, user, labels)
            self.stopSignal = stopSignal
        }
    }

    /// An image whose digest follows from its name.
    package init(
        _ reference: ImageReference, sizeBytes: Int, config: Config = Config(), files: FileSystem
    ) {
        (self.reference, self.sizeBytes) = (reference, sizeBytes)
        (self.config, self.files) = (config, files)
        var generator = SeededGenerator(seed: 0, stream: reference.description)
        digest = reference.digest ?? "sha256:" + hexText(generator.bytes(32))
    }

    /// As a container's status names it: `docker.io/library/busybox@sha256:...`.
    package var repositoryDigest: String { "\(reference.repository)@\(digest)" }
}

/// `bytes` in lower-case hexadecimal.
func hexText(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
