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
    delivered_count = 'Jobs delivered, repeats included',
    credits_used = 'Credits charged',
    credits_remaining = 'Credits left after the day''s last answer that reported them; NULL where none did',
    latency_ms_p50 = 'Median time to an answer, in milliseconds',
    latency_ms_p95 = 'Time within which 95 % of the answers came, in milliseconds'
  ),
  audits (
    unique_combination_of_columns(columns := (date_day)),
    not_null(columns := (date_day, request_count, credits_used))
  )
);

select
  requested_at::date as date_day,
  count(*) as request_count,
  count(error) as failed_request_count,
  @sum_within_bigint(rows) as delivered_count,
  @sum_within_bigint(credits_used) as credits_used,
  arg_max(credits_remaining, requested_at) filter (where credits_remaining is not null) as credits_remaining,
  quantile_cont(latency_ms, 0.5) as latency_ms_p50,
  quantile_cont(latency_ms, 0.95) as latency_ms_p95
from staging.stg_sentrion__requests
group by requested_at::date
