"""Papers in order: due diligence, disclosure and suitability, confidentiality, who has read which rule."""
