import API

extension FieldSet {
    /// The fields that `value` speaks of: what applying it makes its sender the owner of.
    ///
    /// ```yaml
    /// spec: {replicas: 2, template: {spec: {containers: [{name: c, image: nginx}]}}}
    /// ```
    /// speaks of `spec.replicas`, of the container `c` and of its name and image, but not of `spec`:
    /// a struct is nobody's, the entry of a map or of a list is somebody's.
    ///
    /// Upstream: sigs.k8s.io/structured-merge-diff typed/tofieldset.go.
    init(of value: Value, _ shape: MergeShape) {
        self.init()
        guard shape.isContainer(value) else {
            isMember = !value.isEmptyContainer || shape.isReplacedWhole
            return
        }
        for (name, inner) in value.object ?? Object() {
            let member = shape.member(name) ?? MergeMember(.untyped)
            var fields = FieldSet(of: inner, member.shape)
            if !member.isNamed || inner.isNull || inner.object?.isEmpty == true {
                fields.isMember = true
            }
            if !fields.isEmpty { self["f:" + name] = fields }
        }
        let items = value.array ?? []
        for (name, item) in zip(shape.itemNames(items), items) {
            guard let name else { continue }
            var fields = FieldSet(of: item, shape.item)
            fields.isMember = true
            self[name] = fields
        }
    }

    /// The set with the structs on the way to its fields: `spec` too, if it has `spec.replicas`.
    ///
    /// Upstream: sigs.k8s.io/structured-merge-diff fieldpath/set.go EnsureNamedFieldsAreMembers.
    func withStructs(_ shape: MergeShape) -> FieldSet {
        var result = FieldSet(isMember: isMember)
        for child in children {
            var inner = child.set.withStructs(shape.part(child.name))
            if child.name.hasPrefix("f:"),
                shape.member(String(child.name.dropFirst(2)))?.isNamed == true
            {
                inner.isMember = true
            }
            result[child.name] = inner
        }
        return result
    }
}

extension MergeShape {
    /// Whether even an empty value is somebody's.
    fileprivate var isReplacedWhole: Bool {
        switch self {
        case .scalar, .whole, .list(.position, _), .untyped: true
        case .object, .map, .list: false
        }
    }
}

extension Value {
    /// Null where a container is wanted, or one without anything in it.
    fileprivate var isEmptyContainer: Bool {
        switch self {
        case .null: true
        case .array(let items): items.isEmpty
        case .object(let object): object.isEmpty
        default: false
        }
    }
}

extension Value {
    /// The value without the fields of `fields`, each with all that is below it.
    ///
    /// What is left empty by it goes too. Upstream: sigs.k8s.io/structured-merge-diff typed/remove.go.
    func removing(_ fields: FieldSet, _ shape: MergeShape) -> Value {
        guard !fields.children.isEmpty, shape.isContainer(self) else { return self }
        if let object {
            var kept: [Object.Member] = []
            for (name, value) in object {
                let set = fields["f:" + name]
                if set?.isMember == true { continue }
                guard let set else {
                    kept.append((name: name, value: value))
                    continue
                }
                let rest = value.removing(set, shape.member(name)?.shape ?? .untyped)
                if rest.isEmptyContainer, !value.isEmptyContainer { continue }
                kept.append((name: name, value: rest))
            }
            return .object(Object(uniqueMembers: kept))
        }
        var kept: [Value] = []
        let items = array ?? []
        for (name, item) in zip(shape.itemNames(items), items) {
            guard let name, let set = fields[name] else {
                kept.append(item)
                continue
            }
            if !set.isMember { kept.append(item.removing(set, shape.item)) }
        }
        return .array(kept)
    }
}
