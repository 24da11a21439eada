import Foundation
import Testing

/// The few rules of style that a machine can check: what would break determinism, and what docs
/// promise of the sources.
@Suite("Tidy")
struct TidyTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct Source {
        var path: String
        var lines: [String]

        var isWorkbench: Bool { path.hasPrefix("Sources/Workbench/") }
        var isSimulation: Bool { path.hasPrefix("Sources/Machinery/Simulation/") }
    }

    static func sources() throws -> [Source] {
        let base = root.appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        var sources: [Source] = []
        for case let url as URL in try #require(files) where url.pathExtension == "swift" {
            let text = try String(contentsOf: url, encoding: .utf8)
            let path = url.path.dropFirst(root.path.count + 1)
            sources.append(
                Source(path: String(path), lines: text.components(separatedBy: "\n")))
        }
        return sources.sorted { $0.path < $1.path }
    }

    /// The code of a line, without its comment.
    static func code(_ line: String) -> Substring {
        if line.drop(while: { $0 == " " }).hasPrefix("//") { return "" }
        return line.range(of: " // ").map { line[..<$0.lowerBound] } ?? line[...]
    }

    static let banned: [(pattern: String, why: String)] = [
        (#"\bTask\s*\{"#, "leaves the executor; use simulation.spawn"),
        (#"\bTask\.detached\b"#, "leaves the executor; use simulation.spawn"),
        (#"\bTask\.sleep\b"#, "sleeps on the wall clock; use simulation.sleep"),
        (#"\b(ContinuousClock|SuspendingClock)\b"#, "reads the wall clock"),
        (#"\bDate\(\)"#, "reads the wall clock"),
        (#"\bUUID\(\)"#, "is not seeded; use a RandomStream"),
        (#"\.(randomElement|shuffled)\(\)"#, "is not seeded; use a RandomStream"),
        (#"\.random\(in: [^,)]*\)"#, "is not seeded; use a RandomStream"),
        (#"\bSystemRandomNumberGenerator\b"#, "is not seeded; use a RandomStream"),
        (#"@unchecked Sendable"#, "hides a data race; use Confined"),
        (#"nonisolated\(unsafe\)"#, "hides a data race; use Confined"),
        (#"\b(NSLock|Mutex|DispatchQueue|pthread_mutex)\b"#, "locks; one thread needs none"),
        (#"\btry!|\bfatalError\("#, "crashes; throw, or state a precondition"),
    ]

    @Test("nothing in a component breaks determinism")
    func determinism() throws {
        var findings: [String] = []
        for source in try Self.sources() where !source.isWorkbench && !source.isSimulation {
            for (index, line) in source.lines.enumerated() {
                let code = Self.code(line)
                for (pattern, why) in Self.banned
                where code.range(of: pattern, options: .regularExpression) != nil {
                    findings.append("\(source.path):\(index + 1): \(why): \(line)")
                }
            }
        }
        #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
    }

    @Test("the scan finds what it looks for")
    func scanFinds() {
        for bad in [
            "Task { await x() }", "try await Task.sleep(for: x)", "let now = Date()",
            "Int.random(in: 0..<3)", "final class A: @unchecked Sendable {}",
        ] {
            #expect(
                Self.banned.contains {
                    bad.range(of: $0.pattern, options: .regularExpression) != nil
                },
                "\(bad)")
        }
        #expect(Self.code("    // Task { is bad }").isEmpty)
    }

    @Test("Foundation stays in the workbench, but for the packages that speak it")
    func foundation() throws {
        // Certificates are swift-certificates', whose dates are Foundation's.
        let allowed = ["Sources/Machinery/PKI/"]
        for source in try Self.sources() where !source.isWorkbench {
            let imports = source.lines.contains {
                $0.range(of: #"^(package |public )?import Foundation"#, options: .regularExpression)
                    != nil
            }
            #expect(!imports || allowed.contains { source.path.hasPrefix($0) }, "\(source.path)")
        }
    }

    @Test("every component says what it is in a README of at most 60 lines")
    func readmes() throws {
        let folders = Set(try Self.sources().map { $0.path.split(separator: "/").prefix(3) })
        for folder in folders {
            let path = folder.joined(separator: "/") + "/README.md"
            let text = try String(
                contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
            #expect(text.components(separatedBy: "\n").count <= 61, "\(path)")
            #expect(text.count > 80, "\(path) says nothing")
        }
    }

    @Test("fidelity.md lists every place that says how it differs")
    func fidelity() throws {
        let page = Self.root.appendingPathComponent("docs/fidelity.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let expected = try Self.differences()
        let listed = text.components(separatedBy: "<!-- generated -->\n").last ?? ""
        if listed != expected, ProcessInfo.processInfo.environment["REWRITE"] == "1" {
            let head = text.components(separatedBy: "<!-- generated -->\n")[0]
            try (head + "<!-- generated -->\n" + expected)
                .write(to: page, atomically: true, encoding: .utf8)
        }
        #expect(listed == expected, "run: REWRITE=1 swift test --filter TidyTests")
    }

    /// Every `Differs:` of the sources, by component.
    static func differences() throws -> String {
        var sections: [String: [String]] = [:]
        for source in try sources() {
            let component = source.path.split(separator: "/").prefix(3).last.map(String.init) ?? ""
            var index = 0
            while index < source.lines.count {
                defer { index += 1 }
                guard let start = source.lines[index].range(of: "/// Differs: ") else { continue }
                var text = String(source.lines[index][start.upperBound...])
                while index + 1 < source.lines.count {
                    let next = source.lines[index + 1].drop { $0 == " " }
                    guard next.hasPrefix("/// "), !next.hasPrefix("/// - "),
                        next.range(of: #"^/// [A-Z][a-z]+: "#, options: .regularExpression) == nil
                    else { break }
                    text += " " + next.dropFirst(4)
                    index += 1
                }
                let file = source.path.split(separator: "/").last ?? ""
                sections[component, default: []].append("- \(text) (`\(file)`)")
            }
        }
        return sections.sorted { $0.key < $1.key }.map { component, lines in
            "\n## \(component)\n\n" + lines.joined(separator: "\n") + "\n"
        }.joined()
    }
}
