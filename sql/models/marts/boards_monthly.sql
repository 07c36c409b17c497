MODEL (
  name marts.boards_monthly,
  description 'Postings on boards, and how much the boards overlap, by month of posting. Grain: one board in one month (month_date, job_board) with at least one posting.',
  owner jobhouse,
  kind FULL,
  grain (month_date, job_board),
  column_descriptions (
    month_date = 'First day of the month of posting',
    job_board = 'The board as delivered',
    posting_count = 'Postings on the board',
    opening_count = 'Different openings among them',
    exclusive_opening_count = 'Openings among them that no other board ever carries',
    posting_share = 'Part of the month''s postings with a board that are on this one, 0 to 1',
    posting_count_year_before = 'posting_count twelve months earlier; 0 where there was none, NULL where that month holds no postings',
    posting_growth = 'posting_count over that of twelve months earlier, minus 1; NULL where there was none'
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
    job_board,
    opening_id
  from marts.fct_job_postings
  where job_board is not null
),

openings as (
  select
    opening_id,
    count(distinct job_board) as board_count
  from postings
  group by opening_id
),

counted as (
  select
    postings.month_date,
    postings.job_board,
    count(*) as posting_count,
    count(distinct postings.opening_id) as opening_count,
    count(distinct case when openings.board_count = 1 then postings.opening_id end) as exclusive_opening_count
  from postings
  inner join openings
    on postings.opening_id = openings.opening_id
  where postings.month_date is not null
  group by
    postings.month_date,
    postings.job_board
),

months as (
  select
    month_date,
    sum(posting_count) as posting_count
  from counted
  group by month_date
)

select
  counted.month_date,
  counted.job_board,
  counted.posting_count,
  counted.opening_count,
  counted.exclusive_opening_count,
  counted.posting_count / months.posting_count as posting_share,
  case when months_before.month_date is not null then coalesce(counted_before.posting_count, 0) end as posting_count_year_before,
  counted.posting_count / counted_before.posting_count - 1 as posting_growth
from counted
inner join months
  on counted.month_date = months.month_date
left join months as months_before
  on months_before.month_date = (counted.month_date - interval '12 months')::date
left join counted as counted_before
  on counted_before.month_date = (counted.month_date - interval '12 months')::date
  and counted.job_board = counted_before.job_board
