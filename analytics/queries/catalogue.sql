-- One row per submission that a search finds, latest session first, 200 at most; totals are of all found.
-- Parameters: $scheme, $lists, $search, $called, $size
-- Each word that is searched for must stand in a name, an acronym, the document's symbol or the state's name; or all of
-- them together are another name of the state, whose code is then $called.
with asked as (
    select list_filter(string_split(strip_accents(lower($search)), ' '), lambda word: word <> '') as words
),

hits as (
    select submission.number
    from listed_submission as submission
    cross join asked
    where
        (
            submission.state = $called
            or (
                contains(submission.words, coalesce(asked.words[1], ''))
                and contains(submission.words, coalesce(asked.words[2], ''))
                and (
                    len(asked.words) < 3
                    or list_bool_and(list_transform(asked.words, lambda word: contains(submission.words, word)))
                )
            )
        )
        and ($lists = 'all' or submission.review in (select review from chosen_lists($scheme, $lists)))
        and (
            $size = 'any'
            or ($size = 'single' and submission.kind <> 'joint')
            or (
                submission.kind = 'joint'
                and (
                    $size = 'joint'
                    or ($size = 'few' and greatest(submission.members, submission.stated_size) between 1 and 4)
                    or ($size = 'some' and greatest(submission.members, submission.stated_size) between 5 and 9)
                    or ($size = 'many' and greatest(submission.members, submission.stated_size) >= 10)
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
    submission.state as iso3,
    submission.session,
    submission.code,
    case
        when starts_with(submission.symbol, 'A/HRC/') then concat('https://undocs.org/', submission.symbol)
    end as document,
    submission.kind as submission_kind,
    submission.organisations,
    submission.members,
    case submission.exactness
        when 'more_than' then concat('> ', submission.stated_size)
        when 'approx' then concat('≈ ', submission.stated_size)
        else submission.stated_size::varchar
    end as stated_size,
    submission.national,
    submission.subregional,
    submission.regional,
    submission.international,
    submission.unknown,
    first_hits.found,
from listed_submission as submission
inner join first_hits on first_hits.number = submission.number
order by submission.number
