import Simulation

/// File modes in their two notations.
enum FileMode {
    /// `-rw-r--r--`.
    static func shown(_ status: FileStatus) -> String {
        var text: String
        switch status.kind {
        case .file: text = "-"
        case .directory: text = "d"
        case .link: text = "l"
        case .device: text = "c"
        }
        for shift in [6, 3, 0] {
            let bits = status.mode >> UInt16(shift)
            text += bits & 4 != 0 ? "r" : "-"
            text += bits & 2 != 0 ? "w" : "-"
            let special = status.mode & [6: 0o4000, 3: 0o2000, 0: 0o1000][shift, default: 0] != 0
            let letter = shift == 0 ? "t" : "s"
            let runs = bits & 1 != 0
            text += special ? (runs ? letter : letter.uppercased()) : runs ? "x" : "-"
        }
        return text
    }

    /// `755`, `u+x`, `go-w`, `a=r`: applied to a mode; nil if it is no mode.
    static func apply(_ word: String, to mode: UInt16, isDirectory: Bool) -> UInt16? {
        if word.utf8.allSatisfy(\.isDigit) {
            guard let value = UInt16(word, radix: 8), value <= 0o7777 else { return nil }
            return value
        }
        var mode = mode
        for clause in word.split(separator: ",", omittingEmptySubsequences: false) {
            guard let next = applyClause(clause, to: mode, isDirectory: isDirectory) else {
                return nil
            }
            mode = next
        }
        return mode
    }

    private static func applyClause(
        _ clause: Substring, to mode: UInt16, isDirectory: Bool
    ) -> UInt16? {
        guard let place = clause.firstIndex(where: { "+-=".contains($0) }) else { return nil }
        var who: UInt16 = 0
        for letter in clause[..<place] {
            switch letter {
            case "u": who |= 0o4700
            case "g": who |= 0o2070
            case "o": who |= 0o1007
            case "a": who |= 0o7777
            default: return nil
            }
        }
        if who == 0 { who = 0o7777 }
        var bits: UInt16 = 0
        for letter in clause[clause.index(after: place)...] {
            switch letter {
            case "r": bits |= 0o444
            case "w": bits |= 0o222
            case "x": bits |= 0o111
            case "X": if isDirectory || mode & 0o111 != 0 { bits |= 0o111 }
            case "s": bits |= 0o6000
            case "t": bits |= 0o1000
            default: return nil
            }
        }
        switch clause[place] {
        case "+": return mode | (bits & who)
        case "-": return mode & ~(bits & who)
        default: return (mode & ~(who & 0o777)) | (bits & who)
        }
    }
}

extension Process {
    /// The name of a user number, as `/etc/passwd` gives it.
    func userName(_ id: Int) -> String { name(of: id, in: "/etc/passwd") }

    /// The name of a group number, as `/etc/group` gives it.
    func groupName(_ id: Int) -> String { name(of: id, in: "/etc/group") }

    private func name(of id: Int, in path: String) -> String {
        for line in ((try? files.read(path)) ?? []).lines {
            let fields = text(line).split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 2, Int(fields[2]) == id { return String(fields[0]) }
        }
        if id == 0 { return "root" }
        if id == machine.user.id, path == "/etc/passwd" { return machine.user.name }
        if id == machine.user.groupID, path == "/etc/group" { return machine.user.groupName }
        return String(id)
    }

    /// The number of a user given by name or number.
    func userID(_ word: String) -> Int? { id(of: word, in: "/etc/passwd") }

    /// The number of a group given by name or number.
    func groupID(_ word: String) -> Int? { id(of: word, in: "/etc/group") }

    private func id(of word: String, in path: String) -> Int? {
        if let number = Int(word) { return number >= 0 ? number : nil }
        for line in ((try? files.read(path)) ?? []).lines {
            let fields = text(line).split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 2, fields[0] == word { return Int(fields[2]) }
        }
        if word == "root" { return 0 }
        return word == machine.user.name ? machine.user.id : nil
    }
}

/// Sizes for people: `4.0K`, `1.2M`.
enum HumanSize {
    /// BusyBox's way: one digit after the point, below 1024 the plain number.
    static func render(_ bytes: Int) -> String {
        var value = Double(max(0, bytes))
        guard value >= 1024 else { return String(bytes) }
        var unit = 0
        let units = ["", "K", "M", "G", "T", "P"]
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return FloatText.render(value, kind: UInt8(ascii: "f"), precision: 1) + units[unit]
    }
}
