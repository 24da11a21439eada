import Foundation

/// A file that only its owner may read: it has a private key.
package enum PrivateFile {
    /// Writes `text` to `path`; `what` names it in errors.
    ///
    /// **Throws** a sentence if the file cannot be written.
    package static func write(_ text: String, to path: String, what: String) throws(GatewayError) {
        // The mode holds from the first byte on.
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0, fchmod(file, 0o600) == 0 else {
            let why = String(cString: strerror(errno))
            if file >= 0 { _ = close(file) }
            throw GatewayError("cannot write \(what) \(path): \(why)")
        }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do { try handle.write(contentsOf: Data(text.utf8)) } catch {
            throw GatewayError("cannot write \(what) \(path): \(error.localizedDescription)")
        }
    }
}
