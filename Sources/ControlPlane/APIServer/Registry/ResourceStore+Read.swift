import API
import Etcd
import Simulation

extension ResourceStore {
    /// One object by name.
    ///
    /// Without a version it is read from etcd; with "0" the cache may answer, with another once it
    /// has got there.
    ///
    /// **Throws** 404; 504 for a version that lies ahead.
    func get(
        namespace: String, name: String, resourceVersion: String = ""
    ) async throws(Status) -> Value {
        let key = resource.key(namespace: namespace, name: name)
        if resourceVersion.isEmpty {
            guard let found = try await read(key) else { throw notFound(name) }
            return found.object
        }
        try await feed.wait(for: try ListVersion.parse(resourceVersion))
        guard let entry = cache.entry(for: key) else { throw notFound(name) }
        return conversion.toServed(entry.object)
    }

    /// The objects that `options` select, as of one revision.
    func list(namespace: String, options: ListOptions) async throws(Status) -> ListResult {
        let selection = selection(namespace: namespace, options: options)
        if let token = options.continueToken {
            return try await page(selection, options: options, token: token, namespace: namespace)
        }
        let version = try ListVersion.parse(options.resourceVersion)
        if options.match == .exact {
            return try await exact(selection, options: options, at: version)
        }
        if options.resourceVersion.isEmpty {
            guard try await feed.becomesFresh() else {
                return try await listFromStore(selection, limit: options.limit)
            }
        } else {
            try await feed.wait(for: version)
        }
        let revision = feed.revision
        let entries = cache.entries(prefix: selection.keyPrefix)
        return cut(
            entries, selection, limit: options.limit, revision: revision, continueRevision: revision
        )
    }

    /// The newest list out of etcd itself, where the caches do not catch up in time.
    ///
    /// Upstream: kubernetes apiserver/pkg/storage/cacher/delegator.go `GetList`.
    private func listFromStore(
        _ selection: ListSelection, limit: Int
    ) async throws(Status) -> ListResult {
        let response: RangeResponse
        do {
            response = try await store.range(RangeRequest(.prefix(Key(selection.keyPrefix))))
        } catch { throw Status(error) }
        let entries = response.keyValues.compactMap { found in
            StoredObject.value(of: found.value).map { value in
                CachedObjects.Entry(
                    key: found.key.description,
                    object: StoredObject.served(value, revision: found.modRevision),
                    revision: found.modRevision)
            }
        }
        return cut(
            entries[...], selection, limit: limit, revision: response.revision,
            continueRevision: response.revision)
    }

    func selection(namespace: String, options: ListOptions) -> ListSelection {
        ListSelection(
            keyPrefix: resource.keyPrefix(namespace: namespace), labels: options.labels,
            fields: options.fields)
    }

    private func exact(
        _ selection: ListSelection, options: ListOptions, at version: Int64
    ) async throws(Status) -> ListResult {
        try await feed.wait(for: version)
        guard let entries = entries(selection, at: version) else {
            throw .listTooOld
        }
        return cut(
            entries[...], selection, limit: options.limit, revision: version,
            continueRevision: version)
    }

    /// The entries as they were at `revision`; nil if that is forgotten.
    private func entries(
        _ selection: ListSelection, at revision: Int64
    ) -> [CachedObjects.Entry]? {
        guard revision >= feed.oldestListed else { return nil }
        return cache.entries(prefix: selection.keyPrefix, atRevision: revision)
    }

    /// The next page of a list that began at the token's revision.
    private func page(
        _ selection: ListSelection, options: ListOptions, token: ContinueToken, namespace: String
    ) async throws(Status) -> ListResult {
        let start = selection.keyPrefix + token.start
        if token.revision < 0 {
            // A token from a 410: the rest, at whatever revision is now.
            try await feed.waitUntilFresh()
            return cut(
                cache.entries(prefix: selection.keyPrefix, from: start), selection,
                limit: options.limit, revision: feed.revision, continueRevision: feed.revision)
        }
        try await feed.wait(for: token.revision)
        guard let all = entries(selection, at: token.revision) else {
            var expired = Status.expired(ContinueToken.expiredText)
            expired.continueToken = ContinueToken(revision: -1, start: token.start).encoded
            throw expired
        }
        let rest = all.drop { $0.key < start }
        return cut(
            rest, selection, limit: options.limit, revision: token.revision,
            continueRevision: token.revision)
    }

    /// The first `limit` selected entries, and a token for the others.
    private func cut(
        _ entries: ArraySlice<CachedObjects.Entry>, _ selection: ListSelection, limit: Int,
        revision: Int64, continueRevision: Int64
    ) -> ListResult {
        var items: [Value] = []
        if limit == 0 { items.reserveCapacity(entries.count) }
        for (offset, entry) in entries.enumerated() where selection.matches(entry.object) {
            items.append(conversion.toServed(entry.object))
            guard limit > 0, items.count == limit else { continue }
            let left = entries.count - offset - 1
            guard left > 0 else { break }
            let next = String(entry.key.dropFirst(selection.keyPrefix.count)) + "\0"
            return ListResult(
                items: items, revision: revision,
                continueToken: ContinueToken(revision: continueRevision, start: next),
                // With a selector nobody knows how many of the rest will match.
                remaining: selection.selectsAll ? left : nil)
        }
        return ListResult(items: items, revision: revision)
    }

    /// Opens a watch on the objects that `options` select.
    ///
    /// **Throws** 410 for a version that is forgotten.
    func watch(
        namespace: String, options: ListOptions,
        transform: (@Sendable (Value) -> Value)? = nil
    ) async throws(Status) -> WatchStream {
        let selection = selection(namespace: namespace, options: options)
        let version = try ListVersion.parseForWatch(options.resourceVersion)
        let convert = convertingTransform(transform)
        let begins = options.sendInitialEvents ?? (version == 0)
        if !begins {
            let start = options.resourceVersion.isEmpty || version == 0 ? feed.revision : version
            return try cache.watch(
                selection, after: start, wantsBookmarks: options.allowWatchBookmarks,
                client: options.client, transform: convert)
        }
        if options.resourceVersion != "0" { try await feed.waitUntilFresh() }
        if version > 0 { try await feed.wait(for: version) }
        let end =
            options.sendInitialEvents == true && options.allowWatchBookmarks
            ? feed.bookmark(for: resource, isInitialEnd: true) : nil
        return try cache.watch(
            selection, after: nil, wantsBookmarks: options.allowWatchBookmarks, initialEnd: end,
            client: options.client, transform: convert)
    }

    private func convertingTransform(
        _ transform: (@Sendable (Value) -> Value)?
    ) -> (@Sendable (Value) -> Value)? {
        guard !conversion.isIdentity else { return transform }
        let conversion = conversion
        return { value in
            let served = conversion.toServed(value)
            return transform?(served) ?? served
        }
    }
}

/// What a list answers with.
struct ListResult: Sendable {
    var items: [Value]
    var revision: Int64
    var continueToken: ContinueToken?
    var remaining: Int?
}

/// A resourceVersion as clients send it, read for a list or a watch.
enum ListVersion {
    /// **Throws** 400 for what is no number.
    static func parse(_ text: String) throws(Status) -> Int64 {
        if text.isEmpty { return 0 }
        guard let version = number(text) else {
            throw .badRequest("invalid resource version: \(problem(text))")
        }
        return version
    }

    /// **Throws** 500, as a watch does, for what is no number.
    static func parseForWatch(_ text: String) throws(Status) -> Int64 {
        if text.isEmpty { return 0 }
        guard let version = number(text) else { throw .plainInternal(problem(text)) }
        return version
    }

    private static func number(_ text: String) -> Int64? {
        UInt64(text).map { Int64(clamping: $0) }
    }

    private static func problem(_ text: String) -> String {
        let quoted = GoText.quoted(text)
        return "resourceVersion: Invalid value: \(quoted): "
            + "strconv.ParseUint: parsing \(quoted): invalid syntax"
    }
}
