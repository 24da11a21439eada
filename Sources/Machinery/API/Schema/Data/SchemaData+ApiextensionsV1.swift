// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of apiextensions/v1; `SchemaText` tells the format.
    static let apiextensionsV1 = #"""
        CustomResourceColumnDefinition
         name 1 string zero !
         type 2 string zero !
         format 3 string omit
         description 4 string omit
         priority 5 int32
         jsonPath 6 string zero !
        CustomResourceConversion
         strategy 1 string zero !
         webhook 2 WebhookConversion
        CustomResourceDefinition
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 CustomResourceDefinitionSpec !
         status 3 CustomResourceDefinitionStatus zero
        CustomResourceDefinitionCondition
         type 1 string zero !
         status 2 string zero !
         lastTransitionTime 3 time
         reason 4 string omit
         message 5 string omit
         observedGeneration 6 int64 omit
        CustomResourceDefinitionList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []CustomResourceDefinition !
        CustomResourceDefinitionNames
         plural 1 string zero !
         singular 2 string omit
         shortNames 3 []string atomic
         kind 4 string zero !
         listKind 5 string omit
         categories 6 []string atomic
        CustomResourceDefinitionSpec
         group 1 string zero !
         names 3 CustomResourceDefinitionNames !
         scope 4 string zero !
         versions 7 []CustomResourceDefinitionVersion ! atomic
         conversion 9 CustomResourceConversion
         preserveUnknownFields 10 bool omit
        CustomResourceDefinitionStatus
         conditions 1 []CustomResourceDefinitionCondition map:type
         acceptedNames 2 CustomResourceDefinitionNames
         storedVersions 3 []string atomic
         observedGeneration 4 int64 omit
        CustomResourceDefinitionVersion
         name 1 string zero !
         served 2 bool zero !
         storage 3 bool zero !
         deprecated 7 bool
         deprecationWarning 8 string omit
         schema 4 CustomResourceValidation
         subresources 5 CustomResourceSubresources
         additionalPrinterColumns 6 []CustomResourceColumnDefinition atomic
         selectableFields 9 []SelectableField atomic
        CustomResourceSubresourceScale
         specReplicasPath 1 string zero !
         statusReplicasPath 2 string zero !
         labelSelectorPath 3 string omit
        CustomResourceSubresources
         status 1 any
         scale 2 CustomResourceSubresourceScale
        CustomResourceValidation
         openAPIV3Schema 1 JSONSchemaProps
        ExternalDocumentation
         description 1 string omit
         url 2 string omit
        JSONSchemaProps
         id 1 string omit
         $schema 2 string omit
         $ref 3 string omit
         description 4 string omit
         type 5 string omit
         format 6 string omit
         title 7 string omit
         default 8 json
         maximum 9 double
         exclusiveMaximum 10 bool
         minimum 11 double
         exclusiveMinimum 12 bool
         maxLength 13 int64
         minLength 14 int64
         pattern 15 string omit
         maxItems 16 int64
         minItems 17 int64
         uniqueItems 18 bool
         multipleOf 19 double
         enum 20 []json atomic
         maxProperties 21 int64
         minProperties 22 int64
         required 23 []string atomic
         items 24 json
         allOf 25 []JSONSchemaProps atomic
         oneOf 26 []JSONSchemaProps atomic
         anyOf 27 []JSONSchemaProps atomic
         not 28 JSONSchemaProps
         properties 29 {}JSONSchemaProps
         additionalProperties 30 json
         patternProperties 31 {}JSONSchemaProps
         dependencies 32 {}json
         additionalItems 33 json
         definitions 34 {}JSONSchemaProps
         externalDocs 35 ExternalDocumentation
         example 36 json
         nullable 37 bool
         x-kubernetes-preserve-unknown-fields 38 bool
         x-kubernetes-embedded-resource 39 bool
         x-kubernetes-int-or-string 40 bool
         x-kubernetes-list-map-keys 41 []string atomic
         x-kubernetes-list-type 42 string omit
         x-kubernetes-map-type 43 string omit
         x-kubernetes-validations 44 []ValidationRule map:rule patch:merge:rule
        SelectableField
         jsonPath 1 string zero !
        ServiceReference
         namespace 1 string zero !
         name 2 string zero !
         path 3 string omit
         port 4 int32
        ValidationRule
         rule 1 string zero !
         message 2 string omit
         messageExpression 3 string omit
         reason 4 string omit enum:FieldValueDuplicate|FieldValueForbidden|FieldValueInvalid|FieldValueRequired
         fieldPath 5 string omit
         optionalOldSelf 6 bool
        WebhookClientConfig
         service 1 ServiceReference
         caBundle 2 bytes
         url 3 string omit
        WebhookConversion
         clientConfig 2 WebhookClientConfig
         conversionReviewVersions 3 []string ! atomic
        """#
}
