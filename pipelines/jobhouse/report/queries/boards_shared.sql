with

-- capitals make no other board
carried as (
    select distinct lower(job_board) as board_key, opening_id
    from marts.fct_job_postings
    where job_board is not null
),

largest as (
    select board_key, count(*) as opening_count
    from carried
    group by board_key
    order by opening_count desc, board_key
    limit 8
),

names as (
    select distinct lower(job_board) as board_key, job_board
    from marts.boards_monthly
),

kept as (
    select coalesce(names.job_board, largest.board_key) as job_board, carried.opening_id, largest.opening_count
    from carried
    inner join largest on carried.board_key = largest.board_key
    left join names on largest.board_key = names.board_key
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
