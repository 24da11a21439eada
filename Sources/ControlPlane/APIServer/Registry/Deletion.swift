import API
import Simulation

/// The rules of deleting: what becomes of an object between the request and its end.
///
/// ```
///             graceful (a pod on a node)          finalizers left          neither
///  DELETE ──▶ deletionTimestamp = now + grace ──▶ waits for its owners ──▶ gone
///             the kubelet deletes again with 0    each removes its own
/// ```
/// Pure: it only says what the object should become.
///
/// Upstream: kubernetes apiserver/pkg/registry/rest/delete.go BeforeDelete.
enum Deletion {
    static let foregroundFinalizer = "foregroundDeletion"
    static let orphanFinalizer = "orphan"

    enum Grace: Sendable {
        /// The kind knows no grace.
        case none
        /// The object has just been marked, or its time was shortened.
        case marked
        /// It was marked before, and nothing changes.
        case pending
    }

    /// Marks `object` as being deleted if its kind does that gracefully.
    static func mark(
        _ object: inout Value, options: DeleteOptions, strategy: any Strategy,
        now: SimulatedInstant
    ) -> Grace {
        let metadata = object["metadata"]
        if let end = metadata["deletionTimestamp"].string.flatMap({ CivilTime(rfc3339: $0) }) {
            guard let present = metadata["deletionGracePeriodSeconds"].int else { return .none }
            // The time may only be shortened.
            guard let wanted = options.gracePeriodSeconds, wanted < present else { return .pending }
            let requested = end.instant.advanced(by: .seconds(-present))
            setDeletion(&object, at: requested.advanced(by: .seconds(wanted)), grace: wanted)
            return .marked
        }
        guard
            let grace = strategy.gracePeriodSeconds(
                for: object, requested: options.gracePeriodSeconds)
        else { return .none }
        setDeletion(&object, at: now.advanced(by: .seconds(grace)), grace: grace)
        raiseGeneration(&object)
        return .marked
    }

    /// Marks an object that only waits for its finalizers.
    static func markAsDeleting(_ object: inout Value, now: SimulatedInstant) {
        let metadata = object["metadata"]
        raiseGeneration(&object)
        if metadata["deletionTimestamp"].string == nil {
            setDeletion(&object, at: now, grace: 0)
        } else if metadata["deletionGracePeriodSeconds"].int ?? 1 != 0 {
            object["metadata"]["deletionGracePeriodSeconds"] = 0
        }
    }

    /// The finalizers after a request with this propagation policy.
    static func finalizers(_ present: [String], _ propagation: DeleteOptions.Propagation?)
        -> [String]
    {
        guard let propagation else { return present }
        var finalizers = present.filter { $0 != foregroundFinalizer && $0 != orphanFinalizer }
        switch propagation {
        case .foreground: finalizers.append(foregroundFinalizer)
        case .orphan: finalizers.append(orphanFinalizer)
        case .background: break
        }
        return Set(finalizers) == Set(present) ? present : finalizers
    }

    /// Whether an update leaves an object whose time has come and that nobody holds.
    static func isFinished(_ object: Value, old: Value, resource: ServedResource) -> Bool {
        let metadata = object["metadata"]
        guard metadata["deletionTimestamp"].string != nil,
            (metadata["finalizers"].array ?? []).isEmpty
        else { return false }
        if resource.kind == "Namespace", resource.resource.group.isEmpty {
            return (object["spec"]["finalizers"].array ?? []).isEmpty
        }
        // A pod in its grace period is ended by its kubelet, not by an update.
        return old["metadata"]["deletionGracePeriodSeconds"].int == 0
    }

    private static func setDeletion(
        _ object: inout Value, at instant: SimulatedInstant, grace: Int
    ) {
        object["metadata"]["deletionTimestamp"] = .string(CivilTime(instant).rfc3339)
        object["metadata"]["deletionGracePeriodSeconds"] = .int(Int64(grace))
    }

    private static func raiseGeneration(_ object: inout Value) {
        guard let generation = object["metadata"]["generation"].int, generation > 0,
            object["metadata"]["deletionTimestamp"].string == nil
                || object["metadata"]["deletionGracePeriodSeconds"].int != nil
        else { return }
        object["metadata"]["generation"] = .int(Int64(generation + 1))
    }
}
