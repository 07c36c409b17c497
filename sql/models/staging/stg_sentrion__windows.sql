MODEL (
  name staging.stg_sentrion__windows,
  description 'The ledger of date windows: what was asked, announced and delivered. Grain: one window of one search (window_id).',
  owner jobhouse,
  kind VIEW,
  grain window_id,
  columns (
    window_id varchar,
    search varchar,
    filters_hash varchar,
    since date,
    until date,
    published_after date,
    published_before date,
    status varchar,
    cursor varchar,
    pages bigint,
    rows_delivered bigint,
    rows_distinct bigint,
    expected_total bigint,
    credits_used bigint,
    started_at timestamptz,
    completed_at timestamptz,
    refreshed_at timestamptz,
    note varchar,
    reading_id varchar,
    is_total_capped boolean
  ),
  audits (
    unique_combination_of_columns(columns := (window_id)),
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
  windows.refreshed_at,
  windows.note,
  windows.reading_id,
  windows.is_total_capped
from sentrion.windows as windows
where @is_loaded(windows._dlt_load_id)
