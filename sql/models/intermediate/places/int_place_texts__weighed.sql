MODEL (
  name intermediate.int_place_texts__weighed,
  description 'How strong the evidence of a city, state or country text for a country is (reference.place_evidence). Embedded in the query of int_places__countries, so there is no table of it. Grain: one country that a text may mean (source, text, country_code).',
  owner jobhouse,
  kind EMBEDDED,
  grain (source, text, country_code),
  column_descriptions (
    weight = 'The sum over the kinds of names (country, state, city ...) that the text may be in the country, each with its strongest evidence',
    country_count = 'Countries that the text names, a part of the world counted as one'
  )
);

with

evidence as (
  select
    place_evidence.name,
    place_evidence.value
  from reference.place_evidence as place_evidence
),

-- CA, CO, DE, GA: codes of a country and of a state in the US
shared_codes as (
  select states.state_code as code
  from reference.states as states
  inner join reference.countries as countries
    on states.state_code = countries.country_code
  where states.country_code = 'US'
),

readings as (
  select
    int_place_texts__parsed.source,
    int_place_texts__parsed.text,
    int_place_texts__parsed.kind,
    int_place_texts__parsed.country_code,
    int_place_texts__parsed.is_state_part,
    int_place_texts__parsed.is_region
  from intermediate.int_place_texts__parsed as int_place_texts__parsed
),

counted as (
  select
    source,
    text,
    count(distinct case when kind = 'country' then country_code when kind = 'country_code' then country_code end)
      + max(case when is_region then 1 else 0 end) as country_count
  from readings
  group by source, text
),

-- each meaning with the first kind of evidence that fits
judged as (
  select
    readings.source,
    readings.text,
    readings.country_code,
    readings.kind,
    counted.country_count,
    case
      when readings.source <> 'state' and readings.kind in ('country', 'country_code') and counted.country_count > 1
        then 'one_of_several_countries'
      when readings.source = 'country' and readings.kind = 'state' and counted.country_count = 2 then 'state_beside_its_country'
      when readings.source = 'country' and readings.kind = 'state' and counted.country_count > 2 then 'state_in_a_list_of_countries'
      when readings.source = 'state' and readings.kind = 'country' then 'country_in_state_text'
      when readings.source = 'city' and readings.kind = 'country' then 'country_in_city_text'
      when readings.source = 'city' and readings.kind = 'country_code' and shared_codes.code is null then 'country_in_city_text'
      when readings.source = 'city' and readings.kind = 'country_code' then 'shared_code_in_city_text'
      when readings.kind = 'country' and shared_codes.code is null and readings.is_state_part = 0 then 'country_name'
      when readings.kind = 'country' then 'country_name_of_a_state'
      when readings.kind = 'country_code' and shared_codes.code is null then 'country_code'
      when readings.kind = 'country_code' and readings.country_code in ('AR', 'CA', 'CO', 'DE', 'ID', 'IL', 'IN')
        then 'shared_code_of_large_country'
      when readings.kind = 'country_code' then 'shared_code'
      when readings.kind = 'state_code' and readings.source <> 'state' and readings.country_code = 'AU' then 'australian_state_code'
      when readings.kind = 'state_code' and readings.source = 'country' then 'state_code_in_country_text'
      else 'state_or_city'
    end as evidence
  from readings
  inner join counted
    on readings.source = counted.source
    and readings.text = counted.text
  left join shared_codes
    on readings.country_code = shared_codes.code
  where readings.kind is not null
),

strongest as (
  select
    judged.source,
    judged.text,
    judged.country_code,
    judged.kind,
    judged.country_count,
    max(evidence.value) as weight
  from judged
  inner join evidence
    on judged.evidence = evidence.name
  group by judged.source, judged.text, judged.country_code, judged.kind, judged.country_count
)

select
  source,
  text,
  country_code,
  sum(weight) as weight,
  country_count
from strongest
group by source, text, country_code, country_count
