-- One row per phrase of a search, as texts are compared with it.
-- Parameters: $phrases
select
    unnest($phrases::varchar[]) as phrase,
    spoken(phrase) as spoken,
