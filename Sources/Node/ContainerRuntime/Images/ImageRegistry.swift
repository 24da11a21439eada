package import Simulation

/// Everything that can be pulled: the world's registries, as far as the labs need them.
package final class ImageRegistry: Sendable {
    private let simulation: Simulation
    private struct State {
        /// Repository to its images by tag.
        var repositories: [String: [String: Image]] = [:]
        var isReachable = true
    }
    private let state: Confined<State>

    /// A registry with nothing in it; `StandardImages` has what a fresh cluster needs.
    package init(_ simulation: Simulation) {
        self.simulation = simulation
        state = Confined(simulation, State())
    }

    /// Offers an image under its own name and under further tags.
    package func register(_ image: Image, tags: [String] = []) {
        for tag in [image.reference.tag] + tags {
            var tagged = image
            tagged.reference.tag = tag
            state.value.repositories[image.reference.repository, default: [:]][tag] = tagged
        }
    }

    /// A fault: no registry answers.
    package var isReachable: Bool {
        get { state.value.isReachable }
        set { state.value.isReachable = newValue }
    }

    /// The image without a pull, as one that was preloaded on a node.
    package func image(_ reference: ImageReference) -> Image? {
        let tags = state.value.repositories[reference.repository]
        guard let digest = reference.digest else { return tags?[reference.tag] }
        return tags?.sorted { $0.key < $1.key }.first { $0.value.digest == digest }?.value
    }

    /// Downloads an image, which takes as long as its size needs; only asks for its digest if the
    /// node has it (`known`) already.
    ///
    /// **Throws** containerd's errors.
    package func pull(
        _ reference: ImageReference, known: Image? = nil
    ) async throws(CRI.Failure) -> Image {
        let random = simulation.random("registry")
        let jitter = Duration.milliseconds(random.int(in: 0..<400))
        await pause(Defaults.registryLatency + jitter)
        let start =
            "failed to pull and unpack image \"\(reference)\": "
            + "failed to resolve reference \"\(reference)\": "
        guard isReachable else {
            let host = reference.repository.prefix { $0 != "/" }
            throw CRI.Failure(
                .unknown,
                start + "failed to do request: Head \"https://\(host)/v2/\": dial tcp: "
                    + "lookup \(host): no such host")
        }
        guard state.value.repositories[reference.repository] != nil else {
            throw CRI.Failure(
                .unknown,
                start + "pull access denied, repository does not exist or may require "
                    + "authorization: server message: insufficient_scope: authorization failed")
        }
        guard let image = image(reference) else {
            throw CRI.Failure(.notFound, start + "\(reference): not found")
        }
        if image.digest == known?.digest { return image }
        let milliseconds = image.sizeBytes / (Defaults.registryBandwidth / 1000)
        await pause(.milliseconds(milliseconds) + .nanoseconds(random.int(in: 0..<1_000_000)))
        return image
    }

    private func pause(_ duration: Duration) async { try? await simulation.sleep(for: duration) }
}
