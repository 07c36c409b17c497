MODEL (
  name ops.credits_daily,
  description 'What reading cost, day by day (UTC). Grain: one day with at least one request (date_day).',
  owner jobhouse,
  kind FULL,
  grain date_day,
  column_descriptions (
    date_day = 'The day of the requests (UTC)',
    request_count = 'HTTP requests',
    failed_request_count = 'Requests that brought no page',
    delivered_count = 'Jobs delivered, repeats, second readings and those in answers to probe, plan and verify --ask included: ops.runs and jobhouse status leave out the latter',
    credits_used = 'Credits charged',
    credits_remaining = 'Credits left after the day''s last answer that reported them, by the lowest of those under way together; NULL where none did',
    latency_ms_p50 = 'Median time to an answer, in milliseconds',
    latency_ms_p95 = 'Time within which 95 % of the answers came, in milliseconds'
  ),
  audits (
    unique_combination_of_columns(columns := (date_day)),
    not_null(columns := (date_day, request_count, credits_used))
  )
);

with

requests as (
  select
    requested_at::date as date_day,
    requested_at,
    error,
    rows,
    credits_used,
    credits_remaining,
    latency_ms,
    max(case when credits_remaining is not null then requested_at end) over (partition by requested_at::date) as last_requested_at
  from staging.stg_sentrion__requests
)

select
  date_day,
  count(*) as request_count,
  count(error) as failed_request_count,
  @sum_within_bigint(rows) as delivered_count,
  @sum_within_bigint(credits_used) as credits_used,
  -- of requests that were under way together nobody knows which was served first, and credits only become fewer
  min(
    case
      when requested_at = last_requested_at or date_diff('millisecond', requested_at, last_requested_at) < latency_ms then credits_remaining
    end
  ) as credits_remaining,
  quantile_cont(latency_ms, 0.5) as latency_ms_p50,
  quantile_cont(latency_ms, 0.95) as latency_ms_p95
from requests
group by date_day
