// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of events/v1; `SchemaText` tells the format.
    static let eventsV1 = #"""
        Event
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         eventTime 2 microTime !
         series 3 EventSeries
         reportingController 4 string
         reportingInstance 5 string
         action 6 string
         reason 7 string
         regarding 8 core/v1.ObjectReference
         related 9 core/v1.ObjectReference
         note 10 string
         type 11 string
         deprecatedSource 12 core/v1.EventSource
         deprecatedFirstTimestamp 13 time
         deprecatedLastTimestamp 14 time
         deprecatedCount 15 int32
        EventList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []Event !
        EventSeries
         count 1 int32 !
         lastObservedTime 2 microTime !
        """#
}
