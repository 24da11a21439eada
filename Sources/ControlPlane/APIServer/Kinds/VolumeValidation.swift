import API

/// What is wrong with the volumes of a pod.
///
/// Upstream: kubernetes pkg/apis/core/validation/validation.go ValidateVolumes.
/// Differs: of the sources that the course does not use only the number is checked.
enum VolumeValidation {
    static func volumes(_ list: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var seen: Set<String> = []
        for (index, volume) in (list.array ?? []).enumerated() {
            let place = path.index(index)
            errors += source(volume, place)
            let name = volume["name"].string ?? ""
            if name.isEmpty {
                errors.append(.required(place.child("name")))
            } else {
                errors += Check.invalid(
                    place.child("name"), .string(name), Names.dns1123Label(name))
                if !seen.insert(name).inserted {
                    errors.append(.duplicate(place.child("name"), .string(name)))
                }
            }
        }
        return errors
    }

    private static func source(_ volume: Value, _ path: FieldPath) -> [FieldError] {
        let kinds = (volume.object ?? Object()).names.filter { $0 != "name" }
        guard let kind = kinds.first else { return [.required(path, "must specify a volume type")] }
        var errors: [FieldError] = []
        for extra in kinds.dropFirst() {
            errors.append(
                .forbidden(path.child(extra), "may not specify more than 1 volume type"))
        }
        let place = path.child(kind)
        let source = volume[kind]
        switch kind {
        case "emptyDir": break
        case "hostPath": errors += hostPath(source, place)
        case "secret":
            if (source["secretName"].string ?? "").isEmpty {
                errors.append(.required(place.child("secretName")))
            }
            errors += mode(source, place) + items(source["items"], place.child("items"))
        case "configMap":
            if (source["name"].string ?? "").isEmpty {
                errors.append(.required(place.child("name")))
            }
            errors += mode(source, place) + items(source["items"], place.child("items"))
        case "downwardAPI":
            errors += mode(source, place) + files(source["items"], place.child("items"))
        case "projected": errors += projected(source, place)
        case "persistentVolumeClaim":
            if (source["claimName"].string ?? "").isEmpty {
                errors.append(.required(place.child("claimName")))
            }
        case "nfs":
            for field in ["server", "path"] where (source[field].string ?? "").isEmpty {
                errors.append(.required(place.child(field)))
            }
        default: break
        }
        return errors
    }

    private static func hostPath(_ source: Value?, _ path: FieldPath) -> [FieldError] {
        let target = source["path"].string ?? ""
        if target.isEmpty { return [.required(path.child("path"))] }
        var errors: [FieldError] = []
        if target.split(separator: "/").contains("..") {
            errors.append(.invalid(path.child("path"), .string(target), "must not contain '..'"))
        }
        return errors
            + Check.oneOf(
                source["type"],
                [
                    "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File",
                    "FileOrCreate", "Socket",
                ], path.child("type"))
    }

    private static func mode(_ source: Value?, _ path: FieldPath) -> [FieldError] {
        fileMode(source["defaultMode"], path.child("defaultMode"))
    }

    private static func fileMode(_ mode: Value?, _ path: FieldPath) -> [FieldError] {
        guard let mode = mode.int, !(0...0o777).contains(mode) else { return [] }
        return [
            .invalid(
                path, .int(Int64(mode)),
                "must be a number between 0 and 0777 (octal), both inclusive")
        ]
    }

    private static func items(_ list: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, item) in (list.array ?? []).enumerated() {
            let place = path.index(index)
            if (item["key"].string ?? "").isEmpty { errors.append(.required(place.child("key"))) }
            errors += filePath(item["path"], place.child("path"))
            errors += fileMode(item["mode"], place.child("mode"))
        }
        return errors
    }

    private static func files(_ list: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, item) in (list.array ?? []).enumerated() {
            let place = path.index(index)
            errors += filePath(item["path"], place.child("path"))
            if item["fieldRef"] != nil {
                errors += DownwardValidation.file(item["fieldRef"], place.child("fieldRef"))
                if item["resourceFieldRef"] != nil {
                    errors.append(
                        .invalid(
                            place, "resource",
                            "fieldRef and resourceFieldRef can not be specified simultaneously"))
                }
            } else if item["resourceFieldRef"] != nil {
                errors += DownwardValidation.resource(
                    item["resourceFieldRef"], inFile: true, place.child("resourceFieldRef"))
            } else {
                errors.append(
                    .required(place, "one of fieldRef and resourceFieldRef is required"))
            }
            errors += fileMode(item["mode"], place.child("mode"))
        }
        return errors
    }

    private static func projected(_ source: Value?, _ path: FieldPath) -> [FieldError] {
        var errors = mode(source, path)
        for (index, part) in (source["sources"].array ?? []).enumerated() {
            let place = path.child("sources").index(index)
            let kinds = (part.object ?? Object()).names
            guard let kind = kinds.first else {
                errors.append(.required(place, "must specify a volume type"))
                continue
            }
            for extra in kinds.dropFirst() {
                errors.append(
                    .forbidden(place.child(extra), "may not specify more than 1 volume type"))
            }
            errors += projection(kind, part[kind], place.child(kind))
        }
        return errors
    }

    private static func projection(
        _ kind: String, _ part: Value?, _ path: FieldPath
    ) -> [FieldError] {
        var errors: [FieldError] = []
        switch kind {
        case "secret", "configMap":
            if (part["name"].string ?? "").isEmpty { errors.append(.required(path.child("name"))) }
            errors += items(part["items"], path.child("items"))
        case "downwardAPI": errors += files(part["items"], path.child("items"))
        case "serviceAccountToken":
            if let seconds = part["expirationSeconds"].int {
                if seconds < 600 {
                    errors.append(
                        .invalid(
                            path.child("expirationSeconds"), .int(Int64(seconds)),
                            "may not specify a duration less than 10 minutes"))
                } else if seconds > 1 << 32 {
                    errors.append(
                        .invalid(
                            path.child("expirationSeconds"), .int(Int64(seconds)),
                            "may not specify a duration larger than 2^32 seconds"))
                }
            }
            errors += filePath(part["path"], path.child("path"))
        default: break
        }
        return errors
    }

    /// The name of a file inside a volume.
    private static func filePath(_ value: Value?, _ path: FieldPath) -> [FieldError] {
        let text = value.string ?? ""
        if text.isEmpty { return [.required(path)] }
        var errors = innerPath(text, path)
        if text.hasPrefix(".."), !text.hasPrefix("../"), text != ".." {
            errors.append(.invalid(path, .string(text), "must not start with '..'"))
        }
        return errors
    }

    /// A path that stays inside its volume.
    static func innerPath(_ text: String, _ path: FieldPath) -> [FieldError] {
        if text.hasPrefix("/") { return [.invalid(path, .string(text), "must be a relative path")] }
        return text.split(separator: "/").contains("..")
            ? [.invalid(path, .string(text), "must not contain '..'")] : []
    }
}
