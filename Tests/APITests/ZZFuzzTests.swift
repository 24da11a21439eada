import Foundation
import Testing

@testable import API

@Suite("Fuzz")
struct FuzzTests {
    @Test func fuzz() throws {
        guard let folder = ProcessInfo.processInfo.environment["FUZZ"] else { return }
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where file.hasSuffix(".json") {
            let json = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file))
            let yaml = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file.dropLast(5) + ".yaml"))
            let expected = String(decoding: yaml, as: UTF8.self)
            let written = YAMLWriter.write(try JSONParser.parse(Array(json)))
            let a = written.split(separator: "\n"), b = expected.split(separator: "\n")
            for (x, y) in zip(a, b) where x != y { print("\(file)\n  mine \(x)\n  real \(y)"); break }
            let back = try JSONWriter.text(YAMLParser.parse(expected), sortedKeys: true)
            let orig = try JSONWriter.text(JSONParser.parse(Array(json)), sortedKeys: true)
            if back != orig { print("\(file) PARSE\n \(back.prefix(300))\n \(orig.prefix(300))") }
        }
    }
}
