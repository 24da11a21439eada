/// Replaces `$(NAME)` in arguments and variables.
///
/// `$$` is a dollar sign; a reference to nothing stays as it is.
/// Upstream: kubernetes third_party/forked/golang/expansion/expand.go.
enum VariableExpansion {
    static func expand(_ text: String, _ value: (String) -> String?) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "$"), index + 1 < bytes.count else {
                result.append(byte)
                index += 1
                continue
            }
            switch bytes[index + 1] {
            case UInt8(ascii: "$"):
                result.append(byte)
                index += 2
            case UInt8(ascii: "("):
                guard let end = bytes[(index + 2)...].firstIndex(of: UInt8(ascii: ")")) else {
                    result += bytes[index...(index + 1)]
                    index += 2
                    continue
                }
                let name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
                result += value(name).map { Array($0.utf8) } ?? Array(bytes[index...end])
                index = end + 1
            default:
                result.append(byte)
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
