MODEL (
  name marts.fct_job_postings,
  description 'Job postings in their current version: one advert on one board. Grain: one posting (job_id). Ids lead to dim_companies and dim_locations; NULL means that the advert does not say.',
  owner jobhouse,
  -- a build writes the postings that changed, and no others
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key job_id
  ),
  grain job_id,
  references (opening_id, company_id, location_id),
  depends_on (marts.dim_companies, marts.dim_locations, intermediate.int_versions__quarantined),
  columns (
    job_id varchar,
    job_id_basis varchar,
    version_id varchar,
    opening_id varchar,
    company_id varchar,
    location_id varchar,
    is_country_doubtful boolean,
    job_title varchar,
    job_type varchar,
    job_types varchar[],
    seniority_level varchar,
    is_remote boolean,
    work_arrangement varchar,
    arrangement_basis varchar,
    has_skill_source boolean,
    job_board varchar,
    job_url varchar,
    apply_url varchar,
    salary_offered varchar,
    salary_min double,
    salary_max double,
    salary_currency varchar,
    is_currency_guessed boolean,
    salary_period varchar,
    salary_annual_min double,
    salary_annual_max double,
    salary_annual_usd_min double,
    salary_annual_usd_max double,
    salary_basis varchar,
    salary_source varchar,
    version_count bigint,
    post_date date,
    first_post_date date,
    is_dated_by_month boolean,
    valid_through_date date,
    first_seen_at timestamptz,
    last_changed_at timestamptz
  ),
  column_descriptions (
    job_id = 'The posting: 32 hex digits made from what job_id_basis names',
    job_id_basis = 'What identifies the posting: job_url, job_url_and_title (several adverts under one URL), apply_url (with board, title and place), company_title_place_date (with the board), or version where nothing else is known. Listed from strong to weak',
    version_id = 'The version shown here, the current one; leads to the raw table sentrion.job_versions',
    opening_id = 'The vacancy: shared by its cross-posts, reposts and copies under other URLs. Count openings, not postings, to count jobs',
    company_id = 'The company, its spellings joined; see dim_companies. NULL where none is named, or only Confidential, Stealth and the like',
    location_id = 'The place; see dim_locations. NULL where none is named or the place is no place (Remote, Anywhere)',
    is_country_doubtful = 'Whether the country as delivered contradicts the state or the city; location_id then follows the country with the most evidence',
    job_title = 'Title as delivered, white space folded',
    job_type = 'Of job_types the one that differs most from a permanent job of full hours: internship before volunteer, temporary, contract, part_time, full_time, other',
    job_types = 'All that label and title name, sorted: contract, full_time, internship, part_time, temporary, volunteer; or other alone. A label of no more than permanent is full_time',
    seniority_level = 'internship, entry, mid, senior, lead, manager, director or executive: the lowest that the label names, else what the title says. A manager leads people or a unit; what is only an occupation (Account Manager) has no level',
    is_remote = 'Whether the job can be done remotely, as the board states',
    work_arrangement = 'remote (wholly from elsewhere, even where an office is offered as well), hybrid (some days in an office) or on_site, as title, job type, place, text and then is_remote say; NULL where none says',
    arrangement_basis = 'Where the statement behind work_arrangement stands: title_or_place (the label of the job type too), text or flag. On site by the flag alone (is_remote is false) may be no more than what a board fills in where nothing is said',
    has_skill_source = 'Whether skills were delivered or there is a text that may name them: only among such postings does a share of skills mean something, since of a title alone no skill does not mean that none is asked for',
    job_board = 'The board that carries the advert, as delivered; NULL for a company''s own career page or where none is named. Capitals make no other board: group by lower(job_board), as boards_monthly does',
    job_url = 'Address of the advert as delivered',
    apply_url = 'Address for applications as delivered',
    salary_offered = 'Pay as delivered, in words',
    salary_min = 'Lower end of the pay in salary_currency a salary_period; NULL where none could be read with certainty, and where the advert names an upper end alone (up to)',
    salary_max = 'Upper end of the pay; equal to salary_min where the advert names one figure, NULL where it names a lower end alone (from)',
    salary_currency = 'ISO 4217 code, as the advert says it or, where is_currency_guessed, as its place or language suggests it',
    is_currency_guessed = 'Whether neither the text nor the currency column names the currency: the country of the place does where the pay fits it, or the language of the text, or the country says which dollar $ is. Leave guesses out of figures, or say so. False without a currency',
    salary_period = 'hour, day, week, month or year',
    salary_annual_min = 'salary_min a year: 2,080 hours, 260 days, 52 weeks, and 12 months or as many as the text names',
    salary_annual_max = 'salary_max a year: 2,080 hours, 260 days, 52 weeks, and 12 months or as many as the text names',
    salary_annual_usd_min = 'salary_annual_min in US dollars at the mean rate of the month of posting (reference.exchange_rates); NULL where the currency is a guess (is_currency_guessed) and where there is no rate',
    salary_annual_usd_max = 'salary_annual_max in US dollars, likewise',
    salary_basis = 'How the pay was read: text_range (two ends in words), text_single (one figure), text_up_to (the upper end alone), text_from (the lower end alone), text_several (several ranges or amounts: the lowest and the highest), numbers (the two delivered numbers alone), numbers_and_text (they agree). Or why it was not: contradictory (words and numbers disagree), implausible (no pay of that size, or of what size is unsure), unreadable (words without a figure that is pay), none (nothing is said)',
    salary_source = 'Where the pay stands: fields (the delivered ones) or text (the description states it, and no field has a figure); NULL without pay',
    version_count = 'Distinct contents of the posting that were ever delivered',
    post_date = 'Day of posting of the current version; moves with a repost',
    first_post_date = 'Earliest day of posting of any version',
    is_dated_by_month = 'Whether post_date is the first of a month and stands for the month: the board dates its adverts of that month by the month alone (hiring threads do so); NULL without a day',
    valid_through_date = 'Last day of the advert as delivered, where it names one, even years away; fct_openings.last_date leaves out what cannot be',
    first_seen_at = 'When the first version was read (UTC)',
    last_changed_at = 'When the latest version was read (UTC)'
  ),
  audits (
    unique_combination_of_columns(columns := (job_id)),
    not_null(columns := (job_id, job_id_basis, version_id, opening_id, has_skill_source, version_count, first_seen_at, last_changed_at)),
    accepted_range(column := version_count, min_v := 1),
    job_type_is_listed,
    accepted_values(column := work_arrangement, is_in := ('remote', 'hybrid', 'on_site')),
    accepted_values(column := salary_source, is_in := ('fields', 'text')),
    accepted_values(column := arrangement_basis, is_in := ('title_or_place', 'text', 'flag')),
    salary_range_in_order,
    salary_in_usd_has_a_rate,
    references_hold(column := company_id, parent := marts.dim_companies),
    references_hold(column := location_id, parent := marts.dim_locations),
    no_version_lost
  )
);

with

-- what a posting refers to: the meaning of a spelling can change as more of them arrive
jobs as (
  select
    jobs.job_id,
    jobs.job_id_basis,
    jobs.version_id,
    jobs.version_count,
    jobs.first_post_date,
    case when jobs.last_post_date is not null then coalesce(jobs.last_post_date = month_dated.month_date, false) end as is_dated_by_month,
    jobs.first_seen_at,
    jobs.last_changed_at,
    openings.opening_id,
    companies.company_id,
    places.location_id,
    places.is_country_doubtful,
    salaries.salary_min,
    salaries.salary_max,
    salaries.salary_currency,
    salaries.is_currency_guessed,
    salaries.salary_period,
    salaries.salary_annual_min,
    salaries.salary_annual_max,
    salaries.salary_annual_min / @usd_rate(salaries.salary_currency, salaries.is_currency_guessed, rates.units_per_usd) as salary_annual_usd_min,
    salaries.salary_annual_max / @usd_rate(salaries.salary_currency, salaries.is_currency_guessed, rates.units_per_usd) as salary_annual_usd_max,
    case when @is_pay(salaries) then salaries.salary_basis else delivered.salary_basis end as salary_basis,
    case when @is_pay(salaries) then case when jobs.text_salary_key is null then 'fields' else 'text' end end as salary_source
  from intermediate.int_jobs__current as jobs
  inner join intermediate.int_openings__clustered as openings
    on jobs.job_id = openings.job_id
  left join intermediate.int_companies__resolved as companies
    on jobs.company_name = companies.company_name
  left join intermediate.int_places__resolved as places
    on jobs.place_key = places.place_key
  left join intermediate.int_salaries__parsed as salaries
    on coalesce(jobs.text_salary_key, jobs.salary_key) = salaries.salary_key and places.country_code is not distinct from salaries.country_code
  left join intermediate.int_salaries__parsed as delivered
    on jobs.salary_key = delivered.salary_key and places.country_code is not distinct from delivered.country_code
  -- the current version is the latest repost
  left join reference.exchange_rates as rates
    on salaries.salary_currency = rates.currency
    and left(cast(jobs.last_post_date as varchar), 7) = rates.month_key
  left join intermediate.int_boards__month_dated as month_dated
    on lower(jobs.job_board) = month_dated.board_key
    and date_trunc('month', jobs.last_post_date)::date = month_dated.month_date
),

outdated as (
  select jobs.*
  from jobs
  left join marts.fct_job_postings as held
    on jobs.job_id = held.job_id
  where
    held.job_id is null
    -- versions are only ever added, but one may get another job_id and leave for another posting as one comes
    or @rows_differ(
      held, jobs, version_id, version_count, first_post_date, is_dated_by_month, first_seen_at, last_changed_at,
      opening_id, company_id, location_id, is_country_doubtful, salary_basis, salary_source, salary_currency, is_currency_guessed,
      salary_min, salary_max, salary_annual_min, salary_annual_max, salary_annual_usd_min, salary_annual_usd_max
    )
),

read as (
  select
    staged.*,
    coalesce(staged.description_length, 0) > 0 or coalesce(array_length(staged.skill_keys), 0) > 0 as has_skill_source,
    @type_label(staged.job_type) as type_label,
    @level_label(staged.seniority_level) as level_label,
    @arrangement_words(staged.job_title, staged.job_type, staged.city, staged.state, staged.country) as arrangement_words
  -- what is joined is held in memory: the few postings that changed, not all versions
  from staging.stg_sentrion__job_versions as staged
  inner join outdated
    on staged.version_id = outdated.version_id
),

lined as (
  select
    read.*,
    @arrangement_line(read.arrangement_words) as arrangement_line
  from read
),

cleared as (
  select
    lined.*,
    @arrangement_cleared(lined.arrangement_line) as cleared_line
  from lined
),

versions as (
  select
    cleared.*,
    @job_types_of(cleared.type_label, cleared.job_title) as job_types,
    @arrangement_stated(cleared.cleared_line) as words_arrangement
  from cleared
)

select
  outdated.job_id,
  outdated.job_id_basis,
  outdated.version_id,
  outdated.opening_id,
  outdated.company_id,
  outdated.location_id,
  outdated.is_country_doubtful,
  versions.job_title,
  @job_type_of(versions.job_types) as job_type,
  versions.job_types,
  @seniority_of(versions.level_label, versions.job_title, versions.job_types) as seniority_level,
  versions.is_remote,
  @work_arrangement_of(versions.is_remote, versions.words_arrangement, texts.text_arrangement) as work_arrangement,
  @arrangement_basis_of(versions.is_remote, versions.words_arrangement, texts.text_arrangement) as arrangement_basis,
  versions.has_skill_source,
  versions.job_board,
  versions.job_url,
  versions.apply_url,
  versions.salary_offered,
  outdated.salary_min,
  outdated.salary_max,
  outdated.salary_currency,
  outdated.is_currency_guessed,
  outdated.salary_period,
  outdated.salary_annual_min,
  outdated.salary_annual_max,
  outdated.salary_annual_usd_min,
  outdated.salary_annual_usd_max,
  outdated.salary_basis,
  outdated.salary_source,
  outdated.version_count,
  versions.post_date,
  outdated.first_post_date,
  outdated.is_dated_by_month,
  versions.valid_through_date,
  outdated.first_seen_at,
  outdated.last_changed_at
from outdated
inner join versions
  on outdated.version_id = versions.version_id
left join staging.stg_sentrion__texts as texts
  on versions.description_hash = texts.description_hash;

-- a URL that turns out to carry several adverts gives its postings new ids: those with the old ids are deleted
delete from @this_model as held
where @is_gone(@this_model, intermediate.int_jobs__current, job_id);
