with

-- those that name no skill count too: a share of the others alone falls where more adverts name any
postings as (
    select
        job_id,
        -- the pages of companies are one board
        coalesce(lower(job_board), '') as board_key,
        post_date >= $recent_from as is_recent
    from marts.fct_job_postings
    where post_date >= $before_from and post_date < $recent_until and has_skill_source
),

-- the same boards in both years, each with the weight of its smaller one: a share of all moves when boards come and go
boards as (
    select
        board_key,
        count(*) filter (where is_recent) as count_now,
        count(*) filter (where not is_recent) as count_before,
        count_now * count_before / (count_now + count_before) as weight
    from postings
    group by board_key
    having count_now >= 50 and count_before >= 50
),

counted as (
    select
        skills.skill,
        postings.board_key,
        count(*) filter (where postings.is_recent) as posting_count_now,
        count(*) filter (where not postings.is_recent) as posting_count_before
    from postings
    inner join marts.posting_skills as skills on postings.job_id = skills.job_id
    group by all
),

shares as (
    select
        counted.skill,
        sum(counted.posting_count_before)::bigint as posting_count_before,
        sum(counted.posting_count_now)::bigint as posting_count_now,
        sum(boards.weight * counted.posting_count_before / boards.count_before) / any_value(all_boards.weight)
            as share_before,
        sum(boards.weight * counted.posting_count_now / boards.count_now) / any_value(all_boards.weight) as share_now,
        share_now / nullif(share_before, 0) as growth,
        any_value(all_boards.board_count) as board_count
    from counted
    inner join boards on counted.board_key = boards.board_key
    cross join (select sum(weight) as weight, count(*) as board_count from boards) as all_boards
    group by counted.skill
    having greatest(sum(counted.posting_count_before), sum(counted.posting_count_now)) >= 50
),

ranked as (
    select
        *,
        row_number() over (order by growth desc nulls first, posting_count_now desc, skill) as place_rising,
        row_number() over (order by growth nulls last, posting_count_before desc, skill) as place_falling
    from shares
)

select
    case when place_rising <= 10 and coalesce(growth, 2) > 1 then 'rising' else 'falling' end as direction,
    skill,
    posting_count_before,
    posting_count_now,
    share_before,
    share_now,
    growth,
    board_count
from ranked
where (place_rising <= 10 and coalesce(growth, 2) > 1) or (place_falling <= 10 and growth < 1)
order by direction desc, case when direction = 'rising' then place_rising else place_falling end
