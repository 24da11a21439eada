import Foundation

/// Reads what learners have handed in, and nothing else: plain files of a bounded size.
package struct SubmissionReader {
    /// **Unit**: bytes.
    package static let mostBytes = 4 << 20

    /// Why a file cannot be judged.
    package enum Refusal: Error, Hashable, Sendable {
        case unreadable, notPlain, empty, binary
        case large(bytes: Int)
    }

    /// The files below a folder, at most one folder deep, without hidden ones. **Order**: by name.
    ///
    /// Nil if it is no folder.
    package static func paths(below folder: String) -> [String]? {
        let manager = FileManager.default
        guard let names = try? manager.contentsOfDirectory(atPath: folder) else { return nil }
        var paths: [String] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            let type = (try? manager.attributesOfItem(atPath: folder + "/" + name))?[.type]
            guard type as? FileAttributeType == .typeDirectory else {
                paths.append(name)
                continue
            }
            let inner = (try? manager.contentsOfDirectory(atPath: folder + "/" + name)) ?? []
            for file in inner.sorted() where !file.hasPrefix(".") {
                paths.append(name + "/" + file)
            }
        }
        return paths
    }

    /// The text of a file; what is no UTF-8 in it is replaced.
    ///
    /// A link, a pipe or a device is never opened for longer than it takes to see what it is.
    package static func text(_ path: String) throws(Refusal) -> String {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw errno == ELOOP ? Refusal.notPlain : Refusal.unreadable }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notPlain }
        guard status.st_size <= mostBytes else { throw .large(bytes: Int(status.st_size)) }
        let bytes = read(descriptor, atMost: mostBytes)
        if bytes.isEmpty { throw .empty }
        if bytes.contains(0) { throw .binary }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func read(_ descriptor: Int32, atMost limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            if count <= 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }
}
