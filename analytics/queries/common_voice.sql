-- One row per pair of submissions to one review of the third cycle that footnotes of its UN summary cite together, most often first.
-- Parameters: $country
select
    pair.state as iso3,
    pair.session,
    pair.one,
    pair.other,
    pair.times,
from cited_together as pair
where pair.state = $country
order by pair.times desc, pair.one, pair.other
