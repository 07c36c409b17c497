with

carried as (
    select job_board, opening_id, count(*) as posting_count
    from marts.fct_job_postings
    where job_board is not null
    group by job_board, opening_id
),

openings as (
    select opening_id, count(*) as board_count
    from carried
    group by opening_id
)

select
    carried.job_board,
    sum(carried.posting_count)::bigint as posting_count,
    count(*) as opening_count,
    count(*) filter (where openings.board_count > 1) as shared_opening_count,
    shared_opening_count / opening_count as shared_share
from carried
inner join openings on carried.opening_id = openings.opening_id
group by carried.job_board
order by opening_count desc, carried.job_board
limit 12
