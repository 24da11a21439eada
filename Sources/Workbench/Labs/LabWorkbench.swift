package import Cluster
import ContainerRuntime
package import Session
import Simulation

/// Opens sessions for labs.
package struct LabWorkbench: Sendable {
    package let library: LabLibrary?
    package let texts: Texts
    package var topology: Topology

    package init(library: LabLibrary?, texts: Texts, topology: Topology = .document) {
        (self.library, self.texts, self.topology) = (library, texts, topology)
    }

    /// A session with the commands about labs, and the progress that they show.
    ///
    /// `spent`: steps that bring no points any more, as in a recording.
    package func session(
        seed: UInt64, pace: Pace, storage: ClusterStorage = .memory, spent: [String] = []
    ) throws(ClusterError) -> (session: LearnerSession, progress: LabProgress) {
        let simulation = try Cluster.world(seed: seed, storage: storage)
        let progress = LabProgress(simulation, spent: spent)
        let session = try LearnerSession(
            LearnerSession.Configuration(
                simulation: simulation, topology: topology, storage: storage,
                pace: pace, programs: OwnWords.programs(progress)))
        return (session, progress)
    }

    /// A fresh console from the lab's seed, on a cluster as the lab wants it, with the lab's files in the master's home.
    package func console(for lab: Lab) throws(ClusterError) -> SessionConsole {
        var workbench = self
        workbench.topology.etcdMembers = lab.etcdMembers
        let (session, _) = try workbench.session(seed: lab.seed, pace: .instant)
        Self.layOut(lab, in: session)
        return SessionConsole(session)
    }

    /// Puts the lab's files into the master's home, where none of that name is yet.
    package static func layOut(_ lab: Lab, in session: LearnerSession) {
        for (name, contents) in lab.files.sorted(by: { $0.key < $1.key }) {
            let path = "/root/" + name
            if !session.master.files.exists(path) {
                session.feed(.labFile(path: path, contents: contents), to: "")
            }
        }
    }
}
