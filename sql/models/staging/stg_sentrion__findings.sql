MODEL (
  name staging.stg_sentrion__findings,
  description 'What is known of the API beyond its documentation. Grain: one question (question).',
  owner jobhouse,
  kind VIEW,
  grain question,
  audits (
    unique_values(columns := (question)),
    not_null(columns := (question))
  )
);

select
  findings.question,
  findings.answer,
  findings.evidence,
  findings.asked_at,
  findings.requests,
  findings.credits,
  findings.contradicted
from sentrion.findings as findings
-- rows of a load that was cut short are not true yet
inner join sentrion._dlt_loads as _dlt_loads
  on findings._dlt_load_id = _dlt_loads.load_id
where _dlt_loads.status = 0
