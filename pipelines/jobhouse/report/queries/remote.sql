with

counted as (
    select
        date_trunc('month', post_date)::date as month_date,
        -- the pages of companies are one board
        coalesce(lower(job_board), '') as board_key,
        count(*) as posting_count,
        count(work_arrangement) as known_count,
        count(*) filter (where work_arrangement = 'remote') as remote_count,
        count(*) filter (where work_arrangement = 'hybrid') as hybrid_count,
        count(*) filter (where work_arrangement = 'on_site' and arrangement_basis = 'flag') as flagged_count
    from marts.fct_job_postings
    where post_date between $first_day and $last_day
    group by all
),

-- the same boards all the time: a share of all of them moves when one comes or goes
same_boards as (
    select board_key, sum(known_count) as weight
    from counted
    group by board_key
    having count(*) filter (where known_count >= 10) >= 0.9 * (select count(distinct month_date) from counted)
),

-- each of them weighs the same in every month
same_boards_monthly as (
    select
        counted.month_date,
        sum(counted.known_count)::bigint as same_boards_count,
        sum(same_boards.weight * counted.remote_count / counted.known_count) / sum(same_boards.weight)
            as same_boards_remote_share
    from counted
    inner join same_boards on counted.board_key = same_boards.board_key
    where counted.known_count > 0
    group by counted.month_date
),

by_month as (
    select
        counted.month_date,
        sum(counted.posting_count)::bigint as posting_count,
        sum(counted.known_count)::bigint as known_count,
        (sum(counted.posting_count) - sum(counted.known_count))::bigint as unknown_count,
        sum(counted.remote_count)::bigint as remote_count,
        sum(counted.flagged_count)::bigint as flagged_count,
        sum(counted.remote_count) / nullif(sum(counted.known_count), 0) as remote_share,
        sum(counted.hybrid_count) / nullif(sum(counted.known_count), 0) as hybrid_share,
        1 - sum(counted.known_count) / sum(counted.posting_count) as unknown_share,
        any_value(same.same_boards_remote_share) as same_boards_remote_share,
        any_value(same.same_boards_count) as same_boards_count,
        (select count(*) from same_boards) as same_board_count
    from counted
    left join same_boards_monthly as same on counted.month_date = same.month_date
    group by counted.month_date
),

-- a year of all boards counts each posting, one of the same boards each month alike
years as (
    select
        case when month_date >= $recent_from then 'recent' else 'before' end as year,
        sum(coalesce(same_boards_count, known_count))::bigint as known_count,
        coalesce(avg(same_boards_remote_share), sum(remote_count) / nullif(sum(known_count), 0)) as share
    from by_month
    where month_date >= $before_from and month_date < $recent_until
    group by year
),

compared as (
    select
        any_value(share) filter (where year = 'recent') as recent_share,
        any_value(known_count) filter (where year = 'recent') as recent_known_count,
        any_value(share) filter (where year = 'before' and $has_two_years) as before_share,
        any_value(known_count) filter (where year = 'before') as before_known_count
    from years
)

select by_month.*, compared.*
from by_month
cross join compared
order by by_month.month_date
