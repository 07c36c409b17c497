MODEL (
  name ops.findings,
  description 'What probe found out about the API beyond its documentation; empty until it was run. Grain: one question (question).',
  owner jobhouse,
  kind FULL,
  grain question,
  column_descriptions (
    question = 'The open question about the API, such as bounds',
    answer = 'The answer that the evidence supports; unknown where it supports none, and then the safe assumption is used',
    evidence = 'The totals and days that support it, as JSON',
    contradicted = 'Which later response of the API contradicts it; NULL while none does. From then on the safe assumption is used',
    request_count = 'Requests that it took',
    credits_used = 'Credits charged for them',
    asked_at = 'When it was answered (UTC)'
  ),
  audits (
    unique_combination_of_columns(columns := (question)),
    not_null(columns := (question))
  )
);

select
  question,
  answer,
  evidence,
  contradicted,
  requests as request_count,
  credits as credits_used,
  asked_at
from staging.stg_sentrion__findings
