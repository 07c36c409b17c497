select
    search,
    date_day,
    status,
    loaded_count,
    window_days,
    window_delivered_count,
    window_expected_count
from ops.coverage_daily
order by search, date_day
