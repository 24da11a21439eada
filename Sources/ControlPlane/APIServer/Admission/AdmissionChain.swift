package import Simulation
package import API

/// The plugins in their order: all change the object, then all judge it.
///
/// They are set once, when everything that they ask is there; every resource's store shares the
/// chain.
package final class AdmissionChain: Sendable {
    private let list: Confined<[any AdmissionPlugin]>

    package init(_ simulation: Simulation) { list = Confined(simulation, []) }

    package var plugins: [any AdmissionPlugin] {
        get { list.value }
        set { list.value = newValue }
    }

    /// Asks only webhooks and policies, for parts of objects that have rules of their own: evictions,
    /// bindings, tokens, streams.
    ///
    /// Differs: the other plugins do not see these, and what a webhook changes of them is dropped.
    func askWebhooks(_ request: AdmissionRequest) async throws(Status) {
        var request = request
        for plugin in plugins
        where plugin is MutatingAdmissionWebhook || plugin is MutatingAdmissionPolicy {
            try await plugin.mutate(&request)
        }
        for plugin in plugins
        where plugin is ValidatingAdmissionWebhook || plugin is ValidatingAdmissionPolicy {
            try await plugin.validate(&request)
        }
    }

    package func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        for plugin in plugins {
            guard let trace = request.trace else {
                try await plugin.mutate(&request)
                continue
            }
            let before = request
            do throws(Status) { try await plugin.mutate(&request) } catch {
                trace.refused(by: plugin.name, error)
                throw error
            }
            trace.compare(plugin.name, before: before, after: request)
        }
    }

    package func validate(_ request: inout AdmissionRequest) async throws(Status) {
        for plugin in plugins {
            guard let trace = request.trace else {
                try await plugin.validate(&request)
                continue
            }
            let before = request
            do throws(Status) { try await plugin.validate(&request) } catch {
                trace.refused(by: plugin.name, error)
                throw error
            }
            trace.compare(plugin.name, before: before, after: request)
        }
    }
}
