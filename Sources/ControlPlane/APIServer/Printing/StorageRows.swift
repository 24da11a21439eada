import API
import Simulation

/// Volumes, claims, classes and what attaches them.
enum StorageRows {
    static let tables: [String: TableDefinition] = [
        "persistentvolumes": TableDefinition(
            "Name, Capacity, Access Modes, Reclaim Policy, Status, Claim, StorageClass, "
                + "VolumeAttributesClass, Reason, Age, VolumeMode*",
            cells: volume),
        "persistentvolumeclaims": TableDefinition(
            "Name, Status, Volume, Capacity, Access Modes, StorageClass, VolumeAttributesClass, "
                + "Age, VolumeMode*",
            cells: claim),
        "storageclasses.storage.k8s.io": TableDefinition(
            "Name, Provisioner, ReclaimPolicy, VolumeBindingMode, AllowVolumeExpansion, Age",
            cells: storageClass),
        "volumeattachments.storage.k8s.io": attachments,
        "volumeattributesclasses.storage.k8s.io": TableDefinition("Name, DriverName, Age") {
            object, now in
            [Cell.name(object), Cell.text(object["driverName"]), Cell.age(object, now)]
        },
        "csidrivers.storage.k8s.io": TableDefinition(
            "Name, AttachRequired:boolean, PodInfoOnMount:boolean, StorageCapacity:boolean, "
                + "TokenRequests, RequiresRepublish:boolean, Modes, Age",
            cells: driver),
        "csinodes.storage.k8s.io": TableDefinition("Name, Drivers:integer, Age") { object, now in
            [
                Cell.name(object), .int(Int64(Cell.count(object["spec"]["drivers"]))),
                Cell.age(object, now),
            ]
        },
    ]

    /// Upstream marks the attacher's column as a name, too.
    private static let attachments: TableDefinition = {
        var table = TableDefinition("Name, Attacher, PV, Node, Attached:boolean, Age") {
            object, now in
            let spec = object["spec"]
            return [
                Cell.name(object), Cell.text(spec["attacher"]),
                Cell.text(spec["source"]["persistentVolumeName"]), Cell.text(spec["nodeName"]),
                .bool(object["status"]["attached"].bool ?? false), Cell.age(object, now),
            ]
        }
        table.columns[1].format = "name"
        return table
    }()

    /// An object on its way out shows that instead of its phase.
    private static func phase(_ object: Value) -> Value {
        object["metadata"]["deletionTimestamp"] != nil
            ? "Terminating" : Cell.text(object["status"]["phase"])
    }

    private static func volume(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let spec = object["spec"]
        var claim = ""
        if let name = spec["claimRef"]["name"].string {
            claim = (spec["claimRef"]["namespace"].string ?? "") + "/" + name
        }
        return [
            Cell.name(object), Cell.text(spec["capacity"]["storage"]),
            Cell.accessModes(spec["accessModes"]), Cell.text(spec["persistentVolumeReclaimPolicy"]),
            phase(object), .string(claim), .string(className(object)),
            Cell.text(spec["volumeAttributesClassName"], default: "<unset>"),
            Cell.text(object["status"]["reason"]), Cell.age(object, now),
            Cell.text(spec["volumeMode"], default: "<unset>"),
        ]
    }

    /// Capacity and modes are those of the bound volume, so an unbound claim shows none.
    private static func claim(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let spec = object["spec"]
        let status = object["status"]
        let isBound = !(spec["volumeName"].string ?? "").isEmpty
        return [
            Cell.name(object), phase(object), Cell.text(spec["volumeName"]),
            isBound ? Cell.text(status["capacity"]["storage"]) : "",
            isBound ? Cell.accessModes(status["accessModes"]) : "",
            .string(className(object)),
            Cell.text(spec["volumeAttributesClassName"], default: "<unset>"),
            Cell.age(object, now), Cell.text(spec["volumeMode"], default: "<unset>"),
        ]
    }

    private static func className(_ object: Value) -> String {
        object["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"].string
            ?? object["spec"]["storageClassName"].string ?? ""
    }

    private static func storageClass(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        var name = object["metadata"]["name"].string ?? ""
        let notes = object["metadata"]["annotations"]
        let marks = [
            "storageclass.kubernetes.io/is-default-class",
            "storageclass.beta.kubernetes.io/is-default-class",
        ]
        if marks.contains(where: { notes[$0].string == "true" }) { name += " (default)" }
        return [
            .string(name), Cell.text(object["provisioner"]),
            Cell.text(object["reclaimPolicy"], default: "Delete"),
            Cell.text(object["volumeBindingMode"], default: "Immediate"),
            .bool(object["allowVolumeExpansion"].bool ?? false), Cell.age(object, now),
        ]
    }

    private static func driver(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let spec = object["spec"]
        let modes = (spec["volumeLifecycleModes"].array ?? []).compactMap(\.string)
        let audiences = (spec["tokenRequests"].array ?? []).map { $0["audience"].string ?? "" }
        return [
            Cell.name(object), .bool(spec["attachRequired"].bool ?? true),
            .bool(spec["podInfoOnMount"].bool ?? false),
            .bool(spec["storageCapacity"].bool ?? false),
            audiences.isEmpty ? "<unset>" : Cell.joined(audiences),
            .bool(spec["requiresRepublish"].bool ?? false),
            modes.isEmpty ? Cell.none : Cell.joined(modes), Cell.age(object, now),
        ]
    }
}
