import API
import Testing

@testable import APIServer

/// One object and what is wrong with it.
struct BadObject: Sendable, CustomTestStringConvertible {
    var json: String
    var problems: [String]

    init(_ json: String, _ problems: String...) { (self.json, self.problems) = (json, problems) }
    var testDescription: String { problems.first ?? "nothing wrong with \(json)" }
}

private func quota(_ spec: String) -> String {
    #"{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":\#(spec)}"#
}

private func limits(_ items: String) -> String {
    #"{"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"l"},"spec":{"limits":[\#(items)]}}"#
}

private func policy(_ spec: String) -> String {
    #"{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"n"},"spec":\#(spec)}"#
}

@Suite("Validation of the smaller kinds")
struct KindValidationTests {
    private static let existsText =
        "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, "
        + "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
        + "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"
    private static let attachText =
        "must specify exactly one of inlineVolumeSpec and persistentVolumeName"
    private static let cidrText = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"

    private static let bad: [BadObject] = [
        BadObject(quota(#"{"hard":{"pods":"5","count/widgets.example.com":"1"}}"#)),
        BadObject(
            quota(#"{"hard":{"bogus":"5"}}"#),
            #"spec.hard[bogus]: Invalid value: "bogus": must be a standard resource for quota"#),
        BadObject(
            quota(#"{"hard":{"pods":"500m"}}"#),
            #"spec.hard[pods]: Invalid value: "500m": must be an integer"#),
        BadObject(
            quota(#"{"hard":{"services":"5"},"scopes":["BestEffort"]}"#),
            #"spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource"#),
        BadObject(
            quota(#"{"hard":{"pods":"5"},"scopes":["Terminating","NotTerminating"]}"#),
            #"spec.scopes: Invalid value: ["Terminating","NotTerminating"]: conflicting scopes"#),
        BadObject(
            quota(
                #"{"scopeSelector":{"matchExpressions":[{"scopeName":"BestEffort","operator":"In","values":["x"]}]}}"#
            ),
            #"spec.scopeSelector.matchExpressions.operator: Invalid value: "In": "# + existsText),
        BadObject(
            quota(
                #"{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In"}]}}"#
            ),
            "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value "
                + "when `operator` is 'In' or 'NotIn' for scope selector"),
        BadObject(
            limits(
                #"{"type":"Container","min":{"cpu":"2"},"max":{"cpu":"1"},"default":{"cpu":"2"},"defaultRequest":{"cpu":"2"}}"#
            ),
            #"spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1"#,
            #"spec.limits[0].defaultRequest[cpu]: Invalid value: "2": default request value 2 is greater than max value 1"#,
            #"spec.limits[0].default[cpu]: Invalid value: "1": default value 2 is greater than max value 1"#
        ),
        BadObject(
            limits(#"{"type":"Pod","default":{"cpu":"1"}},{"type":"Pod"}"#),
            "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
            #"spec.limits[1].type: Duplicate value: "Pod""#),
        BadObject(
            limits(#"{"type":"Volume"}"#),
            #"spec.limits[0].type: Invalid value: "Volume": must be a standard limit type or fully qualified"#
        ),
        BadObject(
            limits(#"{"type":"PersistentVolumeClaim"}"#),
            "spec.limits[0].limits: Required value: either minimum or maximum storage value is "
                + "required, but neither was provided"),
        BadObject(
            limits(#"{"type":"Container","maxLimitRequestRatio":{"cpu":"500m"}}"#),
            #"spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1"#
        ),
        BadObject(
            #"{"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttachment","metadata":{"name":"v"},"spec":{"source":{}}}"#,
            "spec.attacher: Required value", "spec.nodeName: Required value",
            "spec.source: Required value: " + attachText),
        BadObject(
            #"{"apiVersion":"storage.k8s.io/v1","kind":"CSIDriver","metadata":{"name":"d"},"spec":{"fsGroupPolicy":"Some"}}"#,
            #"spec.fsGroupPolicy: Unsupported value: "Some": supported values: "File", "None", "ReadWriteOnceWithFSType""#
        ),
        BadObject(
            #"{"apiVersion":"storage.k8s.io/v1","kind":"CSINode","metadata":{"name":"n"},"spec":{"drivers":[{"name":"d"},{"name":"d","nodeID":"i"}]}}"#,
            "spec.drivers[0].nodeID: Required value",
            #"spec.drivers[1].name: Duplicate value: "d""#),
        BadObject(
            #"{"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"c"},"spec":{"controller":"plain"}}"#,
            #"spec.controller: Invalid value: "plain": must be a domain-prefixed path (such as "acme.io/foo")"#
        ),
        BadObject(
            policy(
                #"{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0"}},{}]}]}"#),
            #"spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.0": "# + cidrText,
            "spec.ingress[0].from[1]: Required value: must specify a peer"),
        BadObject(
            policy(#"{"podSelector":{},"egress":[{"ports":[{"port":90,"endPort":80}]}]}"#),
            "spec.egress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to "
                + "`port`"),
        BadObject(
            #"{"apiVersion":"networking.k8s.io/v1","kind":"ServiceCIDR","metadata":{"name":"c"},"spec":{"cidrs":["10.0.0.1/24"]}}"#,
            #"spec.cidrs[0]: Invalid value: "10.0.0.1/24": "# + cidrText),
        BadObject(
            #"{"apiVersion":"networking.k8s.io/v1","kind":"IPAddress","metadata":{"name":"10.0.0.1"},"spec":{}}"#,
            "spec.parentRef: Required value"),
        BadObject(
            #"{"apiVersion":"apiregistration.k8s.io/v1","kind":"APIService","metadata":{"name":"v1.x"},"spec":{"group":"g.example.com","version":"v1","groupPriorityMinimum":0,"versionPriority":1}}"#,
            #"metadata.name: Invalid value: "v1.x": must be `spec.version+"."+spec.group`: "v1.g.example.com""#,
            "spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000"),
        BadObject(
            #"{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"f"},"spec":{"priorityLevelConfiguration":{"name":""},"rules":[{}]}}"#,
            "spec.priorityLevelConfiguration.name: Required value: must reference a priority level",
            "spec.rules[0].subjects: Required value: subjects must contain at least one value",
            "spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has "
                + "to be non-empty"),
        BadObject(
            #"{"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"e","namespace":"default"},"regarding":{"namespace":"default"},"reportingController":"c.example.com","reportingInstance":"i","reason":"R","action":"A","type":"Odd"}"#,
            "eventTime: Required value", #"type: Invalid value: "": has invalid value: Odd"#),
    ]

    @Test("what is wrong is told in upstream's words", arguments: bad)
    func problems(bad: BadObject) throws {
        let draft = try Draft(JSONParser.parse(bad.json))
        #expect(draft.errors.map(\.description) == bad.problems)
    }

    @Test("drivers and priority levels get their defaults")
    func defaults() throws {
        let driver = try Draft(
            JSONParser.parse(
                #"{"apiVersion":"storage.k8s.io/v1","kind":"CSIDriver","metadata":{"name":"d"},"spec":{}}"#
            ))
        #expect(
            JSONWriter.text(driver.object["spec"] ?? .null)
                == #"{"attachRequired":true,"podInfoOnMount":false,"volumeLifecycleModes":["Persistent"],"storageCapacity":false,"fsGroupPolicy":"ReadWriteOnceWithFSType","requiresRepublish":false,"seLinuxMount":false}"#
        )
        let level = try Draft(
            JSONParser.parse(
                #"{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"p"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{}}}}}"#
            ))
        #expect(level.errors.isEmpty)
        #expect(level.object["spec"]["limited"]["nominalConcurrencyShares"].int == 30)
        #expect(level.object["spec"]["limited"]["limitResponse"]["queuing"]["handSize"].int == 8)
    }

    @Test("a runtime class keeps its handler, a quota its scopes, an attachment its spec")
    func immutable() throws {
        let runtime = try Draft([
            "apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": ["name": "r"],
            "handler": "h",
        ])
        #expect(
            try runtime.problems { $0["handler"] = "i" }
                == [#"handler: Invalid value: "i": field is immutable"#])
        let quota = try Draft(JSONParser.parse(quota(#"{"hard":{"pods":"1"}}"#)))
        #expect(
            try quota.problems { $0["spec"]["scopes"] = ["BestEffort"] }
                == [#"spec.scopes: Invalid value: ["BestEffort"]: field is immutable"#])
    }
}
