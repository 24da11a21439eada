package import Simulation

/// What `stat` tells.
package struct FileStatus: Sendable {
    package enum Kind: Sendable { case file, directory, link, device }
    package var kind: Kind
    /// The twelve permission bits.
    package var mode: UInt16
    /// **Unit**: bytes; 4096 for a directory.
    package var size: Int
    package var modified: SimulatedInstant
    package var user: Int
    package var group: Int
    package var inode: UInt64
    package var links: Int
}

/// Why a file call failed, as Linux tells it.
package enum FileError: Error, Hashable, Sendable {
    case notFound
    case exists
    case isDirectory
    case notDirectory
    case notEmpty
    case permissionDenied
    case readOnly
    case tooManyLinks
    case nameTooLong
    case busy
    case invalid
    case noSpace

    /// `strerror`'s text.
    package var text: String {
        switch self {
        case .notFound: "No such file or directory"
        case .exists: "File exists"
        case .isDirectory: "Is a directory"
        case .notDirectory: "Not a directory"
        case .notEmpty: "Directory not empty"
        case .permissionDenied: "Permission denied"
        case .readOnly: "Read-only file system"
        case .tooManyLinks: "Too many levels of symbolic links"
        case .nameTooLong: "File name too long"
        case .busy: "Device or resource busy"
        case .invalid: "Invalid argument"
        case .noSpace: "No space left on device"
        }
    }
}
