MODEL (
  name staging.stg_sentrion__window_verdicts,
  description 'The stored verdicts on date windows; one holds for the reading that it names. Grain: one window of one search (window_id).',
  owner jobhouse,
  kind VIEW,
  grain window_id,
  columns (
    window_id varchar,
    search varchar,
    filters_hash varchar,
    reading_id varchar,
    read_at timestamptz,
    verdict varchar,
    reason varchar,
    judged_at timestamptz,
    is_superseded boolean
  ),
  audits (
    unique_combination_of_columns(columns := (window_id)),
    not_null(columns := (window_id, verdict))
  )
);

select
  window_verdicts.window_id,
  window_verdicts.search,
  window_verdicts.filters_hash,
  window_verdicts.reading_id,
  window_verdicts.read_at,
  window_verdicts.verdict,
  window_verdicts.reason,
  window_verdicts.judged_at,
  window_verdicts.is_superseded
from sentrion.window_verdicts as window_verdicts
