/// Facts about the API, written by `Scripts/make-schema.py`.
enum SchemaData {
    static let longFieldNames = "terminationMessagePath"
}
