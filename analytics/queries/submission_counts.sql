-- One row per review whose number of submissions is stated somewhere, most first; outliers are marked.
-- Parameters: $scheme
select
    submission_count.state as iso3,
    state_region.region,
    submission_count.session::double as session,
    submission_count.cycle,
    submission_count.year,
    submission_count.submissions,
    submission_count.joint::double as joint,
    submission_count.exactness,
    submission_count.basis as count_basis,
    submission_count.outlier,
    submission_count.page as stated_in,
from submission_count
inner join state_region on state_region.scheme = $scheme and state_region.iso3 = submission_count.state
order by submission_count.submissions desc, submission_count.position
