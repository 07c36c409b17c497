with

adverts as (
    select
        -- one advert speaks for its opening, so that cross-posts do not weigh its pay several times: one whose pay was
        -- delivered (fields) before one whose text states it
        arg_min(
            struct_pack(
                opening_id := postings.opening_id,
                quarter_date := date_trunc('quarter', postings.post_date)::date,
                post_date := postings.post_date,
                board_key := coalesce(lower(postings.job_board), ''),
                country_code := locations.country_code,
                country_name := locations.country_name,
                salary_annual := (postings.salary_annual_usd_min + postings.salary_annual_usd_max) / 2
            ),
            (postings.salary_source, postings.job_id)
        ) as advert
    from marts.fct_job_postings as postings
    left join marts.dim_locations as locations on postings.location_id = locations.location_id
    where
        postings.post_date between $first_day and $last_day
        and postings.salary_annual_usd_min is not null
        and postings.salary_annual_usd_max is not null
        -- in a month without rates dollars would be alone
        and strftime(postings.post_date, '%Y-%m') <= (select max(month_key) from reference.exchange_rates)
    group by postings.opening_id
),

paid as (
    select unnest(advert)
    from adverts
),

-- one country alone: a median of all moves when countries that pay less come or go
largest as (
    select country_code, any_value(country_name) as country_name, count(*) as paid_count
    from paid
    where country_code is not null
    group by country_code
    order by paid_count desc, country_code
    limit 1
),

by_quarter as (
    select
        paid.quarter_date,
        count(*) as opening_count,
        round(quantile_cont(paid.salary_annual, 0.25))::bigint as salary_annual_p25,
        round(quantile_cont(paid.salary_annual, 0.5))::bigint as salary_annual_p50,
        round(quantile_cont(paid.salary_annual, 0.75))::bigint as salary_annual_p75,
        count(*) filter (where paid.country_code = largest.country_code) as country_opening_count,
        round(quantile_cont(paid.salary_annual, 0.5) filter (where paid.country_code = largest.country_code))::bigint
            as country_salary_annual_p50,
        any_value(largest.country_code) as country_code,
        any_value(largest.country_name) as country_name
    from paid
    left join largest on true
    group by paid.quarter_date
),

-- the two years of that country
of_country as (
    select
        paid.opening_id,
        paid.board_key,
        paid.salary_annual,
        case when paid.post_date >= $recent_from then 'recent' else 'before' end as year
    from paid
    inner join largest on paid.country_code = largest.country_code
    where paid.post_date >= $before_from and paid.post_date < $recent_until and $has_two_years
),

-- as many openings of each board from both years: boards differ in what they pay, and come and go
same_boards as (
    select
        board_key,
        least(count(*) filter (where year = 'recent'), count(*) filter (where year = 'before')) as taken_count
    from of_country
    group by board_key
    having taken_count >= 10
),

taken as (
    select
        of_country.year,
        of_country.salary_annual,
        same_boards.taken_count,
        row_number() over (partition by of_country.board_key, of_country.year order by of_country.opening_id) as place
    from of_country
    inner join same_boards on of_country.board_key = same_boards.board_key
),

years as (
    select
        year,
        list_sort(list(salary_annual)) as salaries,
        len(salaries) as year_count,
        greatest(1, floor(year_count / 2 - 0.98 * sqrt(year_count)))::bigint as low_place,
        least(year_count, ceil(year_count / 2 + 0.98 * sqrt(year_count)))::bigint as high_place
    from taken
    where place <= taken_count
    group by year
),

-- the medians of two years, and the 95 % interval of each
compared as (
    select
        any_value(round(list_median(salaries))::bigint) filter (where year = 'recent') as recent_p50,
        any_value(year_count) filter (where year = 'recent') as year_count,
        any_value(round(salaries[low_place])::bigint) filter (where year = 'recent') as recent_low,
        any_value(round(salaries[high_place])::bigint) filter (where year = 'recent') as recent_high,
        any_value(round(list_median(salaries))::bigint) filter (where year = 'before') as before_p50,
        any_value(round(salaries[low_place])::bigint) filter (where year = 'before') as before_low,
        any_value(round(salaries[high_place])::bigint) filter (where year = 'before') as before_high
    from years
)

select by_quarter.*, compared.*
from by_quarter
cross join compared
order by by_quarter.quarter_date
