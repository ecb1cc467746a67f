-- One row per submission that a search finds, latest session first, 200 at most; totals are of all found.
-- Parameters: $scheme, $lists, $search, $size
-- Each word that is searched for must stand in a name, an acronym, the document's symbol or the state's name.
with asked as (
    select list_filter(string_split(strip_accents(lower($search)), ' '), lambda word: word <> '') as words
),

hits as (
    select s.number
    from listed_submission as s
    cross join asked as a
    where
        contains(s.words, coalesce(a.words[1], ''))
        and contains(s.words, coalesce(a.words[2], ''))
        and (
            len(a.words) < 3
            or list_bool_and(list_transform(a.words, lambda word: contains(s.words, word)))
        )
        and ($lists = 'all' or s.review in (select review from chosen_lists($scheme, $lists)))
        and (
            $size = 'any'
            or ($size = 'single' and s.kind <> 'joint')
            or (
                s.kind = 'joint'
                and (
                    $size = 'joint'
                    or ($size = 'few' and greatest(s.members, s.stated_size) between 1 and 4)
                    or ($size = 'some' and greatest(s.members, s.stated_size) between 5 and 9)
                    or ($size = 'many' and greatest(s.members, s.stated_size) >= 10)
                )
            )
        )
),

first_hits as (
    select
        number,
        count(*) over () as found,
    from hits
    order by number
    limit 200
)

select
    s.state as iso3,
    s.session,
    s.code,
    case when starts_with(s.symbol, 'A/HRC/') then concat('https://undocs.org/', s.symbol) end as document,
    s.kind as submission_kind,
    s.organisations,
    s.members,
    case s.exactness
        when 'more_than' then concat('> ', s.stated_size)
        when 'approx' then concat('≈ ', s.stated_size)
        else s.stated_size::varchar
    end as stated_size,
    s.national,
    s.regional,
    s.international,
    s.unknown,
    h.found,
from listed_submission as s
inner join first_hits as h on h.number = s.number
order by s.number
