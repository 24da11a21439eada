// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of apiregistration/v1; `SchemaText` tells the format.
    static let apiregistrationV1 = #"""
        APIService
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 APIServiceSpec
         status 3 APIServiceStatus
        APIServiceCondition
         type 1 string !
         status 2 string !
         lastTransitionTime 3 time
         reason 4 string
         message 5 string
        APIServiceList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []APIService !
        APIServiceSpec
         service 1 ServiceReference
         group 2 string
         version 3 string
         insecureSkipTLSVerify 4 bool
         caBundle 5 bytes atomic
         groupPriorityMinimum 7 int32 !
         versionPriority 8 int32 !
        APIServiceStatus
         conditions 1 []APIServiceCondition map:type patch:merge:type
        ServiceReference
         namespace 1 string
         name 2 string
         port 3 int32
        """#
}
