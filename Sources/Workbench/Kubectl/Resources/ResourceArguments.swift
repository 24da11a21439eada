import API

/// What the arguments of a command name: `pods`, `pod x y`, `pod/x svc/y`, `deploy,rs`, `all`.
struct ResourceArguments {
    /// One thing to get: a whole resource, or an object of it by name.
    struct Target {
        var mapping: ResourceMapping
        /// Nil for all objects, or those that the selectors choose.
        var name: String?
    }

    var targets: [Target] = []
    /// Several types were asked for, so that each result must say its type.
    var namesSeveralTypes = false

    /// Differs: a selector beside a name, or `--all`, is refused with one text each.
    static func parse(
        _ words: [String], _ mapper: ResourceMapper, hasSelector: Bool = false
    ) throws(KubectlError) -> ResourceArguments {
        var result = ResourceArguments()
        guard let first = words.first else { return result }
        if words.contains(where: { $0.contains("/") }) {
            try result.parsePairs(words, mapper)
        } else {
            try result.parseType(first, names: Array(words.dropFirst()), mapper)
        }
        if hasSelector, result.targets.contains(where: { $0.name != nil }) {
            throw .message("name cannot be provided when a selector is specified")
        }
        return result
    }

    /// `pod/x svc/y`: every word has a type of its own.
    private mutating func parsePairs(
        _ words: [String], _ mapper: ResourceMapper
    ) throws(KubectlError) {
        for word in words {
            let parts = word.split(separator: "/", omittingEmptySubsequences: false).map(
                String.init)
            guard parts.count > 1 else {
                throw .message(
                    "there is no need to specify a resource type as a separate argument when"
                        + " passing arguments in resource/name form (e.g. 'kubectl get"
                        + " resource/<resource_name>' instead of 'kubectl get resource"
                        + " resource/<resource_name>'")
            }
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !parts[0].contains(",")
            else {
                throw .message(
                    "arguments in resource/name form must have a single resource and name")
            }
            let mapping = try mapper.resource(named: parts[0])
            targets.append(Target(mapping: mapping, name: parts[1]))
        }
        namesSeveralTypes = Set(targets.map(\.mapping.resource)).count > 1
    }

    /// `pods`, `deploy,rs`, `all`, or `pod x y`.
    private mutating func parseType(
        _ types: String, names: [String], _ mapper: ResourceMapper
    ) throws(KubectlError) {
        var mappings: [ResourceMapping] = []
        for word in types.split(separator: ",").map(String.init) {
            let category = mapper.category(word)
            if category.isEmpty {
                mappings.append(try mapper.resource(named: word))
            } else {
                mappings += category
                namesSeveralTypes = true
            }
        }
        if mappings.count > 1 { namesSeveralTypes = true }
        for mapping in mappings {
            if names.isEmpty { targets.append(Target(mapping: mapping, name: nil)) }
            for name in names { targets.append(Target(mapping: mapping, name: name)) }
        }
    }
}
