MODEL (
  name staging.stg_sentrion__findings,
  description 'Findings about the API beyond its documentation. Grain: one question (question).',
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
where @is_loaded(findings._dlt_load_id)
