-- One row per word, then per phrase, of a search: recommendations of the selection that hold it, and that hold all but it.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers, $words, $terms, $bits, $held, $all_found, $phrases
with texts as (
    select
        t.recommendation,
        coalesce(s.found, 0) as found,
        list_transform(q.phrases, lambda phrase: contains(t.words, phrase)) as phrases,
    from search_text as t
    cross join (select list_transform($phrases::varchar[], lambda phrase: spoken(phrase)) as phrases) as q
    inner join selected($states, $sessions, $issue_bits, $actions, $askers) as r on r.recommendation = t.recommendation
    left join search_scored($terms, $bits, $held) as s on s.recommendation = t.recommendation
),

kinds as (
    select found, phrases, coalesce(list_bool_and(phrases), true) as spoken_all, count(*) as recommendations,
    from texts
    group by all
),

of_words as (
    select
        0 as kind,
        w.place,
        w.word as sought,
        coalesce(sum(k.recommendations) filter (k.found & (1::uinteger << w.place) <> 0), 0)::uinteger as recommendations,
        coalesce(sum(k.recommendations) filter (
            k.spoken_all and k.found | (1::uinteger << w.place) = $all_found::uinteger
        ), 0)::uinteger as without,
    from (select unnest($words::varchar[]) as word, generate_subscripts($words::varchar[], 1) - 1 as place) as w
    left join kinds as k on true
    group by w.place, w.word
),

of_phrases as (
    select
        1 as kind,
        p.place,
        p.phrase as sought,
        coalesce(sum(k.recommendations) filter (k.phrases[p.place]), 0)::uinteger as recommendations,
        coalesce(sum(k.recommendations) filter (
            k.found = $all_found::uinteger
            and list_count(list_filter(k.phrases, lambda held: not held)) = if(k.phrases[p.place], 0, 1)
        ), 0)::uinteger as without,
    from (select unnest($phrases::varchar[]) as phrase, generate_subscripts($phrases::varchar[], 1) as place) as p
    left join kinds as k on true
    group by p.place, p.phrase
)

select * from of_words
union all
select * from of_phrases
order by kind, place
