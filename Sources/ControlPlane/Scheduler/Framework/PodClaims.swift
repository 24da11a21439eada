package import API

/// What a pod's claims ask of its node.
package struct PodClaims: Sendable {
    /// The volumes of the claims that have one.
    package var bound: [PersistentVolume] = []
    /// The claims whose class waits for a node, with whether somebody would make them a volume.
    package var waiting: [(claim: PersistentVolumeClaim, isProvisioned: Bool)] = []
    /// The volumes that they may have.
    package var free: [PersistentVolume] = []

    package init() {}

    /// What each waiting claim gets on a node: a volume, or one that is to be made there.
    ///
    /// Nil if one of them gets nothing.
    package func choice(on node: Node) -> [Choice]? {
        var left = free
        var choices: [Choice] = []
        for (claim, isProvisioned) in waiting {
            let volume = claim.choose(from: left, on: node)
            guard volume != nil || isProvisioned else { return nil }
            left.removeAll { $0.metadata.name == volume?.metadata.name }
            choices.append(Choice(claim: claim, volume: volume))
        }
        return choices
    }

    package struct Choice: Sendable {
        package var claim: PersistentVolumeClaim
        /// Nil if the class's provisioner is to make one.
        package var volume: PersistentVolume?
    }
}
