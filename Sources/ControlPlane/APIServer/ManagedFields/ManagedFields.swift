import API

/// The managers of an object and what each of them owns: `metadata.managedFields`, read.
///
/// A manager is told apart by its name, by what it does (apply or update), by the subresource it
/// writes through and, if it updates, by the version it writes in.
///
/// Upstream: kubernetes apimachinery/pkg/util/managedfields/internal/managedfields.go.
struct ManagedFields: Equatable {
    /// At most this many managers that update; the oldest share one entry. Upstream: capmanagers.go.
    static let updatersMax = 10

    var entries: [Entry] = []

    init() {}

    /// Nil for a list that no server has written, so that a broken one changes nothing.
    init?(_ value: Value?) {
        for item in value.array ?? [] {
            guard let entry = Entry(item) else { return nil }
            entries.append(entry)
        }
    }

    var isEmpty: Bool { entries.isEmpty }

    /// What a change starts from: the list that the client sent if it sent one, else the present.
    ///
    /// A list of one empty entry is how clients ask to have it cleared. Through a subresource the
    /// list cannot be set at all.
    static func beforeChange(_ sent: Value?, live: Value?, isSubresource: Bool) -> ManagedFields {
        let present = ManagedFields(live) ?? ManagedFields()
        if isSubresource || sent == live { return present }
        if let items = sent.array, items.count == 1, items[0].object?.isEmpty == true {
            return ManagedFields()
        }
        guard let fields = ManagedFields(sent), !fields.isEmpty else { return present }
        return fields
    }

    /// The entry of the same manager as `other`, taken out of the list.
    mutating func remove(_ other: Entry) -> Entry? {
        guard let place = entries.firstIndex(where: { $0.isSameManager(as: other) }) else {
            return nil
        }
        return entries.remove(at: place)
    }

    /// Joins the oldest updaters into one entry for each version when there are too many.
    mutating func capUpdaters() {
        let updaters = entries.enumerated().filter { !$0.element.isApply }
        let excess = updaters.count - Self.updatersMax
        guard excess > 0 else { return }
        // One more, because the joined entry counts too.
        let oldest = updaters.sorted {
            ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
        }.prefix(excess + 1)
        entries = entries.enumerated()
            .filter { place, _ in !oldest.contains { $0.offset == place } }.map(\.element)
        for (_, entry) in oldest {
            var joined = Entry(
                manager: "ancient-changes", operation: "Update", apiVersion: entry.apiVersion,
                time: entry.time, subresource: "", fields: entry.fields)
            if let before = remove(joined) {
                joined.fields.formUnion(before.fields)
                joined.time = max(joined.time, before.time)
            }
            entries.append(joined)
        }
    }

    /// As it is written; nil if nobody owns anything.
    var value: Value? {
        let sorted = entries.enumerated().sorted {
            ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
        }
        return entries.isEmpty ? nil : .array(sorted.map(\.element.value))
    }

    /// One manager's part.
    struct Entry: Equatable {
        var manager: String
        var operation: String
        var apiVersion: String
        var time: String
        var subresource: String
        var fields: FieldSet { didSet { if fields != oldValue { source = nil } } }
        /// As it stands in the object; nil once it is another one.
        private var source: Value?

        init(
            manager: String, operation: String, apiVersion: String, time: String,
            subresource: String, fields: FieldSet
        ) {
            (self.manager, self.operation, self.apiVersion) = (manager, operation, apiVersion)
            (self.time, self.subresource, self.fields) = (time, subresource, fields)
        }

        init?(_ value: Value) {
            let operation = value["operation"].string ?? ""
            guard operation == "Apply" || operation == "Update",
                value["fieldsType"].string ?? "FieldsV1" == "FieldsV1"
            else { return nil }
            self.init(
                manager: value["manager"].string ?? "", operation: operation,
                apiVersion: value["apiVersion"].string ?? "", time: value["time"].string ?? "",
                subresource: value["subresource"].string ?? "",
                fields: .root(value["fieldsV1"]))
            source = value
        }

        var isApply: Bool { operation == "Apply" }

        /// Who applies stays the same manager in whatever version it applies.
        func isSameManager(as other: Entry) -> Bool {
            (manager, operation, subresource) == (other.manager, other.operation, other.subresource)
                && (isApply || apiVersion == other.apiVersion)
        }

        /// Applied before updated, then by time, then by name.
        var order: String { "\(operation) \(time) \(manager) \(apiVersion) \(subresource)" }

        /// `"kubectl" with subresource "scale" using apps/v1`.
        var text: String {
            var text = GoText.quoted(manager)
            if !subresource.isEmpty { text += " with subresource \(GoText.quoted(subresource))" }
            return isApply ? text : text + " using \(apiVersion)"
        }

        var value: Value {
            if let source { return source }
            var entry: Value = [
                "manager": .string(manager), "operation": .string(operation),
                "apiVersion": .string(apiVersion),
            ]
            if !time.isEmpty { entry["time"] = .string(time) }
            entry["fieldsType"] = "FieldsV1"
            entry["fieldsV1"] = fields.value
            if !subresource.isEmpty { entry["subresource"] = .string(subresource) }
            return entry
        }

        static func == (left: Entry, right: Entry) -> Bool {
            left.isSameManager(as: right) && left.apiVersion == right.apiVersion
                && left.time == right.time && left.fields == right.fields
        }
    }
}

extension ManagedFields {
    /// Whether two lists say the same but for their times.
    static func areSame(_ left: Value?, _ right: Value?) -> Bool {
        if left == right { return true }
        guard let left = left.array, let right = right.array, left.count == right.count else {
            return false
        }
        return zip(left, right).allSatisfy { first, second in
            var (first, second) = (first, second)
            (first["time"], second["time"]) = (nil, nil)
            return first == second
        }
    }
}
