-- One row per joint submission to the reviews of a state, latest session first: who signed it, from where, the document.
-- Parameters: $country
select
    session,
    code,
    members,
    stated_size::double as stated_size,
    national,
    subregional,
    regional,
    international,
    unknown,
    organisations,
    case
        when starts_with(symbol, 'A/HRC/') then concat('https://undocs.org/', symbol)
    end as document,
from listed_submission
where kind = 'joint' and state = $country
order by session desc, position
