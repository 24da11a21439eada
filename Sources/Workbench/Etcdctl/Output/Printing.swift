import Encoding
import Etcd

extension ResponseHeader {
    /// Members of a JSON object; what is zero is left out, as protobuf does.
    var json: String {
        jsonObject([
            ("cluster_id", clusterID == 0 ? nil : "\(clusterID)"),
            ("member_id", memberID == 0 ? nil : "\(memberID)"),
            ("revision", revision == 0 ? nil : "\(revision)"),
            ("raft_term", raftTerm == 0 ? nil : "\(raftTerm)"),
        ])
    }

    /// Four lines `"Revision" : 7`.
    var fields: String {
        "\"ClusterID\" : \(clusterID)\n\"MemberID\" : \(memberID)\n"
            + "\"Revision\" : \(revision)\n\"RaftTerm\" : \(raftTerm)\n"
    }
}

extension KeyValue {
    var json: String {
        jsonObject([
            ("key", "\"\(Base64.encode(key.bytes))\""),
            ("create_revision", createRevision == 0 ? nil : "\(createRevision)"),
            ("mod_revision", modRevision == 0 ? nil : "\(modRevision)"),
            ("version", version == 0 ? nil : "\(version)"),
            ("value", value.byteCount == 0 ? nil : "\"\(Base64.encode(value.bytes))\""),
            ("lease", lease == 0 ? nil : "\(lease)"),
        ])
    }

    /// Lines `"PrevKey" : "a"`, with `prefix` before each name.
    func fields(prefix: String = "") -> String {
        "\"\(prefix)Key\" : \(goQuoted(key.bytes))\n"
            + "\"\(prefix)CreateRevision\" : \(createRevision)\n"
            + "\"\(prefix)ModRevision\" : \(modRevision)\n"
            + "\"\(prefix)Version\" : \(version)\n"
            + "\"\(prefix)Value\" : \(goQuoted(value.bytes))\n"
            + "\"\(prefix)Lease\" : \(lease)\n"
    }

    /// The key on a line, then the value on a line.
    func simple(hex: Bool = false, valueOnly: Bool = false) -> [UInt8] {
        let shownKey = valueOnly ? [] : (hex ? escaped(key.bytes) : key.bytes) + [10]
        return shownKey + (hex ? escaped(value.bytes) : value.bytes) + [10]
    }
}

/// `\x61\x31`: what `--hex` makes of bytes.
private func escaped(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { Array("\\x\(hexadecimal(UInt64($0), width: 2))".utf8) }
}

/// An object of the members that are not nil, in the given order.
func jsonObject(_ members: [(String, String?)]) -> String {
    let texts = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
    return "{" + texts.joined(separator: ",") + "}"
}

/// A JSON array; nil if there is nothing to show, since etcd leaves empty lists out.
func jsonArray(_ elements: [String]) -> String? {
    elements.isEmpty ? nil : "[" + elements.joined(separator: ",") + "]"
}

/// A JSON string as Go writes it.
func jsonString(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case "\r": quoted += "\\r"
        case "\t": quoted += "\\t"
        case _ where scalar.value < 0x20:
            quoted += "\\u" + hexadecimal(UInt64(scalar.value), width: 4)
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}

/// A table with a frame: headers in the middle, cells to the right.
///
/// Upstream: olekukonko/tablewriter with `ALIGN_RIGHT`, as etcdctl sets it.
func table(header: [String], rows: [[String]]) -> String {
    let widths = header.indices.map { column in
        ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    let rule =
        "+" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "+") + "+\n"
    let rows = rows.map { row in row.map { $0.trimmed } }
    func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
    let titles = zip(header, widths).map { title, width in
        let left = (width - title.count) / 2
        return " " + spaces(left) + title + spaces(width - title.count - left) + " "
    }
    let lines = rows.map { row in
        zip(row, widths).map { " " + spaces($1 - $0.count) + $0 + " " }
    }
    let text = ([titles] + lines).map { "|" + $0.joined(separator: "|") + "|\n" }
    return rule + text[0] + rule + text.dropFirst().joined() + rule
}

extension String {
    /// Without blanks at its ends.
    fileprivate var trimmed: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
