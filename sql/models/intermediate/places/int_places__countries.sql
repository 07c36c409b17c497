MODEL (
  name intermediate.int_places__countries,
  description 'The country of each place that a combination of city, state and country text names: the one with the most evidence (reference.place_evidence), and none where two have equally much. Embedded in the query of int_places__located, so there is no table of it. Grain: one place of one delivered combination (place_key, position).',
  owner jobhouse,
  kind EMBEDDED,
  grain (place_key, position),
  column_descriptions (
    country_code = 'ISO 3166-1 alpha-2; null where no country is known',
    is_country_doubtful = 'A text is evidence for another country alone, or another country has nearly as much evidence'
  )
);

with

limits as (
  select @named_values(weight_at_least, doubtful_margin)
  from reference.place_evidence
),

strongest as (
  select int_place_texts__weighed.*
  from intermediate.int_place_texts__weighed as int_place_texts__weighed
),

candidates as (
  select
    place_key,
    position,
    country_code,
    sum(weight) as weight,
    count(distinct role) as role_count
  from strongest
  group by place_key, position, country_code
),

with_evidence as (
  select
    place_key,
    position,
    count(distinct role) as role_count
  from strongest
  group by place_key, position
),

ranked as (
  select
    candidates.*,
    row_number() over (
      partition by candidates.place_key, candidates.position
      order by candidates.weight desc, candidates.country_code
    ) as place,
    lead(candidates.weight) over (
      partition by candidates.place_key, candidates.position
      order by candidates.weight desc, candidates.country_code
    ) as next_weight
  from candidates
)

select
  ranked.place_key,
  ranked.position,
  ranked.country_code,
  ranked.role_count < with_evidence.role_count
  or coalesce(ranked.weight - ranked.next_weight <= limits.doubtful_margin, false) as is_country_doubtful
from ranked
cross join limits
inner join with_evidence
  on ranked.place_key = with_evidence.place_key
  and ranked.position = with_evidence.position
where
  ranked.place = 1
  and ranked.weight >= limits.weight_at_least
  and coalesce(ranked.weight > ranked.next_weight, true)
