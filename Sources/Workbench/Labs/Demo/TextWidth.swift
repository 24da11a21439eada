/// How many columns of a screen text takes.
package enum TextWidth {
    package static func columns(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + columns($1) }
    }

    /// Two for Chinese characters and full-width signs, none for what only changes another.
    package static func columns(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0..<32, 0x7f, 0x200b...0x200f, 0xfe00...0xfe0f: return 0
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
            0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
            return 2
        default: return 1
        }
    }

    /// Paragraphs of prose, their lines filled anew at blanks up to `width`; lines that are indented
    /// or begin a list stay.
    package static func fill(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var isOpen = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let stays = line.isEmpty || " -*|#`0123456789".contains(line.first ?? " ")
            if stays {
                lines.append(String(line))
                isOpen = false
                continue
            }
            if !isOpen { lines.append("") }
            for word in line.split(separator: " ") {
                let last = lines[lines.count - 1]
                let isFull = !last.isEmpty && columns(last) + 1 + columns(word) > width
                if isFull {
                    lines.append(String(word))
                } else {
                    lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + String(word)
                }
            }
            isOpen = true
        }
        return lines
    }

    /// `text` cut into pieces that are each at most `width` columns wide; at least one piece.
    package static func wrap(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var (line, used) = ("", 0)
        for character in text {
            let columns = columns(character)
            if used + columns > max(2, width) {
                lines.append(line)
                (line, used) = ("", 0)
            }
            line.append(character)
            used += columns
        }
        return lines + [line]
    }
}
