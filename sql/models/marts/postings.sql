MODEL (
  name marts.postings,
  description 'Postings with all that most questions ask about in one wide row: company, place, pay, skills and searches beside the advert, for questions without a join. In the warehouse a view over the other marts, in the published copy a table; where the view is slow over millions of rows, fct_job_postings has the same without names and lists. Grain: one posting (job_id).',
  owner jobhouse,
  kind VIEW,
  grain job_id,
  references (opening_id, company_id, location_id),
  column_descriptions (
    job_id = 'The posting; see fct_job_postings',
    opening_id = 'The vacancy: count distinct openings, not postings, to count jobs',
    job_title = 'Title as delivered, white space folded',
    company_name = 'The company in its most frequent spelling; NULL where none is named',
    city = 'Name of the city; NULL where only a state or a country is known',
    state_code = 'ISO 3166-2 without the country: the first-level region; NULL where it is not known or has no code',
    state_name = 'Its name; NULL where it is not known',
    country_name = 'Name of the country in English; NULL where no place is named',
    country_code = 'ISO 3166-1 alpha-2 of the country',
    is_country_doubtful = 'Whether the country as delivered contradicts the state or the city; the place then follows the most evidence',
    seniority_level = 'internship, entry, mid, senior, lead, manager, director or executive',
    job_types = 'contract, full_time, internship, part_time, temporary, volunteer; or other alone',
    work_arrangement = 'remote, hybrid or on_site; NULL where nothing says',
    arrangement_basis = 'Where that is said: title_or_place, text or flag. On site by the flag alone may be no more than what a board fills in where nothing is said',
    skills = 'Delivered, or named by the title or the text; in order of the alphabet, empty where none is known',
    has_skill_source = 'Whether skills were delivered or there is a text that may name them: shares of skills are of these postings alone',
    salary_annual_min = 'Lower end of the pay a year, in salary_currency; NULL where none could be read with certainty, and for "up to"',
    salary_annual_max = 'Upper end of it; NULL for "from"',
    salary_currency = 'ISO 4217 code; see fct_job_postings.is_currency_guessed',
    is_currency_guessed = 'Whether place or language alone suggest the currency: leave guesses out of figures, or say so',
    salary_annual_usd_min = 'salary_annual_min in US dollars at the mean rate of the month of posting; NULL where the currency is a guess, and where there is no rate, as in the newest months: leave these out of figures in dollars',
    salary_annual_usd_max = 'salary_annual_max in US dollars, likewise',
    salary_basis = 'How the pay was read, or why it was not; see fct_job_postings',
    salary_source = 'Whether the pay stands in the delivered fields or in the text; NULL without pay',
    version_count = 'Distinct contents of the posting that were ever delivered',
    post_date = 'Day of posting of the current version; moves with a repost',
    first_post_date = 'Earliest day of posting of any version: date first adverts by it',
    is_dated_by_month = 'Whether post_date stands for its month: the board dates its adverts by the month alone; NULL without a day',
    valid_through_date = 'Last day of the advert as delivered, where it names one, even years away; fct_openings.last_date leaves out what cannot be',
    job_board = 'The board that carries the advert, as delivered; NULL for a company''s own career page or where none is named. Capitals make no other board: group by lower(job_board), as boards_monthly does',
    job_url = 'Address of the advert as delivered',
    searches = 'Searches that found the current version, under their present filters or former ones, in order of the alphabet',
    company_id = 'The company; see dim_companies',
    location_id = 'The place; see dim_locations',
    version_id = 'The version shown here; leads to the raw table sentrion.job_versions'
  ),
  audits (
    each_posting_once -- as many rows as fct_job_postings, of which each is joined: no job_id comes twice
  )
);

with

skills as (
  select
    int_skills__resolved.job_id,
    list_sort(
      list_concat(
        coalesce(int_skills__resolved.delivered_skills, cast([] as varchar[])),
        coalesce(int_skills__resolved.extracted_skills, cast([] as varchar[]))
      )
    ) as skills
  from intermediate.int_skills__resolved as int_skills__resolved
),

searches as (
  select
    stg_sentrion__search_hits.version_id,
    list(distinct stg_sentrion__search_hits.search order by stg_sentrion__search_hits.search) as searches
  from staging.stg_sentrion__search_hits as stg_sentrion__search_hits
  group by all
)

select
  postings.job_id,
  postings.opening_id,
  postings.job_title,
  companies.company_name,
  locations.city,
  locations.state_code,
  locations.state_name,
  locations.country_name,
  locations.country_code,
  postings.is_country_doubtful,
  postings.seniority_level,
  postings.job_types,
  postings.work_arrangement,
  postings.arrangement_basis,
  coalesce(skills.skills, cast([] as varchar[])) as skills,
  postings.has_skill_source,
  postings.salary_annual_min,
  postings.salary_annual_max,
  postings.salary_currency,
  postings.is_currency_guessed,
  postings.salary_annual_usd_min,
  postings.salary_annual_usd_max,
  postings.salary_basis,
  postings.salary_source,
  postings.version_count,
  postings.post_date,
  postings.first_post_date,
  postings.is_dated_by_month,
  postings.valid_through_date,
  postings.job_board,
  postings.job_url,
  coalesce(searches.searches, cast([] as varchar[])) as searches,
  postings.company_id,
  postings.location_id,
  postings.version_id
from marts.fct_job_postings as postings
left join marts.dim_companies as companies
  on postings.company_id = companies.company_id
left join marts.dim_locations as locations
  on postings.location_id = locations.location_id
left join skills
  on postings.job_id = skills.job_id
left join searches
  on postings.version_id = searches.version_id
