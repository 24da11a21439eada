// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of events/v1; `SchemaText` tells the format.
    static let eventsV1 = #"""
        Event
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         eventTime 2 microTime !
         series 3 EventSeries
         reportingController 4 string omit
         reportingInstance 5 string omit
         action 6 string omit
         reason 7 string omit
         regarding 8 core/v1.ObjectReference
         related 9 core/v1.ObjectReference
         note 10 string omit
         type 11 string omit
         deprecatedSource 12 core/v1.EventSource
         deprecatedFirstTimestamp 13 time
         deprecatedLastTimestamp 14 time
         deprecatedCount 15 int32
        EventList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Event !
        EventSeries
         count 1 int32 zero !
         lastObservedTime 2 microTime !
        """#
}
