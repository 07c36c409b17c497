"""A warehouse whose marts are plain tables, filled by hand with what a report must be able to show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from jobhouse.warehouse.folder import Warehouse

TODAY = date(2026, 9, 27)
_VIEWS = """
select schema_name || '.' || view_name
from duckdb_views()
where schema_name in ('marts', 'ops') or schema_name || '.' || view_name = 'reference.exchange_rates'
"""

POSTINGS = """
insert into marts.fct_job_postings by name
select
    lpad(i::varchar, 32, '0') as job_id,
    case
        when i % 50 = 0 then 'version' when i % 9 = 0 then 'company_title_place_date' else 'job_url'
    end as job_id_basis,
    'v' || i as version_id,
    'o' || (i * 7 % 4500) as opening_id,
    'c' || floor(sqrt(i))::integer as company_id,
    case when i % 6 > 0 then 'l' || i % 3 end as location_id,
    i % 40 = 1 as is_country_doubtful,
    'Title ' || i as job_title,
    case when i % 4 > 0 then ['entry', 'mid', 'senior'][i % 4] end as seniority_level,
    case when i % 8 > 0 then i % 3 = 0 end as is_remote,
    case when i % 8 > 0 then ['remote', 'hybrid', 'on_site'][1 + i % 3] end as work_arrangement,
    i % 8 > 0 as has_skill_source,
    case when i % 8 > 0 then ['title_or_place', 'text', 'flag'][1 + i % 7 % 3] end as arrangement_basis,
    case when i % 7 > 0 then ['Linkedin', 'A&B <b>Jobs</b>', 'Dice'][1 + i * 7 % 4500 % 3] end as job_board,
    'https://board.example/' || i as job_url,
    case when i % 3 = 0 then '$50' end as salary_offered,
    case when i % 3 = 0 then 40000 + i end as salary_min,
    case when i % 3 = 0 then 60000 + i end as salary_max,
    case when i % 6 = 0 then 'USD' when i % 3 = 0 then 'EUR' end as salary_currency,
    false as is_currency_guessed,
    -- the odd advert pays a billion
    case when i % 3 = 0 then case when i % 300 = 0 then 1e9 else 40000 + i end end as salary_annual_min,
    case when i % 3 = 0 then case when i % 300 = 0 then 1e9 else 60000 + i end end as salary_annual_max,
    -- in euros until August, when the rates end
    case when i % 6 = 0 or i % 1000 < 974 then salary_annual_min end as salary_annual_usd_min,
    case when i % 6 = 0 or i % 1000 < 974 then salary_annual_max end as salary_annual_usd_max,
    case when i % 3 = 0 then 'text_range' when i % 11 = 0 then 'unreadable' else 'none' end as salary_basis,
    1 as version_count,
    date '2024-01-01' + (i % 1000)::integer as post_date,
    date '2024-01-01' + (i % 1000)::integer as first_post_date,
    case when i % 5 = 0 then date '2024-01-01' + (i % 1000 + i % 90)::integer end as valid_through_date,
    timestamptz '2026-09-26 12:00:00+00' as first_seen_at,
    timestamptz '2026-09-26 12:00:00+00' as last_changed_at
from range(6000) as numbers(i);
"""

# three postings that other boards carry too, on several boards at once
CROSS_POSTS = """
insert into marts.fct_job_postings by name
select * replace ('x' || job_id as job_id, 'Dice' as job_board)
from marts.fct_job_postings
where job_board = 'Linkedin' and job_id <= lpad('900', 32, '0');
"""

REST = """
insert into marts.dim_companies by name
select distinct
    company_id,
    case company_id when 'c76' then '<script>alert("company")</script>' else 'Firm ' || company_id end as company_name
from marts.fct_job_postings;

insert into marts.fct_openings by name
select
    opening_id,
    min(job_id) as job_id,
    count(*) as posting_count,
    min(post_date) as first_date,
    coalesce(max(valid_through_date), max(post_date) + 30) as last_date,
    case when max(valid_through_date) is null then 'assumed' when min(job_id) < '9' then 'named' else 'withdrawn' end
        as end_basis,
    max(valid_through_date) is null as is_end_assumed,
    min(job_id) like '%7' as is_dated_by_month
from marts.fct_job_postings
group by opening_id;

insert into marts.dim_locations (location_id, country_code, country_name)
values ('l0', 'US', 'United States'), ('l1', 'DE', 'Germany'), ('l2', 'FR', 'France <b>');

insert into marts.posting_locations by name
select job_id, location_id, true as is_main from marts.fct_job_postings where location_id is not null
union all
select job_id, 'l2', false from marts.fct_job_postings where location_id = 'l1';

insert into reference.exchange_rates (month_key, currency, units_per_usd) values ('2026-08', 'EUR', 1);

insert into marts.postings_daily by name
select
    post_date, country_code, seniority_level, work_arrangement,
    count(*) as posting_count, count(distinct opening_id) as opening_count,
    count(salary_min) as posting_with_salary_count
from marts.fct_job_postings left join marts.dim_locations using (location_id)
group by all;

insert into marts.skills_monthly by name
select
    month_date::date as month_date,
    ['Rust', 'COBOL', '"><img src=x onerror=alert(1)>', 'Excel', 'Go', 'Perl', 'Zig'][skill] as skill,
    [10 + month, 60 - month, 30, 50, 20 + month, 80 - month, greatest(1, month * 2 - 30)][skill] as posting_count,
    posting_count as opening_count,
    posting_count / 200 as posting_share,
    200 as month_posting_count
from range(33) as months(month), range(1, 8) as skills(skill),
    lateral (select date '2024-01-01' + to_months(month::integer) as month_date);

-- two that rise, two that fall, and one that stays
insert into marts.posting_skills by name
select job_id, skill, 'delivered' as skill_basis
from (select job_id, post_date - date '2024-01-01' as day, hash(job_id) % 1000 as draw from marts.fct_job_postings),
    (values ('Rust'), ('COBOL'), ('"><img src=x onerror=alert(1)>'), ('Go'), ('Perl')) as skills(skill)
where
    case skill
        when 'Rust' then draw < day when 'COBOL' then draw > day
        when 'Go' then draw < 300 + day / 2 when 'Perl' then draw > 300 + day / 2
        else draw < 400
    end;

insert into ops.coverage_daily by name
select
    'default' as search,
    day::date as date_day,
    case
        when day between '2024-02-01' and '2024-02-29' then 'short'
        when day between '2024-05-01' and '2024-05-31' then 'over'
        when day between '2025-03-01' and '2025-03-31' then 'open'
        else 'verified'
    end as status,
    strftime(day, '%Y-%m') as window_id,
    30 as window_days,
    180 as window_expected_count,
    case status when 'short' then 170 when 'over' then 190 else 180 end as window_delivered_count,
    6 as loaded_count,
    case when status = 'short' then chr(8238) || 'less </table>' || chr(0) end as note
from generate_series(timestamp '2024-01-01', timestamp '2026-09-30', interval 1 day) as days(day);

insert into ops.credits_daily by name
select
    date '2026-09-01' + i::integer as date_day, 100 + i as request_count, i as failed_request_count,
    9000 as delivered_count, 8000 + 100 * i as credits_used, 500000 - 9000 * i as credits_remaining
from range(20) as days(i);

insert into ops.runs by name
select
    'run' || i as run_id, 'nightly' as command, 'default' as search,
    case when i = 0 then 'stopped' else 'done' end as outcome, '<i>note</i>' as note,
    10 as request_count, 9 as page_count, 900 as delivered_count, 800 as credits_used, 61 as duration_seconds,
    timestamptz '2026-09-20 02:00:00+00' + to_days(i::integer) as started_at
from range(3) as runs(i);
"""


def copy_of(empty: Warehouse, folder: Path) -> Warehouse:
    """The marts of an empty warehouse as tables that take rows."""
    warehouse = Warehouse(folder)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema marts; create schema ops; create schema reference")
        with duckdb.connect(str(empty.database), read_only=True) as source:
            for (name,) in source.execute(_VIEWS).fetchall():
                found = source.sql(f"select * from {name} limit 0").to_arrow_table()
                db.register("found", found)
                db.execute(f"create table {name} as from found")
                db.unregister("found")
    return warehouse


def fill(warehouse: Warehouse) -> None:
    run(warehouse, POSTINGS + CROSS_POSTS + REST)


def run(warehouse: Warehouse, sql: str) -> None:
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("set TimeZone = 'UTC'")
        db.execute(sql)
