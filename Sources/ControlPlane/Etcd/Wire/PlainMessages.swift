package import Encoding

/// A message without fields: a request that asks for one thing only.
package struct EmptyMessage: WireMessage, Hashable {
    package init() {}
    package init(_ fields: WireFields) throws(WireError) {}
    package func write(to writer: inout WireWriter) {}
}

/// A message with an id as its only field: of a lease, or of a member.
package struct IDMessage: WireMessage, Hashable {
    package var id: UInt64

    package init(_ id: UInt64) { self.id = id }
    package init(_ fields: WireFields) throws(WireError) { id = try fields.uint(1) }
    package func write(to writer: inout WireWriter) { writer.uint(1, id) }
}

/// A message with a name as its only field: of a user, or of a role.
package struct NameMessage: WireMessage, Hashable {
    package var name: String

    package init(_ name: String) { self.name = name }
    package init(_ fields: WireFields) throws(WireError) { name = try fields.text(1) }
    package func write(to writer: inout WireWriter) { writer.text(1, name) }
}

/// An answer that says only that it was done.
package struct HeaderMessage: WireMessage, Hashable {
    package var header: ResponseHeader

    package init(_ header: ResponseHeader) { self.header = header }
    package init(_ fields: WireFields) throws(WireError) { header = try fields.header() }
    package func write(to writer: inout WireWriter) { writer.message(1, header) }
}
