package import API
package import Simulation

/// What the registry must know of a kind to store its objects: the rules that differ from kind to
/// kind.
///
/// The generic store (`ResourceStore`) does what is the same for all: names, uids, versions,
/// generations, finalizers, graceful deletion. It asks the strategy in this order:
/// ```
/// create   setDefaults, (mutating admission, setDefaults), prepareForCreate, validate, warnings
/// update   setDefaults, (mutating admission, setDefaults), prepareForUpdate, validateUpdate, warnings
/// delete   gracePeriodSeconds
/// ```
/// Objects come decoded and canonical (fields in the schema's order); a strategy keeps them so.
/// Every member has a default, so that a kind says only what is special about it.
package protocol Strategy: Sendable {
    /// Fills in what the client left out. Called for every object that enters, also on update.
    func setDefaults(_ object: inout Value)

    /// Clears or sets what a client may not decide. Name, namespace, uid, creationTimestamp and
    /// generation are set already; `status` is dropped already when `hasStatus`.
    func prepareForCreate(_ object: inout Value, _ context: StrategyContext)

    /// Everything that is wrong with a new object beyond its metadata, which is checked already.
    func validate(_ object: Value, _ context: StrategyContext) -> [FieldError]

    /// Keeps what an update may not touch. `status` is the old one already, or, when
    /// `context.subresource` is `status`, everything but status (and metadata as upstream lets it).
    func prepareForUpdate(_ object: inout Value, old: Value, _ context: StrategyContext)

    /// Everything that is wrong with an update. Metadata is checked already. Look at
    /// `context.subresource`: it is `status` for an update of the status.
    func validateUpdate(_ object: Value, old: Value, _ context: StrategyContext) -> [FieldError]

    /// Texts for `Warning` headers.
    func warnings(for object: Value, old: Value?, _ context: StrategyContext) -> [String]

    /// How metadata.name is checked; the messages of what is wrong with it.
    /// By default it must be a DNS subdomain.
    func nameProblems(_ name: String, isPrefix: Bool) -> [String]

    /// Whether a PUT to a name that does not exist creates the object.
    var allowsCreateOnUpdate: Bool { get }

    /// Whether a PUT without a resourceVersion overwrites whatever is there.
    var allowsUnconditionalUpdate: Bool { get }

    /// Whether `status` is kept apart: dropped on create, untouched by an update of the object.
    var hasStatus: Bool { get }

    /// The top-level members a change of which raises `metadata.generation`; empty for kinds that
    /// have no generation (ConfigMap, Service, ...).
    var generationMembers: [String] { get }

    /// Whether an update raises `metadata.generation`: by default if one of `generationMembers`
    /// has changed.
    func makesNewGeneration(_ object: Value, old: Value) -> Bool

    /// The last change of an object that is asked to go; a finalizer that it sets keeps it.
    func prepareForDelete(_ object: inout Value, now: SimulatedInstant)

    /// Seconds between the request to delete `object` and its end; nil where it ends at once.
    /// `requested` is `gracePeriodSeconds` of the delete options.
    func gracePeriodSeconds(for object: Value, requested: Int?) -> Int?

    /// What a field selector may ask for, beyond `metadata.name` and `metadata.namespace`:
    /// `spec.nodeName`, `status.phase`.
    var selectableFields: [String] { get }

    /// The value of a selectable field; by default the string at that path, or "".
    func selectableField(_ field: String, of object: Value) -> String
}

/// The request that a strategy's answer is for.
package struct StrategyContext: Sendable {
    package var now: SimulatedInstant
    package var user: UserInfo
    package var resource: GroupVersionResource
    /// Empty for the object itself; `status`, `scale`, `binding`, ...
    package var subresource: String
    /// For names, ports and the like that the server chooses.
    package var random: RandomStream

    package init(
        now: SimulatedInstant, user: UserInfo, resource: GroupVersionResource,
        subresource: String = "", random: RandomStream
    ) {
        (self.now, self.user, self.resource) = (now, user, resource)
        (self.subresource, self.random) = (subresource, random)
    }
}

extension Strategy {
    package func setDefaults(_ object: inout Value) {}
    package func prepareForCreate(_ object: inout Value, _ context: StrategyContext) {}
    package func validate(_ object: Value, _ context: StrategyContext) -> [FieldError] { [] }
    package func prepareForUpdate(
        _ object: inout Value, old: Value, _ context: StrategyContext
    ) {}
    package func validateUpdate(
        _ object: Value, old: Value, _ context: StrategyContext
    ) -> [FieldError] { [] }
    package func warnings(
        for object: Value, old: Value?, _ context: StrategyContext
    ) -> [String] { [] }
    package func nameProblems(_ name: String, isPrefix: Bool) -> [String] {
        Names.dns1123Subdomain(isPrefix && name.hasSuffix("-") ? name + "x" : name)
    }
    package var allowsCreateOnUpdate: Bool { false }
    package var allowsUnconditionalUpdate: Bool { true }
    package var hasStatus: Bool { false }
    package var generationMembers: [String] { [] }
    package func makesNewGeneration(_ object: Value, old: Value) -> Bool {
        generationMembers.contains { object[$0] != old[$0] }
    }
    package func prepareForDelete(_ object: inout Value, now: SimulatedInstant) {}
    package func gracePeriodSeconds(for object: Value, requested: Int?) -> Int? { nil }
    package var selectableFields: [String] { [] }
    package func selectableField(_ field: String, of object: Value) -> String {
        var value: Value? = object
        for step in field.split(separator: ".") { value = value[String(step)] }
        return value.string ?? ""
    }
}

/// The rules for a kind that nothing more is known of.
package struct GenericStrategy: Strategy {
    package let hasStatus: Bool
    package let generationMembers: [String]

    /// `hasStatus` when the resource serves a `status` subresource; such kinds have a generation
    /// that counts changes of their `spec`.
    package init(hasStatus: Bool = false, generationMembers: [String] = []) {
        self.hasStatus = hasStatus
        self.generationMembers = generationMembers
    }
}
