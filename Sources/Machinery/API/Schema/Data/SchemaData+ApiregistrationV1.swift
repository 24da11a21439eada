// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of apiregistration/v1; `SchemaText` tells the format.
    static let apiregistrationV1 = #"""
        APIService
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 APIServiceSpec zero
         status 3 APIServiceStatus zero
        APIServiceCondition
         type 1 string zero !
         status 2 string zero !
         lastTransitionTime 3 time
         reason 4 string omit
         message 5 string omit
        APIServiceList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []APIService !
        APIServiceSpec
         service 1 ServiceReference
         group 2 string omit
         version 3 string omit
         insecureSkipTLSVerify 4 bool omit
         caBundle 5 bytes atomic
         groupPriorityMinimum 7 int32 zero !
         versionPriority 8 int32 zero !
        APIServiceStatus
         conditions 1 []APIServiceCondition map:type patch:merge:type
        ServiceReference
         namespace 1 string omit
         name 2 string omit
         port 3 int32
        """#
}
