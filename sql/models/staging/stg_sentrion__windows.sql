MODEL (
  name staging.stg_sentrion__windows,
  description 'The ledger of date windows: what was asked for, announced and delivered. Grain: one window of one search (window_id).',
  owner jobhouse,
  kind VIEW,
  grain window_id,
  audits (
    unique_values(columns := (window_id)),
    not_null(columns := (window_id))
  )
);

select
  windows.window_id,
  windows.search,
  windows.filters_hash,
  windows.since,
  windows.until,
  windows.published_after,
  windows.published_before,
  windows.status,
  windows.cursor,
  windows.pages,
  windows.rows_delivered,
  windows.rows_distinct,
  windows.expected_total,
  windows.credits_used,
  windows.started_at,
  windows.completed_at,
  windows.swept_at,
  windows.note
from sentrion.windows as windows
-- rows of a load that was cut short are not true yet
inner join sentrion._dlt_loads as _dlt_loads
  on windows._dlt_load_id = _dlt_loads.load_id
where _dlt_loads.status = 0
-- a load that was killed may have left a copy behind: the latest word counts
qualify row_number() over (partition by windows.window_id order by windows._dlt_load_id desc) = 1
