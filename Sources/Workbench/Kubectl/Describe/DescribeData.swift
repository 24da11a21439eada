import Encoding
import API

/// `describe configmap` and `describe secret`.
enum DescribeData {
    static func write(configMap: Value, _ out: inout Description) {
        writeHead(configMap, &out)
        out.line(0, "")
        out.line(0, "Data")
        out.line(0, "====")
        for (name, value) in (configMap["data"].stringMap ?? [:]).sorted(by: { $0.key < $1.key }) {
            out.line(0, "\(name):\n----\n\(value)\n")
        }
        out.line(0, "")
        out.line(0, "BinaryData")
        out.line(0, "====")
        for (name, value) in (configMap["binaryData"].stringMap ?? [:]).sorted(by: {
            $0.key < $1.key
        }) {
            out.line(0, "\(name): \(Base64.decode(value)?.count ?? 0) bytes")
        }
        out.line(0, "")
    }

    static func write(secret: Value, _ out: inout Description) {
        writeHead(secret, &out)
        let type = secret["type"].string ?? ""
        out.line(0, "\nType:\t\(type)")
        out.line(0, "\nData\n====")
        for (name, value) in (secret["data"].stringMap ?? [:]).sorted(by: { $0.key < $1.key }) {
            let bytes = Base64.decode(value) ?? []
            if name == "token", type == "kubernetes.io/service-account-token" {
                out.field(0, name, String(decoding: bytes, as: UTF8.self))
            } else {
                out.field(0, name, "\(bytes.count) bytes")
            }
        }
    }

    private static func writeHead(_ object: Value, _ out: inout Description) {
        let metadata = object["metadata"]
        out.field(0, "Name", metadata["name"].string ?? "")
        out.field(0, "Namespace", metadata["namespace"].string ?? "")
        out.labels(0, "Labels", metadata["labels"].stringMap)
        out.annotations(0, metadata["annotations"].stringMap)
    }
}
