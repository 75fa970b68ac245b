"""A journal as a FHIR R4 bundle, and back; only elements that R4 and R4B share."""
