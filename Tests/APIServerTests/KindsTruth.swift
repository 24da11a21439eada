import API
import Foundation
import Simulation
import Testing

@testable import APIServer

/// The recordings of a real cluster, where this machine has them.
enum KindsTruth {
    static let folder = "/work/shared/truth"
    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder) }

    static func text(_ name: String) throws -> String {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
        return String(decoding: data, as: UTF8.self)
    }

    static func json(_ name: String) throws -> Value { try JSONParser.parse(text(name)) }

    static func names(in subfolder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(subfolder)").sorted()
    }

    /// What was printed after the `occurrence`th line that is `$ command`, without notes.
    static func output(of command: String, in file: String, occurrence: Int = 0) throws -> String {
        var lines = try text(file).split(separator: "\n", omittingEmptySubsequences: false)[...]
        var seen = 0
        while let line = lines.popFirst() {
            guard line == "$ " + command else { continue }
            if seen < occurrence {
                seen += 1
                continue
            }
            let end =
                lines.firstIndex { $0.hasPrefix("$ ") || $0.hasPrefix("# ") } ?? lines.endIndex
            return lines[lines.startIndex..<end].joined(separator: "\n")
        }
        throw CocoaError(.fileReadUnknown)
    }

    /// The objects in the YAML that a command printed, or in a manifest shown by `cat`.
    static func objects(of command: String, in file: String, occurrence: Int = 0) throws -> [Value]
    {
        let documents = try Manifest.documents(
            output(of: command, in: file, occurrence: occurrence))
        return documents.flatMap { $0["items"].array ?? [$0] }
    }
}

/// What the server makes of a manifest before admission and storage.
struct Draft {
    var object: Value
    var errors: [FieldError]

    /// Decodes `manifest`, fills it in and checks it, as a create does.
    init(_ manifest: Value, uid: String = "00000000-0000-0000-0000-000000000001") throws {
        let kind = GroupVersionKind(
            apiVersion: manifest["apiVersion"].string ?? "", kind: manifest["kind"].string ?? "")
        let resource = try #require(ResourceCatalog.shared.resource(of: kind))
        let strategy = Kinds.strategy(for: resource.groupVersionResource)
        let decoded = try Schema.shared.decode(manifest, as: kind)
        var object = decoded.value
        strategy.setDefaults(&object)
        object["metadata"]["uid"] = .string(uid)
        if strategy.hasStatus { object["status"] = nil }
        let context = Self.context(resource.groupVersionResource)
        strategy.prepareForCreate(&object, context)
        self.object = object
        errors = strategy.validate(object, context)
    }

    /// What is wrong with changing this object so.
    func problems(_ change: (inout Value) -> Void) throws -> [String] {
        var object = object
        change(&object)
        let kind = GroupVersionKind(
            apiVersion: object["apiVersion"].string ?? "", kind: object["kind"].string ?? "")
        let resource = try #require(ResourceCatalog.shared.resource(of: kind))
        let strategy = Kinds.strategy(for: resource.groupVersionResource)
        let context = Self.context(resource.groupVersionResource)
        strategy.setDefaults(&object)
        strategy.prepareForUpdate(&object, old: self.object, context)
        return strategy.validateUpdate(object, old: self.object, context).map(\.description)
    }

    private static func context(_ resource: GroupVersionResource) -> StrategyContext {
        let simulation = Simulation(seed: 1)
        return StrategyContext(
            now: simulation.now, user: .anonymous, resource: resource,
            random: simulation.random("test"))
    }
}
