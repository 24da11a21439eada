package import API

/// Which objects of a resource a list or a watch is about.
///
/// Parsed once for a request; matching an object is then a walk over a few members.
package struct ListSelection: Sendable {
    /// What the keys begin with: a resource's prefix, or a namespace's.
    package var keyPrefix: String
    /// Nil for all.
    package var labels: LabelSelector?
    package var fields: FieldSelection

    package init(keyPrefix: String, labels: LabelSelector?, fields: FieldSelection) {
        (self.keyPrefix, self.labels, self.fields) = (keyPrefix, labels, fields)
    }

    package var selectsAll: Bool { labels == nil && fields.requirements.isEmpty }

    /// Whether `object`, whose key begins with `keyPrefix`, is selected.
    package func matches(_ object: Value) -> Bool {
        if !fields.requirements.isEmpty, !fields.matches(object) { return false }
        guard let labels else { return true }
        return labels.matches(object["metadata"]["labels"].stringMap ?? [:])
    }
}

/// A field selector with the way to each field's value.
package struct FieldSelection: Sendable {
    package struct Requirement: Sendable {
        package var field: String
        package var value: String
        package var isEqual: Bool
        package var read: @Sendable (Value) -> String
    }
    package var requirements: [Requirement]

    package init(_ requirements: [Requirement] = []) { self.requirements = requirements }

    package func matches(_ object: Value) -> Bool {
        for requirement in requirements
        where (requirement.read(object) == requirement.value) != requirement.isEqual {
            return false
        }
        return true
    }

    /// The name that `metadata.name=x` asks for, if that is asked.
    package var exactName: String? {
        requirements.first { $0.field == "metadata.name" && $0.isEqual }?.value
    }
}
