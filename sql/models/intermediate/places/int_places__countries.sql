MODEL (
  name intermediate.int_places__countries,
  description 'The country that a combination of city, state and country text means: the one with the most evidence, and none where two have equally much. Embedded in the query of int_places__resolved, so there is no table of it. Grain: one delivered combination (place_key).',
  owner jobhouse,
  kind EMBEDDED,
  grain place_key,
  column_descriptions (
    country_code = 'ISO 3166-1 alpha-2; null where no country is known',
    is_country_doubtful = 'A text is evidence for another country alone, or another country has nearly as much evidence',
    is_several_countries = 'The country text names more than one country, or a part of the world'
  )
);

with

evidence as (
  select @named_values(weight_at_least, doubtful_margin)
  from reference.place_evidence
),

combinations as (
  select distinct
    stg_sentrion__job_versions.place_key,
    stg_sentrion__job_versions.city,
    stg_sentrion__job_versions.state,
    stg_sentrion__job_versions.country
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
),

texts as (
  @place_texts(combinations)
),

weighed as (
  select int_place_texts__weighed.*
  from intermediate.int_place_texts__weighed as int_place_texts__weighed
),

candidates as (
  select
    texts.place_key,
    weighed.country_code,
    sum(weighed.weight) as weight,
    count(*) as source_count
  from texts
  inner join weighed
    on texts.source = weighed.source
    and texts.text = weighed.text
  group by texts.place_key, weighed.country_code
),

-- how many of the texts are evidence for any country
with_evidence as (
  select
    texts.place_key,
    count(distinct texts.source) as source_count,
    bool_or(texts.source = 'country' and weighed.country_count > 1) as is_several_countries
  from texts
  inner join weighed
    on texts.source = weighed.source
    and texts.text = weighed.text
  group by texts.place_key
),

ranked as (
  select
    candidates.place_key,
    candidates.country_code,
    candidates.weight,
    candidates.source_count,
    row_number() over (
      partition by candidates.place_key
      order by candidates.weight desc, candidates.country_code
    ) as place,
    lead(candidates.weight) over (
      partition by candidates.place_key
      order by candidates.weight desc, candidates.country_code
    ) as next_weight
  from candidates
),

decided as (
  select
    ranked.place_key,
    ranked.country_code,
    ranked.source_count < with_evidence.source_count
    or coalesce(ranked.weight - ranked.next_weight <= evidence.doubtful_margin, false) as is_country_doubtful
  from ranked
  cross join evidence
  inner join with_evidence
    on ranked.place_key = with_evidence.place_key
  where
    ranked.place = 1
    and ranked.weight >= evidence.weight_at_least
    and coalesce(ranked.weight > ranked.next_weight, true)
)

select
  combinations.place_key,
  combinations.city,
  combinations.state,
  combinations.country,
  decided.country_code,
  coalesce(decided.is_country_doubtful, false) as is_country_doubtful,
  coalesce(with_evidence.is_several_countries, false) as is_several_countries
from combinations
left join decided
  on combinations.place_key = decided.place_key
left join with_evidence
  on combinations.place_key = with_evidence.place_key
