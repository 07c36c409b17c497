with

-- capitals make no other board
carried as (
    select lower(job_board) as board_key, opening_id, count(*) as posting_count
    from marts.fct_job_postings
    where job_board is not null
    group by board_key, opening_id
),

openings as (
    select opening_id, count(*) as board_count
    from carried
    group by opening_id
),

names as (
    select distinct lower(job_board) as board_key, job_board
    from marts.boards_monthly
)

select
    coalesce(any_value(names.job_board), carried.board_key) as job_board,
    sum(carried.posting_count)::bigint as posting_count,
    count(*) as opening_count,
    count(*) filter (where openings.board_count > 1) as shared_opening_count,
    shared_opening_count / opening_count as shared_share
from carried
inner join openings on carried.opening_id = openings.opening_id
left join names on carried.board_key = names.board_key
group by carried.board_key
order by opening_count desc, carried.board_key
limit 12
