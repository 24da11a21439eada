import API

/// Which of the names that a definition asks for it gets: those that no other definition of its
/// group has.
///
/// A pure function of the definition and of the names that others have been given, so that two
/// servers come to the same result.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/controller/status/naming_controller.go.
struct NameAcceptance: Sendable {
    /// What the definition has from now on.
    let names: CustomNames
    /// Reason and message of the last name that is taken; nil if none is.
    let conflict: (reason: String, message: String)?

    init(_ definition: CustomDefinition, others: [CustomNames]) {
        let requested = definition.requestedNames
        var accepted = definition.names
        var conflict: (reason: String, message: String)?
        let resources = Set(others.flatMap { [$0.plural, $0.singular] + $0.shortNames })
        let kinds = Set(others.flatMap { [$0.kind, $0.listKind] })

        func taken(_ name: String, from used: Set<String>, has: String) -> String? {
            guard name != has, used.contains(name), !name.isEmpty else { return nil }
            return "\(GoText.quoted(name)) is already in use"
        }
        func settle(
            _ path: WritableKeyPath<CustomNames, String>, _ used: Set<String>, _ reason: String
        ) {
            let wanted = requested[keyPath: path]
            if let problem = taken(wanted, from: used, has: accepted[keyPath: path]) {
                conflict = (reason, problem)
            } else {
                accepted[keyPath: path] = wanted
            }
        }
        settle(\.plural, resources, "PluralConflict")
        settle(\.singular, resources, "SingularConflict")
        let problems = requested.shortNames.compactMap { name in
            accepted.shortNames.contains(name) ? nil : taken(name, from: resources, has: "")
        }
        if problems.isEmpty {
            accepted.shortNames = requested.shortNames
        } else {
            conflict = ("ShortNamesConflict", problems.joined(separator: ", "))
        }
        settle(\.kind, kinds, "KindConflict")
        settle(\.listKind, kinds, "ListKindConflict")
        accepted.categories = requested.categories
        (names, self.conflict) = (accepted, conflict)
    }
}
