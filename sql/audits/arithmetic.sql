AUDIT (name salary_range_in_order);
-- a lower end above the upper end would turn every average of the two into nonsense
select job_id, salary_offered, salary_min, salary_max, salary_annual_min, salary_annual_max
from @this_model
where salary_min > salary_max or salary_annual_min > salary_annual_max or salary_min <= 0;

AUDIT (name references_hold);
-- an id without its dimension drops out of every join
select children.job_id, children.@column
from @this_model as children
left join @parent as parents
  on children.@column = parents.@column
where children.@column is not null and parents.@column is null;

AUDIT (name no_version_lost);
-- every version that was paid for must be counted in exactly one posting
with loaded as (
  select count(*) as version_count
  from staging.stg_sentrion__job_versions
),

counted as (
  select coalesce(sum(version_count), 0) as version_count
  from @this_model
)

select loaded.version_count as loaded_versions, counted.version_count as counted_versions
from loaded
cross join counted
where loaded.version_count <> counted.version_count;

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
