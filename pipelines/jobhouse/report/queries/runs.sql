select
    started_at,
    command,
    search,
    coalesce(outcome, 'running') as outcome,
    request_count,
    delivered_count,
    credits_used,
    duration_seconds,
    note
from ops.runs
order by started_at desc, run_id
limit 12
