import API
import Client

/// Decides which objects belong to a controller: takes in orphans, lets go what does not match.
///
/// Upstream: kubernetes pkg/controller/controller_ref_manager.go.
struct Ownership<Owner: APIObject>: Sendable {
    let client: KubeClient
    let owner: Owner
    let selector: LabelSelector

    /// What to do about one object.
    enum Claim { case keep, adopt, release, ignore }

    func claim<Kind: APIObject>(_ object: Kind) -> Claim {
        let matches = selector.matches(object.metadata.labels)
        if let reference = object.metadata.controller {
            if reference.uid != owner.metadata.uid { return .ignore }
            if matches { return .keep }
            return owner.metadata.isBeingDeleted ? .ignore : .release
        }
        if owner.metadata.isBeingDeleted || !matches || object.metadata.isBeingDeleted {
            return .ignore
        }
        return .adopt
    }

    /// The objects that belong to the owner now.
    func claimAll<Kind: APIObject>(_ objects: [Kind]) async throws(Status) -> [Kind] {
        var own: [Kind] = []
        for object in objects {
            switch claim(object) {
            case .keep: own.append(object)
            case .ignore: continue
            case .adopt:
                do { own.append(try await adopt(object)) } catch {
                    if error.reason != .notFound { throw error }
                }
            case .release:
                do { try await release(object) } catch {
                    if error.reason != .notFound, error.reason != .invalid { throw error }
                }
            }
        }
        return own
    }

    private func adopt<Kind: APIObject>(_ object: Kind) async throws(Status) -> Kind {
        let references = object.metadata.ownerReferences + [controllerReference(to: owner)]
        return try await patch(object, references)
    }

    private func release<Kind: APIObject>(_ object: Kind) async throws(Status) {
        _ = try await patch(
            object, object.metadata.ownerReferences.filter { $0.uid != owner.metadata.uid })
    }

    private func patch<Kind: APIObject>(
        _ object: Kind, _ references: [OwnerReference]
    ) async throws(Status) -> Kind {
        let patch: Value = [
            "metadata": [
                "uid": .string(object.metadata.uid),
                "ownerReferences": references.isEmpty ? .null : .array(references.map(\.value)),
            ]
        ]
        return try await client.patch(
            Kind.self, namespace: object.metadata.namespace, name: object.metadata.name,
            type: MediaType.mergePatch, patch)
    }
}
