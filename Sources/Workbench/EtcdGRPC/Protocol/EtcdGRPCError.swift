import Foundation
import NIOCore

/// Why etcd cannot be served or reached; a sentence for whoever wanted it.
package struct EtcdGRPCError: Error, Sendable, CustomStringConvertible {
    package var description: String
    /// The same in the words of Go's gRPC, for those who print what etcdctl prints.
    package var goText: String

    package init(_ description: String) { (self.description, goText) = (description, description) }

    init(port: Int, _ error: any Error) {
        let place = "port \(port) of 127.0.0.1"
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE:
            self.init("\(place) is in use; choose another with --etcd-port, or 0 for any")
        case EACCES: self.init("\(place) is not allowed to this user; choose another")
        default: self.init("cannot listen on \(place): \(error)")
        }
    }
}
