import ContainerRuntime
package import Session

extension SessionTerminal {
    /// The text of a file by its name as typed here: on the master, or in the container whose shell
    /// is in front. Nil if it cannot be read as text.
    package func text(ofFile name: String) -> String? {
        guard let process = shell?.process,
            let bytes = try? process.files.read(process.resolve(name))
        else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
