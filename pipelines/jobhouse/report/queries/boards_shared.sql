with

carried as (
    select distinct job_board, opening_id
    from marts.fct_job_postings
    where job_board is not null
),

largest as (
    select job_board, count(*) as opening_count
    from carried
    group by job_board
    order by opening_count desc, job_board
    limit 8
),

kept as (
    select carried.job_board, carried.opening_id, largest.opening_count
    from carried
    inner join largest on carried.job_board = largest.job_board
)

select
    here.job_board,
    there.job_board as other_board,
    count(*) as shared_opening_count,
    any_value(here.opening_count) as opening_count,
    shared_opening_count / any_value(here.opening_count) as shared_share
from kept as here
inner join kept as there on here.opening_id = there.opening_id and here.job_board <> there.job_board
group by here.job_board, there.job_board
order by opening_count desc, here.job_board, any_value(there.opening_count) desc, there.job_board
