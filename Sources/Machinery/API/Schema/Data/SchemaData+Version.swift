// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of version; `SchemaText` tells the format.
    static let version = #"""
        Info
         buildDate - string zero !
         compiler - string zero !
         emulationMajor - string omit
         emulationMinor - string omit
         gitCommit - string zero !
         gitTreeState - string zero !
         gitVersion - string zero !
         goVersion - string zero !
         major - string zero !
         minCompatibilityMajor - string omit
         minCompatibilityMinor - string omit
         minor - string zero !
         platform - string zero !
        """#
}
