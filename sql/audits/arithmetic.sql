AUDIT (name salary_in_usd_has_a_rate);
-- dollars without a rate of the posting's month would be a rate that nobody published, and those of a guessed currency
-- would hide the guess
select marts_row.job_id, marts_row.post_date, marts_row.salary_currency, marts_row.salary_annual_usd_min
from @this_model as marts_row
left join reference.exchange_rates as rates
  on marts_row.salary_currency = rates.currency
  and left(cast(marts_row.post_date as varchar), 7) = rates.month_key
where
  ((rates.currency is null and coalesce(marts_row.salary_currency, '') <> 'USD') or marts_row.is_currency_guessed)
  and coalesce(marts_row.salary_annual_usd_min, marts_row.salary_annual_usd_max) is not null;

AUDIT (name salary_range_in_order, blocking false);
-- a lower end above the upper end would turn every average of the two into nonsense
select job_id, salary_offered, salary_min, salary_max, salary_annual_min, salary_annual_max
from @this_model
where salary_min > salary_max or salary_annual_min > salary_annual_max or salary_min <= 0;

AUDIT (name job_type_is_listed);
-- the single type and the list answer the same question: a count by one must not contradict a filter on the other
select job_id, job_type, job_types
from @this_model
where (job_type is null) <> (job_types is null) or not list_contains(job_types, job_type);

AUDIT (name references_hold);
-- an id without its dimension drops out of every join
select children.job_id, children.@column
from @this_model as children
left join @parent as parents
  on children.@column = parents.@column
where children.@column is not null and parents.@column is null;

AUDIT (name no_version_lost);
-- every version that was paid for is counted in exactly one posting or set aside
with loaded as (
  select count(*) as version_count
  from staging.stg_sentrion__job_versions
),

counted as (
  select coalesce(sum(version_count), 0) as version_count
  from @this_model
),

set_aside as (
  select count(distinct version_id) as version_count
  from intermediate.int_versions__quarantined
)

select
  loaded.version_count as loaded_versions,
  counted.version_count as counted_versions,
  set_aside.version_count as versions_set_aside
from loaded
cross join counted
cross join set_aside
where loaded.version_count <> counted.version_count + set_aside.version_count;

AUDIT (name adverts_set_aside, blocking false);
-- adverts that are set aside are missing from the marts: each build warns of them, and none fails
select distinct version_id
from @this_model;

AUDIT (name counts_every_posting, defaults (parent = marts.fct_job_postings));
-- the groups must add up to the postings they were made from
with groups as (
  select coalesce(sum(posting_count), 0) as posting_count
  from @this_model
),

postings as (
  select count(*) as posting_count
  from @parent
)

select groups.posting_count as in_groups, postings.posting_count as in_postings
from groups
cross join postings
where groups.posting_count <> postings.posting_count;

AUDIT (name counts_every_opening);
-- the groups of a day must add up to the openings whose first day it is, or one that is posted again seems newer than it is
with groups as (
  select post_date, sum(opened_count) as opening_count
  from @this_model
  where opened_count > 0
  group by post_date
),

openings as (
  select first_date, count(*) as opening_count
  from marts.fct_openings
  group by first_date
)

select
  coalesce(groups.post_date, openings.first_date) as date_day,
  groups.opening_count as in_groups,
  openings.opening_count as in_openings
from groups
full outer join openings
  on coalesce(groups.post_date, date '0001-01-01') = coalesce(openings.first_date, date '0001-01-01')
where groups.opening_count is distinct from openings.opening_count;

AUDIT (name openings_end_after_they_begin);
-- an opening that ends before it begins would be taken from a stock that it never entered
select opening_id, first_date, last_date, end_basis
from @this_model
where last_date < first_date or (first_date is null) <> (last_date is null) or (first_date is null) <> (is_end_assumed is null);

AUDIT (name comparable_changes_within_intervals);
-- a change outside its interval, or an interval without a change, was computed from different boards
select month_date, skill, comparable_share_change, comparable_share_change_low, comparable_share_change_high
from @this_model
where not (comparable_share_change_low <= comparable_share_change and comparable_share_change <= comparable_share_change_high)
  or comparable_posting_count > month_posting_count;

AUDIT (name groups_are_unique);
-- two rows of one group would be counted twice; a group, unlike a key, may be NULL for "unknown"
select @EACH(@columns, c -> c), count(*) as row_count
from @this_model
group by @EACH(@columns, c -> c)
having count(*) > 1;

AUDIT (name key_holds);
-- a key that is null or not unique breaks every join on it; one query checks both, since a view is computed each time
select @EACH(@columns, c -> c), count(*) as row_count
from @this_model
group by @EACH(@columns, c -> c)
having count(*) > 1 or @OR(@EACH(@columns, c -> c is null));

AUDIT (name percentiles_in_order, blocking false);
-- percentiles that cross were computed from different rows
select *
from @this_model
where not (salary_annual_p25 <= salary_annual_p50 and salary_annual_p50 <= salary_annual_p75);

AUDIT (name changes_are_changes, blocking false);
-- a change from a value to itself hides the real changes; two different texts may have the same length
select *
from @this_model
where field <> 'description' and old_value is not distinct from new_value;

AUDIT (name coverage_has_no_gap);
-- a day without a row would look neither read nor unread
select search, min(date_day) as first_day, max(date_day) as last_day, count(*) as day_count
from @this_model
group by search
having count(*) <> date_diff('day', min(date_day), max(date_day)) + 1;

AUDIT (name one_main_location);
-- a posting without a main place is in no country's figures, and one with two is counted twice
select job_id, count(*) filter (where is_main) as main_count
from @this_model
group by job_id
having count(*) filter (where is_main) <> 1;

AUDIT (name each_posting_once);
-- a join that finds two rows for one posting would count it twice, and one that drops it would hide it
with rows_here as (
  select count(*) as posting_count
  from @this_model
),

postings as (
  select count(*) as posting_count
  from marts.fct_job_postings
)

select rows_here.posting_count as rows_here, postings.posting_count as in_postings
from rows_here
cross join postings
where rows_here.posting_count <> postings.posting_count;
