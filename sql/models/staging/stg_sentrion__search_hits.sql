MODEL (
  name staging.stg_sentrion__search_hits,
  description 'Which search found which version, and when first. Grain: one version found by one search.',
  owner jobhouse,
  kind VIEW,
  grain (search, version_id),
  audits (
    unique_combination_of_columns(columns := (search, version_id)),
    not_null(columns := (search, version_id))
  )
);

select
  search_hits.search,
  search_hits.version_id,
  search_hits.first_seen_at
from sentrion.search_hits as search_hits
where @is_loaded(search_hits._dlt_load_id)
