// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of version; `SchemaText` tells the format.
    static let version = #"""
        Info
         buildDate - string !
         compiler - string !
         emulationMajor - string
         emulationMinor - string
         gitCommit - string !
         gitTreeState - string !
         gitVersion - string !
         goVersion - string !
         major - string !
         minCompatibilityMajor - string
         minCompatibilityMinor - string
         minor - string !
         platform - string !
        """#
}
