MODEL (
  name intermediate.int_boards__month_dated,
  description 'Months in which a board dates its adverts by the month alone: nearly all bear the first (hiring threads do so). A board is judged as a whole where it has enough adverts in several months, and else each of its months with enough adverts, once adverts of any board show that the month was read to its last third (reference.date_evidence). The result depends on the set of versions alone. Grain: one month of one board (board_key, month_date).',
  owner jobhouse,
  kind FULL,
  grain (board_key, month_date),
  column_descriptions (
    board_key = 'The board in lower case',
    month_date = 'First day of the month'
  ),
  audits (
    unique_combination_of_columns(columns := (board_key, month_date)),
    not_null(columns := (board_key, month_date))
  )
);

with

evidence as (
  select
    @named_values(month_postings_at_least, first_day_share_at_least, months_at_least, read_until_day)
  from reference.date_evidence
),

days as (
  select
    lower(stg_sentrion__job_versions.job_board) as board_key,
    stg_sentrion__job_versions.post_date,
    count(*) as version_count
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  where stg_sentrion__job_versions.post_date is not null
  group by
    lower(stg_sentrion__job_versions.job_board),
    stg_sentrion__job_versions.post_date
),

months as (
  select
    date_trunc('month', days.post_date)::date as month_date,
    extract(day from max(days.post_date)) as last_day_of_month_posted
  from days
  group by date_trunc('month', days.post_date)::date
),

board_months as (
  select
    days.board_key,
    date_trunc('month', days.post_date)::date as month_date,
    sum(days.version_count) as version_count,
    sum(case when extract(day from days.post_date) = 1 then days.version_count else 0 end) as first_day_count
  from days
  where days.board_key is not null
  group by
    days.board_key,
    date_trunc('month', days.post_date)::date
),

boards as (
  select
    board_months.board_key,
    count(*) as month_count,
    sum(board_months.version_count) as version_count,
    sum(board_months.first_day_count) as first_day_count
  from board_months
  group by board_months.board_key
)

select
  board_months.board_key,
  board_months.month_date
from board_months
inner join boards
  on board_months.board_key = boards.board_key
inner join months
  on board_months.month_date = months.month_date
cross join evidence
where
  (
    boards.month_count >= evidence.months_at_least
    and boards.version_count >= evidence.month_postings_at_least
    and boards.first_day_count >= evidence.first_day_share_at_least * boards.version_count
  )
  or (
    months.last_day_of_month_posted >= evidence.read_until_day
    and board_months.version_count >= evidence.month_postings_at_least
    and board_months.first_day_count >= evidence.first_day_share_at_least * board_months.version_count
  )
