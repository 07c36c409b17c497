MODEL (
  name staging.stg_sentrion__runs,
  description 'The runs of the commands that read. Grain: one run (run_id).',
  owner jobhouse,
  kind VIEW,
  grain run_id,
  audits (
    unique_values(columns := (run_id)),
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
-- rows of a load that was cut short are not true yet
inner join sentrion._dlt_loads as _dlt_loads
  on runs._dlt_load_id = _dlt_loads.load_id
where _dlt_loads.status = 0
-- a load that was killed may have left a copy behind: the latest word counts
qualify row_number() over (partition by runs.run_id order by runs._dlt_load_id desc) = 1
