package import API

/// Who writes and how: what the registry must know of a request that changes something.
package struct WriteOptions: Sendable {
    package var user: UserInfo
    package var isDryRun: Bool
    /// What `managedFields` call the writer; nil to leave them alone.
    package var fieldManager: String?
    /// Server-side apply, which settles `managedFields` itself and may create the object.
    package var isApply = false
    /// **Throws** if the writer may not create what it may update; asked where an update creates.
    var mayCreate: @Sendable () async throws(Status) -> Void = {}
    /// Where the stages note what they do; nil for most requests.
    package var trace: RequestTrace?

    package init(user: UserInfo, isDryRun: Bool = false, fieldManager: String? = nil) {
        (self.user, self.isDryRun, self.fieldManager) = (user, isDryRun, fieldManager)
    }
}

/// What came of a write.
package struct WriteResult: Sendable {
    package var object: Value
    package var isCreated: Bool
    package var warnings: [String]

    package init(object: Value, isCreated: Bool = false, warnings: [String] = []) {
        (self.object, self.isCreated, self.warnings) = (object, isCreated, warnings)
    }
}

/// How something is to be deleted: the members of `meta/v1.DeleteOptions` and of the query.
package struct DeleteOptions: Sendable {
    package enum Propagation: String, Sendable, CaseIterable {
        case foreground = "Foreground"
        case background = "Background"
        case orphan = "Orphan"
    }
    /// **Unit**: seconds; nil for the kind's own choice.
    package var gracePeriodSeconds: Int?
    package var propagation: Propagation?
    package var preconditionUID: String?
    package var preconditionResourceVersion: String?
    package var isDryRun = false
    /// Where the stages note what they do; nil for most requests.
    package var trace: RequestTrace?

    package init() {}
}
