MODEL (
  name staging.stg_sentrion__runs,
  description 'The runs of the commands that read. Grain: one run (run_id).',
  owner jobhouse,
  kind VIEW,
  grain run_id,
  columns (
    run_id varchar,
    command varchar,
    search varchar,
    started_at timestamptz,
    updated_at timestamptz,
    outcome varchar,
    note varchar,
    requests bigint,
    pages bigint,
    rows_delivered bigint,
    credits_used bigint
  ),
  audits (
    unique_combination_of_columns(columns := (run_id)),
    not_null(columns := (run_id))
  )
);

select
  runs.run_id,
  runs.command,
  runs.search,
  runs.started_at,
  runs.updated_at,
  runs.outcome,
  runs.note,
  runs.requests,
  runs.pages,
  runs.rows_delivered,
  runs.credits_used
from sentrion.runs as runs
where @is_loaded(runs._dlt_load_id)
