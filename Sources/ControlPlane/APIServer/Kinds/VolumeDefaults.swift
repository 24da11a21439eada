import API

/// What a volume holds after the client's part.
///
/// Upstream: kubernetes pkg/apis/core/v1/defaults.go SetDefaults_Volume and its sources.
enum VolumeDefaults {
    private static let volume = DefaultFields("core/v1.Volume", ["emptyDir": [:]])
    /// 420 is 0644.
    private static let mode: KeyValuePairs<String, Value> = ["defaultMode": 420]
    private static let secret = DefaultFields("core/v1.SecretVolumeSource", mode)
    private static let configMap = DefaultFields("core/v1.ConfigMapVolumeSource", mode)
    private static let downwardAPI = DefaultFields("core/v1.DownwardAPIVolumeSource", mode)
    private static let projected = DefaultFields("core/v1.ProjectedVolumeSource", mode)
    private static let hostPath = DefaultFields("core/v1.HostPathVolumeSource", ["type": ""])
    private static let token = DefaultFields(
        "core/v1.ServiceAccountTokenProjection", ["expirationSeconds": 3600])
    private static let iscsi = DefaultFields(
        "core/v1.ISCSIVolumeSource", ["iscsiInterface": "default"])
    private static let rbd = DefaultFields(
        "core/v1.RBDVolumeSource", ["pool": "rbd", "user": "admin", "keyring": "/etc/ceph/keyring"])

    static func fill(_ object: inout Object) {
        // A volume of no type is a directory that begins empty.
        if object.count == 1, object["name"] != nil { volume.fill(&object) }
        object.edit("secret", secret.fill)
        object.edit("configMap", configMap.fill)
        object.edit("hostPath", hostPath.fill)
        object.edit("iscsi", iscsi.fill)
        object.edit("rbd", rbd.fill)
        object.edit("downwardAPI") { source in
            downwardAPI.fill(&source)
            source.editItems("items", EnvironmentDefaults.fillReferences)
        }
        object.edit("projected") { source in
            projected.fill(&source)
            source.editItems("sources") { part in
                part.edit("serviceAccountToken", token.fill)
                part.edit("downwardAPI") {
                    $0.editItems("items", EnvironmentDefaults.fillReferences)
                }
            }
        }
        object.edit("ephemeral") { source in
            source.edit("volumeClaimTemplate") { $0.edit("spec", ClaimDefaults.fillSpec) }
        }
    }
}

/// What a claim for a volume holds after the client's part.
enum ClaimDefaults {
    private static let spec = DefaultFields(
        "core/v1.PersistentVolumeClaimSpec", ["resources": [:], "volumeMode": "Filesystem"])
    private static let claim = DefaultFields(
        "core/v1.PersistentVolumeClaim", ["spec": [:], "status": [:]])
    private static let status = DefaultFields(
        "core/v1.PersistentVolumeClaimStatus", ["phase": "Pending"])

    static func fill(_ object: inout Object) {
        claim.fill(&object)
        object.edit("spec", fillSpec)
        object.edit("status", status.fill)
    }

    static func fillSpec(_ object: inout Object) { spec.fill(&object) }
}
