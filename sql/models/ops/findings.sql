MODEL (
  name ops.findings,
  description 'What probe found out about the API beyond its documentation; empty until it was run. Grain: one question (question).',
  owner jobhouse,
  kind FULL,
  grain question,
  column_descriptions (
    question = 'What was asked, e.g. bounds',
    answer = 'What the evidence says; unknown where it does not decide, and then the safe way is used',
    evidence = 'The totals and days that it rests on, as JSON',
    contradicted = 'Which later answer of the API speaks against it; NULL while none does. The safe way is used from then on',
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
