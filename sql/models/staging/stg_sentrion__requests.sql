MODEL (
  name staging.stg_sentrion__requests,
  description 'The log of HTTP requests. Grain: one request (request_id).',
  owner jobhouse,
  kind VIEW,
  grain request_id,
  columns (
    request_id varchar,
    run_id varchar,
    search varchar,
    requested_at timestamptz,
    window_id varchar,
    status bigint,
    latency_ms bigint,
    rows bigint,
    credits_used bigint,
    credits_remaining bigint,
    attempt bigint,
    error varchar,
    reading_id varchar,
    total bigint
  ),
  audits (
    unique_combination_of_columns(columns := (request_id)),
    not_null(columns := (request_id))
  )
);

select
  requests.request_id,
  requests.run_id,
  requests.search,
  requests.requested_at,
  requests.window_id,
  requests.status,
  requests.latency_ms,
  requests.rows,
  requests.credits_used,
  requests.credits_remaining,
  requests.attempt,
  requests.error,
  requests.reading_id,
  requests.total
from sentrion.requests as requests
where @is_loaded(requests._dlt_load_id)
