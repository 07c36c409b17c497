select
    search,
    min(date_day) as first_day,
    max(date_day) as last_day,
    any_value(status) as status,
    any_value(window_expected_count) as expected_count,
    any_value(window_delivered_count) as delivered_count,
    any_value(window_delivered_count) - any_value(window_expected_count) as difference,
    any_value(reason) as reason,
    count(*) over () as window_count
from ops.coverage_daily
where status in ('short', 'over', 'drifted')
group by search, window_id
order by abs(difference) desc nulls last, search, first_day
limit 10
