import Foundation
import Transcript

/// The labs on disk: `labs/NN-name/` with their texts, `transcripts/NN-name.txt`.
package struct LabLibrary: Sendable {
    /// The folder that holds `labs` and `transcripts`.
    package let root: String
    package let language: Language

    package init(root: String, language: Language) {
        (self.root, self.language) = (root, language)
    }

    /// Finds the labs: at `$KUBARIUM_HOME`, below the working directory or one of its parents, or
    /// beside the executable's package.
    ///
    /// **Throws** a sentence that says where it looked.
    package static func find(
        language: Language, environment: [String: String], executable: String,
        workingDirectory: String
    ) throws(LabError) -> LabLibrary {
        var places: [String] = []
        if let home = environment["KUBARIUM_HOME"], !home.isEmpty {
            places = [home]
        } else {
            places = parents(of: workingDirectory)
            let real = URL(fileURLWithPath: executable).resolvingSymlinksInPath().path
            places += parents(of: real)
        }
        for place in places
        where FileManager.default.fileExists(atPath: place + "/labs")
            && FileManager.default.fileExists(atPath: place + "/transcripts")
        {
            return LabLibrary(root: place, language: language)
        }
        throw LabError(
            "no labs found: set KUBARIUM_HOME to the folder that holds labs/ and transcripts/")
    }

    private static func parents(of path: String) -> [String] {
        var places: [String] = []
        var rest = path[...]
        while !rest.isEmpty, places.count < 8 {
            places.append(String(rest))
            guard let slash = rest.lastIndex(of: "/") else { break }
            rest = rest[..<slash]
        }
        return places
    }

    /// The folders of all labs, in the order of their numbers.
    package var names: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/labs")) ?? []
        return names.filter { $0.first?.isNumber == true }.sorted()
    }

    /// All labs in order.
    package func labs() throws(LabError) -> [Lab] {
        var labs: [Lab] = []
        for name in names { labs.append(try lab(named: name)) }
        return labs
    }

    /// The lab with this number, or whose folder has this name: `3`, `03`, `03-downward-env`.
    package func lab(_ word: String) throws(LabError) -> Lab {
        let number = Int(word)
        let name = names.first { name in
            name == word || (number != nil && Int(name.prefix { $0.isNumber }) == number)
        }
        guard let name else {
            let known = names.compactMap { Int($0.prefix { $0.isNumber }) }.map(String.init)
            throw LabError("there is no lab \(word); there are: \(known.joined(separator: ", "))")
        }
        return try lab(named: name)
    }

    private func lab(named name: String) throws(LabError) -> Lab {
        let folder = root + "/labs/" + name
        var file = folder + "/lab.md"
        if language == .chinese, FileManager.default.fileExists(atPath: folder + "/lab.zh.md") {
            file = folder + "/lab.zh.md"
        }
        let transcriptFile = root + "/transcripts/" + name + ".txt"
        let transcript: Transcript
        let source = try text(transcriptFile)
        do { transcript = try Transcript(parsing: source) } catch {
            throw LabError("\(transcriptFile):\(error.line): \(error.message)")
        }
        var files: [String: [UInt8]] = [:]
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for other in names.sorted() where !other.hasSuffix(".md") && !other.hasPrefix(".") {
            files[other] = FileManager.default.contents(atPath: folder + "/" + other).map(
                Array.init)
        }
        var lab = try LabParser.parse(
            try text(file), file: file, name: name, transcript: transcript, files: files)
        lab.transcriptFile = transcriptFile
        return lab
    }

    private func text(_ path: String) throws(LabError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw LabError("\(path) cannot be read")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
