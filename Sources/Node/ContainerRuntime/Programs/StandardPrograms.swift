import Simulation

/// All programs that images and hosts can name.
package enum StandardPrograms {
    /// The programs by name: what `#!program NAME` finds.
    package static var catalog: ProgramCatalog {
        var catalog = ProgramCatalog()
        for (name, program) in shells { catalog[name] = program }
        for (name, program) in applets { catalog[name] = program }
        return catalog
    }

    private static let shells: [(String, any Program)] = [
        ("sh", ShellProgram(.ash)), ("ash", ShellProgram(.ash)), ("bash", ShellProgram(.bash)),
    ]

    static let applets: [(String, any Program)] = text + fileTools + system + network
}

/// The names under which BusyBox is linked in an image.
package enum BusyboxApplets {
    /// Sorted. A file for each, with the content `#!program NAME`, makes up an image's `/bin`.
    package static var names: [String] {
        var names = StandardPrograms.applets.map(\.0) + ["sh", "ash"]
        names.removeAll { notBusybox.contains($0) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Programs that come with other images.
    private static let notBusybox: Set<String> = ["agnhost", "curl", "kubia", "nginx", "pause"]
}
