select date_day, request_count, failed_request_count, delivered_count, credits_used, credits_remaining
from ops.credits_daily
order by date_day desc
limit 60
