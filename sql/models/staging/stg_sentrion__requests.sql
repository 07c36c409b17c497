MODEL (
  name staging.stg_sentrion__requests,
  description 'The log of HTTP requests. Grain: one request (request_id).',
  owner jobhouse,
  kind VIEW,
  grain request_id,
  audits (
    unique_values(columns := (request_id)),
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
  requests.error
from sentrion.requests as requests
-- rows of a load that was cut short are not true yet
inner join sentrion._dlt_loads as _dlt_loads
  on requests._dlt_load_id = _dlt_loads.load_id
where _dlt_loads.status = 0
-- a load that was killed may have left a copy behind, until the next reading removes it
qualify row_number() over (partition by requests.request_id order by requests._dlt_load_id) = 1
