MODEL (
  name staging.stg_sentrion__receipts,
  description 'The receipts of pages: which versions a page delivered, whether new or known already. Grain: one page (request_id).',
  owner jobhouse,
  kind VIEW,
  grain request_id,
  columns (
    request_id varchar,
    window_id varchar,
    reading_id varchar,
    requested_at timestamptz,
    version_keys_hex varchar
  ),
  column_descriptions (
    reading_id = 'The reading of the window that its page belongs to; a second reading at once has the id of the first',
    version_keys_hex = 'The first 16 digits of each version_id, one after the other'
  ),
  audits (
    unique_combination_of_columns(columns := (request_id)),
    not_null(columns := (request_id))
  )
);

select
  requests.request_id,
  requests.window_id,
  regexp_replace(requests.reading_id, '-2$', '') as reading_id,
  requests.requested_at,
  lower(hex(requests.version_keys)) as version_keys_hex
from sentrion.requests as requests
where
  requests.page is not null
  and requests.version_keys is not null
  and @is_loaded(requests._dlt_load_id)
