import API

/// What one method does at one path, before it is written in either version of OpenAPI.
struct OpenAPIOperation: Sendable {
    /// In lower case: `get`.
    var method: String
    /// `readCoreV1NamespacedPod`: client generators make their functions' names of it.
    var id: String
    /// `core_v1`: client generators make their classes of it.
    var tag: String
    var description: String
    /// `x-kubernetes-action`; nil where no resource is meant.
    var action: String?
    var kind: GroupVersionKind?
    var parameters: [OpenAPIParameter] = []
    /// The type of the body; nil for none.
    var body: String?
    var isBodyRequired = true
    /// Which status codes answer with `answer`.
    var codes = ["200"]
    /// The type of the answer; nil for text.
    var answer: String?
    var forms = Forms.object

    /// The media types of answers.
    enum Forms: Sendable {
        case text, discovery, object, list, custom, customList

        var types: [String] {
            switch self {
            case .text: ["*/*"]
            case .discovery, .object: [MediaType.json, MediaType.yaml, MediaType.protobuf]
            case .custom: [MediaType.json, MediaType.yaml]
            case .list:
                Forms.object.types + [
                    MediaType.json + ";stream=watch", MediaType.protobuf + ";stream=watch",
                ]
            case .customList: Forms.custom.types + [MediaType.json + ";stream=watch"]
            }
        }
    }

    /// The media types of the body.
    ///
    /// Differs: they are named; upstream says `*/*`, which some client generators do not take.
    var consumes: [String] {
        guard body == OpenAPIPlainType.patch.rawValue else {
            let types = [MediaType.json, MediaType.yaml]
            return forms == .custom ? types : types + [MediaType.protobuf]
        }
        let types = [
            "application/json-patch+json", "application/merge-patch+json",
            "application/apply-patch+yaml",
        ]
        let isCustom = forms == .custom
        return isCustom ? types : types + ["application/strategic-merge-patch+json"]
    }

    /// The status codes with what they mean.
    var meanings: [(code: String, text: String, hasAnswer: Bool)] {
        let names = ["200": "OK", "201": "Created", "202": "Accepted"]
        return codes.map { ($0, names[$0] ?? "", true) } + [("401", "Unauthorized", false)]
    }
}

/// A path with what its methods do.
struct OpenAPIPath: Sendable {
    var path: String
    var parameters: [OpenAPIParameter]
    var operations: [OpenAPIOperation]
}
