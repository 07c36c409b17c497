MODEL (
  name ops.quarantine,
  description 'Adverts that are set aside: loaded and kept, but in no mart, because the models cannot process one of their values. They return with the first build after the rule is corrected. Grain: one reason for one version (version_id, reason).',
  owner jobhouse,
  kind FULL,
  grain (version_id, reason),
  column_descriptions (
    version_id = 'The version that is set aside; leads to the raw table sentrion.job_versions',
    reason = 'The rule that the advert breaks',
    model = 'The model that cannot process the value',
    field = 'The field, or salary for what was read from the fields of pay together',
    value = 'The beginning of the value, as text',
    job_title = 'Title of the advert, where it can be read',
    job_url = 'Address of the advert, where it can be read',
    search = 'The search that found the version first',
    window_id = 'The window in which it was read',
    first_seen_at = 'When the version was read (UTC)'
  ),
  audits (
    unique_combination_of_columns(columns := (version_id, reason)),
    not_null(columns := (version_id, reason, model, first_seen_at)),
    adverts_set_aside
  )
);

select
  quarantined.version_id,
  quarantined.reason,
  quarantined.model,
  quarantined.field,
  quarantined.value,
  versions.job_title,
  versions.job_url,
  versions.search,
  versions.window_id,
  versions.fetched_at as first_seen_at
from intermediate.int_versions__quarantined as quarantined
inner join staging.stg_sentrion__job_versions as versions
  on quarantined.version_id = versions.version_id
