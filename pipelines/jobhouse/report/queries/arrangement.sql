with

counted as (
    select
        date_trunc('month', post_date)::date as month_date,
        -- the pages of companies are one board
        coalesce(lower(job_board), '') as board_key,
        count(work_arrangement) as known_count,
        count(*) filter (where work_arrangement = 'remote') as remote_count,
        count(*) filter (where work_arrangement = 'hybrid') as hybrid_count,
        count(*) filter (where work_arrangement = 'on_site') as on_site_count
    from marts.fct_job_postings
    where post_date between $first_day and $last_day
    group by all
),

-- the same boards all the time: shares of all of them move when one comes or goes
same_boards as (
    select board_key, sum(known_count) as weight
    from counted
    group by board_key
    having count(*) filter (where known_count >= 10) >= 0.9 * (select count(distinct month_date) from counted)
),

-- each of them weighs the same in every month
by_month as (
    select
        counted.month_date,
        sum(counted.known_count)::bigint as known_count,
        sum(same_boards.weight * counted.remote_count / counted.known_count) / sum(same_boards.weight) as remote_share,
        sum(same_boards.weight * counted.hybrid_count / counted.known_count) / sum(same_boards.weight) as hybrid_share,
        sum(same_boards.weight * counted.on_site_count / counted.known_count) / sum(same_boards.weight)
            as on_site_share
    from counted
    inner join same_boards on counted.board_key = same_boards.board_key
    where counted.known_count > 0
    group by counted.month_date
),

recent as (
    select
        avg(remote_share) as recent_remote_share,
        avg(hybrid_share) as recent_hybrid_share,
        avg(on_site_share) as recent_on_site_share
    from by_month
    where month_date >= $recent_from and month_date < $recent_until
)

select
    by_month.month_date,
    by_month.known_count,
    by_month.remote_share,
    by_month.hybrid_share,
    by_month.on_site_share,
    recent.recent_remote_share,
    recent.recent_hybrid_share,
    recent.recent_on_site_share,
    (select count(*) from same_boards) as same_board_count
from by_month
cross join recent
order by by_month.month_date
