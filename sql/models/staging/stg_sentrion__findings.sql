MODEL (
  name staging.stg_sentrion__findings,
  description 'What is known of the API beyond its documentation. Grain: one question (question).',
  owner jobhouse,
  kind VIEW,
  grain question,
  audits (
    unique_combination_of_columns(columns := (question)),
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
where findings._dlt_load_id in (select _dlt_loads.load_id from sentrion._dlt_loads as _dlt_loads where _dlt_loads.status = 0)
