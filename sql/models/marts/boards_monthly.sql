MODEL (
  name marts.boards_monthly,
  description 'Postings on boards, and how much the boards overlap, by month of posting. Grain: one board in one month (month_date, job_board) with at least one posting.',
  owner jobhouse,
  kind FULL,
  grain (month_date, job_board),
  column_descriptions (
    month_date = 'First day of the month of posting',
    job_board = 'The board in its most frequent spelling; capitals make no other board',
    posting_count = 'Postings on the board',
    opening_count = 'Different openings among them; do not add up over months, since one opening may have postings in several',
    exclusive_opening_count = 'Openings among them that no other board ever carries; do not add up over months either',
    posting_share = 'Part of the month''s postings with a board that are on this one, 0 to 1',
    posting_count_year_before = 'posting_count twelve months earlier; 0 where there was none, NULL where that month holds no postings',
    posting_growth = 'posting_count over that of twelve months earlier, minus 1: of postings by the day of their current version, so that adverts dated again leave their former month; NULL where there was none, and where one of the months is not read whole or was read by other searches (ops.coverage_monthly)'
  ),
  audits (
    unique_combination_of_columns(columns := (month_date, job_board)),
    not_null(columns := (month_date, job_board, posting_count, opening_count, posting_share)),
    accepted_range(column := posting_share, min_v := 0, max_v := 1)
  )
);

with

postings as (
  select
    date_trunc('month', post_date)::date as month_date,
    lower(job_board) as board_key,
    @hash_of(opening_id) as opening_hash
  from marts.fct_job_postings
  where job_board is not null
),

spellings as (
  select
    job_board,
    count(*) as posting_count
  from marts.fct_job_postings
  where job_board is not null
  group by job_board
),

boards as (
  select
    lower(job_board) as board_key,
    min_by(job_board, (-posting_count, job_board)) as job_board
  from spellings
  group by lower(job_board)
),

openings as (
  select
    opening_hash,
    count(distinct board_key) as board_count
  from postings
  group by opening_hash
),

counted as (
  select
    postings.month_date,
    postings.board_key,
    count(*) as posting_count,
    count(distinct postings.opening_hash) as opening_count,
    count(distinct case when openings.board_count = 1 then postings.opening_hash end) as exclusive_opening_count
  from postings
  inner join openings
    on postings.opening_hash = openings.opening_hash
  where postings.month_date is not null
  group by
    postings.month_date,
    postings.board_key
),

-- of months that are not read whole, or by other searches, a growth would be one of the reading
months as (
  select
    counted.month_date,
    whole.searches,
    sum(counted.posting_count) as posting_count
  from counted
  left join intermediate.int_months__read as whole
    on counted.month_date = whole.month_date
    and whole.is_whole
  group by
    counted.month_date,
    whole.searches
)

select
  counted.month_date,
  boards.job_board,
  counted.posting_count,
  counted.opening_count,
  counted.exclusive_opening_count,
  counted.posting_count / months.posting_count as posting_share,
  case when months_before.month_date is not null then coalesce(counted_before.posting_count, 0) end as posting_count_year_before,
  case when months.searches = months_before.searches then counted.posting_count / counted_before.posting_count - 1 end as posting_growth
from counted
inner join boards
  on counted.board_key = boards.board_key
inner join months
  on counted.month_date = months.month_date
left join months as months_before
  on months_before.month_date = (counted.month_date - interval '12 months')::date
left join counted as counted_before
  on counted_before.month_date = (counted.month_date - interval '12 months')::date
  and counted.board_key = counted_before.board_key
