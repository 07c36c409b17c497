MODEL (
  name marts.posting_locations,
  description 'Places that postings name, a view: an advert for Berlin or Hamburg has two. The main one is that of fct_job_postings.location_id. A list of more than five countries says where one may work from and is no place. Grain: one place of one posting (job_id, location_id).',
  owner jobhouse,
  kind VIEW,
  grain (job_id, location_id),
  references (job_id, location_id),
  column_descriptions (
    job_id = 'The posting; see fct_job_postings',
    location_id = 'The place; see dim_locations',
    is_main = 'Whether it is the place that the advert names first; exactly one of a posting is',
    location_basis = 'How the place was decided: city_in_state (the state that is named has the city), city_in_country (the country has one city of the name), population (of several, in one country or in all, it is by far the largest), several_states (the city is known and its state is not), unknown_city (a town that reference.cities lacks, as delivered), state or country (no city is named)'
  ),
  audits (
    key_holds(columns := (job_id, location_id)),
    one_main_location
  )
);

select
  jobs.job_id,
  located.location_id,
  located.place_number = 1 as is_main,
  located.location_basis
from intermediate.int_jobs__current as jobs
inner join intermediate.int_places__located as located
  on jobs.place_key = located.place_key
