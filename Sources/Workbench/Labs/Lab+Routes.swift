import Transcript

/// Other ways through a lab that show something else on the way.
///
/// ```
/// === list                 after `kubectl create`: annotations have 337 bytes
/// === list/apply           after `kubectl apply`, which notes the manifest in an annotation: 1543
/// ```
/// A route is proven as the lab itself is: by typing all of its commands.
extension Lab {
    /// The name of a section that belongs to a route: `STEP/ROUTE`.
    struct Route: Hashable {
        var step: String
        var name: String

        /// Nil for a section that is on every way.
        init?(_ section: String) {
            let parts = section.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
            (step, name) = (String(parts[0]), String(parts[1]))
        }
    }

    /// The names of the other ways, sorted.
    package var routes: [String] {
        Set(transcript.sections.compactMap { Route($0.name)?.name }).sorted()
    }

    /// The lab as it looks on this way; sections that the way does not have are the lab's own.
    package func on(route: String) -> Lab {
        var lab = self
        lab.transcript.sections = transcript.sections.compactMap { section in
            if section.name.contains("/") { return nil }
            guard var other = transcript.section("\(section.name)/\(route)") else { return section }
            other.name = section.name
            return other
        }
        return lab
    }
}
