import ContainerRuntime
import Encoding
import Simulation

/// One archive of an etcd release: its directory, its programs, a word to read.
///
/// Differs: a program is a line that names it, as everywhere on these machines (`Executable`), so that
/// the archive is a few hundred bytes; the real one is 19 MB. The texts are our own.
package struct EtcdRelease: Sendable {
    /// `3.5.2`.
    let version: String
    /// `linux-amd64`.
    let platform: String
    private let released: SimulatedInstant

    /// The releases that can be had, and when each was made. **Unit**: seconds since 1970.
    private static let releases: [String: Int64] = [
        "3.5.2": 1_643_733_876, "3.6.8": 1_770_910_200,
    ]
    /// Sorted.
    package static var versions: [String] { releases.keys.sorted() }
    private static let platforms = ["linux-amd64", "linux-arm64"]
    /// What these machines are.
    private static let ownPlatform = "linux-amd64"
    /// The numbers of the machine that etcd's releases are built on; nobody here has them.
    private static let (builder, builders) = (528_287, 89_939)

    /// The release that a file `etcd-v3.5.2-linux-amd64.tar.gz` is of; nil if there is none.
    init?(asset: String) {
        for (version, seconds) in Self.releases {
            for platform in Self.platforms
            where asset == "etcd-v\(version)-\(platform).tar.gz" {
                (self.version, self.platform) = (version, platform)
                released = SimulatedInstant(secondsSinceEpoch: seconds)
                return
            }
        }
        return nil
    }

    /// The same, if it belongs to the release with this tag (`v3.5.2`).
    init?(tag: String, asset: String) {
        self.init(asset: asset)
        guard tag == "v\(version)" else { return nil }
    }

    private var directory: String { "etcd-v\(version)-\(platform)" }
    var assetName: String { directory + ".tar.gz" }

    /// The archive, compressed.
    var archive: [UInt8] {
        var members = [member("", kind: .directory, mode: 0o755)]
        let readings = [
            "README.md": "etcd \(version). Run ./etcd, then ./etcdctl put key value.",
            "README-etcdctl.md": "etcdctl \(version): a client of etcd at the command line.",
            "README-etcdutl.md": "etcdutl \(version): for the files of an etcd that does not run.",
        ]
        for (name, text) in readings.sorted(by: { $0.key < $1.key }) {
            members.append(member(name, kind: .file, Array((text + "\n").utf8), mode: 0o644))
        }
        for name in ["etcd", "etcdctl", "etcdutl"] {
            members.append(member(name, kind: .file, Array(program(name).utf8), mode: 0o755))
        }
        return Gzip.compress(TarArchive(members: members).bytes)
    }

    /// What a program's file holds; on another machine than it was made for, no program at all.
    private func program(_ name: String) -> String {
        let suffix = platform == Self.ownPlatform ? "" : "-\(platform)"
        return "#!program \(name)-\(version)\(suffix)\n"
    }

    private func member(
        _ name: String, kind: TarArchive.Member.Kind, _ content: [UInt8] = [], mode: UInt16
    ) -> TarArchive.Member {
        TarArchive.Member(
            name: "\(directory)/\(name)", kind: kind, content: content, mode: mode,
            modified: released, user: Self.builder, group: Self.builders)
    }
}
