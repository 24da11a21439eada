import Foundation

/// Memory of this process as Linux counts it.
enum ProcessMemory {
    /// **Unit**: bytes resident now; 0 where `/proc` is missing.
    static var resident: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return pages * 4096
    }

    static var readable: String { String(format: "%.0f MB", Double(resident) / 1e6) }
}
