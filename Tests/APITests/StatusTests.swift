import Testing

@testable import API

@Suite("Status")
struct StatusTests {
    private let deployments = GroupResource(group: "apps", resource: "deployments")

    @Test("a status is written in upstream's order")
    func order() {
        let text = JSONWriter.text(Status.notFound(deployments, "nope").value)
        let expected =
            #"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","#
            + #""message":"deployments.apps \"nope\" not found","reason":"NotFound","#
            + #""details":{"name":"nope","group":"apps","kind":"deployments"},"code":404}"#
        #expect(text == expected)
    }

    @Test("a status survives the way over the wire")
    func roundTrip() throws {
        for status in [
            Status.objectModified(deployments, "x"), .tooLargeResourceVersion(9, current: 3),
            .internalError("no"), .unauthorized, .methodNotAllowed,
        ] {
            #expect(Status(status.value) == status)
        }
        #expect(Status(["kind": "Pod"]) == nil)
        #expect(Status(Status.success(Status.Details(name: "x"))) == nil)
    }

    @Test("validation reports every cause at once")
    func invalid() {
        let container = FieldPath("spec").child("containers").index(0)
        let one = FieldError.required(container.child("image"))
        let two = FieldError.notSupported(
            container.child("imagePullPolicy"), "Sometimes",
            supported: ["Always", "IfNotPresent", "Never"])
        let kind = GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment")
        #expect(
            Status.invalid(kind, "x", [one]).message
                == "Deployment.apps \"x\" is invalid: spec.containers[0].image: Required value")
        let both = Status.invalid(kind, "x", [one, two])
        let unsupported =
            "Unsupported value: \"Sometimes\": supported values: \"Always\","
            + " \"IfNotPresent\", \"Never\""
        #expect(
            both.message == "Deployment.apps \"x\" is invalid: [spec.containers[0].image: Required"
                + " value, spec.containers[0].imagePullPolicy: " + unsupported + "]")
        #expect(both.details?.causes.map(\.message) == ["Required value", unsupported])
        #expect(
            both.details?.causes.map(\.reason) == ["FieldValueRequired", "FieldValueNotSupported"])
        #expect(both.code == 422)
    }

    @Test("field errors show values as upstream does")
    func values() {
        let cases: [(FieldError, String)] = [
            (
                .invalid("spec.replicas", -3, "must be greater than or equal to 0"),
                "spec.replicas: Invalid value: -3: must be greater than or equal to 0"
            ),
            (
                .invalid("l", ["app": "b"], "`selector` does not match template `labels`"),
                "l: Invalid value: {\"app\":\"b\"}: `selector` does not match template `labels`"
            ),
            (.invalid("l", .null, "x"), "l: Invalid value: null: x"),
            (.duplicate("p", "x"), "p: Duplicate value: \"x\""),
            (.notFound("v", "nope"), "v: Not found: \"nope\""),
            (.tooLong("[]", limit: 1_048_576), "[]: Too long: may not be more than 1048576 bytes"),
            (
                .notSupported("dryRun", ["Nonsense"], supported: ["All"]),
                "dryRun: Unsupported value: [\"Nonsense\"]: supported values: \"All\""
            ),
        ]
        for (error, text) in cases { #expect(error.description == text) }
    }

    @Test(
        "a refused request is named as RBAC names it",
        arguments: [
            (
                "GET", "/api/v1/namespaces/default/pods/x",
                "pods \"x\" is forbidden: User \"alice\" cannot get resource \"pods\" in API group \"\""
                    + " in the namespace \"default\""
            ),
            (
                "GET", "/apis/apps/v1/deployments",
                "deployments.apps is forbidden: User \"alice\" cannot list resource \"deployments\" in"
                    + " API group \"apps\" at the cluster scope"
            ),
            (
                "PATCH", "/apis/apps/v1/namespaces/default/deployments/x/scale",
                "deployments.apps \"x\" is forbidden: User \"alice\" cannot patch resource"
                    + " \"deployments/scale\" in API group \"apps\" in the namespace \"default\""
            ),
            ("GET", "/", "forbidden: User \"alice\" cannot get path \"/\""),
        ])
    func forbidden(method: String, path: String, expected: String) {
        let status = Status.forbidden(RequestInfo(method: method, path: path), user: "alice")
        #expect(status.message == expected)
        #expect(status.code == 403)
    }

    @Test("names are judged in upstream's words")
    func names() {
        #expect(Names.dns1123Subdomain("web-1.example").isEmpty)
        #expect(
            Names.dns1123Subdomain("UPPER_case") == [
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                    + " '-' or '.', and must start and end with an alphanumeric character (e.g."
                    + " 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?"
                    + "(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
            ])
        #expect(Names.dns1123Label("a.b") == ["must not contain dots"])
        #expect(
            Names.dns1123Label("UPPER") == [
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                    + " '-', and must start and end with an alphanumeric character (e.g. 'my-name',"
                    + "  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
            ])
        #expect(
            Names.qualifiedName("bad key") == [
                "name part must consist of alphanumeric characters, '-', '_' or '.', and must start"
                    + " and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or"
                    + " '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?"
                    + "[A-Za-z0-9]')"
            ])
        #expect(Names.qualifiedName("example.com/app").isEmpty)
        #expect(Names.labelValue("").isEmpty)
        #expect(Names.labelValue("A_b.c-1").isEmpty)
        #expect(Names.labelValue("c d").count == 1)
        #expect(Names.labelValue("a[").count == 1)
        #expect(Names.portName("toolongportnamexxxxxxxx") == ["must be no more than 15 characters"])
    }
}
