MODEL (
  name ops.runs,
  description 'Runs of the commands that read from the API, and how they ended, as of the last build. A run that ends after it, such as the one that builds, is shown complete by the next build; sentrion.runs shows it at once. Grain: one run (run_id).',
  owner jobhouse,
  kind FULL,
  grain run_id,
  column_descriptions (
    run_id = 'The run',
    command = 'demo, probe, plan, backfill, nightly, verify --ask, verify --repair, or source for a dlt pipeline of the user''s own',
    search = 'The search that was read',
    outcome = 'done, stopped (a limit, interrupted), refused, unreachable, check_failed (the data), failed (a setting, a bug), killed (its process ended without recording how), or running',
    note = 'Why it ended early, or its last warning',
    request_count = 'HTTP requests',
    page_count = 'Pages read',
    delivered_count = 'Jobs delivered on pages, repeats and those of second readings included; those in answers to probe, plan and verify --ask are in ops.credits_daily alone',
    credits_used = 'Credits charged',
    duration_seconds = 'From the start to the last batch that was loaded',
    started_at = 'Start (UTC)',
    updated_at = 'When the last batch was handed on (UTC)'
  ),
  audits (
    unique_combination_of_columns(columns := (run_id)),
    not_null(columns := (run_id, command, started_at))
  )
);

select
  run_id,
  command,
  search,
  outcome,
  note,
  requests as request_count,
  pages as page_count,
  rows_delivered as delivered_count,
  credits_used,
  date_diff('second', started_at, updated_at) as duration_seconds,
  started_at,
  updated_at
from staging.stg_sentrion__runs
