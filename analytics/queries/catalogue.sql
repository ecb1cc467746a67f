-- One row per submission that a search finds, latest session first, 200 at most; totals are of all found.
-- Parameters: $scheme, $lists, $search, $size
-- Each word that is searched for must stand in a name, an acronym, the document's symbol or the state's name.
with asked as (
    select list_filter(string_split(strip_accents(lower($search)), ' '), lambda word: word <> '') as words
)

select
    s.state as iso3,
    s.session,
    s.code,
    s.kind as submission_kind,
    s.organisations,
    s.members,
    s.national,
    s.regional,
    s.international,
    s.unknown,
    'https://undocs.org/' || s.symbol as document,
    s.symbol,
    count(*) over () as found,
from listed_submission as s
inner join chosen_lists($scheme, $lists) as l on l.symbol = s.symbol
cross join asked as a
where
    list_bool_and(list_transform(a.words, lambda word: contains(s.words, word))) is not false
    and (
        $size = 'any'
        or ($size = 'single' and s.kind <> 'joint')
        or (
            s.kind = 'joint'
            and (
                $size = 'joint'
                or ($size = 'few' and s.members between 1 and 4)
                or ($size = 'some' and s.members between 5 and 9)
                or ($size = 'many' and s.members >= 10)
            )
        )
    )
order by s.session desc, s.state, s.position
limit 200
