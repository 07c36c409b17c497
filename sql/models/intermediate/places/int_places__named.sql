MODEL (
  name intermediate.int_places__named,
  description 'Region and city of each place that a combination of city, state and country names, in the country of int_places__countries. Embedded in the query of int_places__located, so there is no table of it. Grain: one place of one delivered combination (place_key, position).',
  owner jobhouse,
  kind EMBEDDED,
  grain (place_key, position),
  column_descriptions (
    other_state = 'A state as delivered that reference.states lacks',
    location_basis = 'How the place was decided, as in marts.posting_locations',
    is_country_delivered = 'The country text names its country',
    is_small_city = 'A city of fewer inhabitants than reference.place_evidence.large_city',
    is_named_as_country = 'A city that has the name of its country: Luxembourg'
  )
);

with

limits as (
  select @named_values(times_larger, large_city)
  from reference.place_evidence
),

decided as (
  select int_places__countries.*
  from intermediate.int_places__countries as int_places__countries
),

facts as (
  select int_places__facts.*
  from intermediate.int_places__facts as int_places__facts
),

-- what is said about a place in the country that it is in; Mexico is not the state of that name
fitting as (
  select
    facts.*,
    bool_or(facts.kind = 'country') over (partition by facts.place_key, facts.position, facts.role, facts.part_position) as is_country
  from facts
  inner join decided
    on facts.place_key = decided.place_key
    and facts.position = decided.position
    and facts.country_code = decided.country_code
),

stated as (
  select
    fitting.place_key,
    fitting.position,
    fitting.role,
    fitting.state_code,
    -- England in the field of the country may stand for all of it
    fitting.role = 'country' and country_names.spelling is not null as is_country_name,
    row_number() over (
      partition by fitting.place_key, fitting.position
      order by
        case fitting.role when 'beside' then 1 when 'state' then 2 else 3 end,
        fitting.part_position,
        fitting.is_lesser,
        fitting.state_code
    ) as place
  from fitting
  left join intermediate.int_countries__aliases as country_names
    on fitting.country_code = country_names.country_code
    and fitting.name = country_names.spelling
  where fitting.kind in ('state', 'state_code') and fitting.role <> 'head' and not fitting.is_country
),

own_state as (
  select
    place_key,
    position,
    state_code,
    row_number() over (partition by place_key, position order by prominence desc, state_code) as place
  from fitting
  where kind in ('state', 'state_code') and role = 'head' and not is_country
),

-- the cities that the name may mean: in the stated state first, then by size
ranked as (
  select
    fitting.place_key,
    fitting.position,
    fitting.part,
    fitting.city,
    fitting.state_code,
    fitting.prominence,
    coalesce(fitting.state_code = stated.state_code, false) as is_in_state,
    row_number() over wanted as place,
    lead(fitting.prominence) over wanted as next_prominence
  from fitting
  left join stated
    on fitting.place_key = stated.place_key
    and fitting.position = stated.position
    and fitting.state_code = stated.state_code
  where fitting.kind = 'city' and fitting.role = 'head'
  window wanted as (
    partition by fitting.place_key, fitting.position
    order by
      case when stated.state_code is null then 1 else 0 end,
      fitting.prominence desc,
      fitting.state_code,
      fitting.city
  )
),

heads as (
  select
    facts.place_key,
    facts.position,
    facts.source,
    min(facts.part) as part,
    min(facts.name) as name,
    bool_or(facts.kind is null) as is_unknown,
    -- a town that the gazetteer only has elsewhere: Brisbane in California
    not bool_or(coalesce(facts.kind <> 'city', false) or coalesce(facts.country_code = decided.country_code, false)) as is_elsewhere,
    bool_or(coalesce(facts.prominence >= limits.large_city, false)) as is_large,
    bool_or(coalesce(facts.kind = 'city' and facts.country_code <> decided.country_code, false)) as is_abroad_too,
    bool_or(coalesce(facts.kind in ('country', 'country_code'), false) and facts.country_code = decided.country_code) as is_country,
    min(decided.country_code) as country_code,
    bool_or(decided.is_country_doubtful) as is_country_doubtful,
    count(*) over (partition by facts.place_key) as head_count
  from facts
  cross join limits
  inner join decided
    on facts.place_key = decided.place_key
    and facts.position = decided.position
  where facts.role = 'head'
  group by facts.place_key, facts.position, facts.source
),

other_states as (
  select
    place_key,
    position,
    min(part) as other_state
  from facts
  where role = 'state' and kind is null and not is_region
  group by place_key, position
  having count(distinct part) = 1 and not bool_or(@is_no_city(part))
),

-- a text beside the name that is evidence for the country as well
confirmed as (
  select
    place_key,
    position,
    bool_or(role = 'country' and kind in ('country', 'country_code')) as is_country_delivered,
    -- Edgware, with London in the field of the state
    min(case when role = 'state' and kind = 'city' and not is_lesser then state_code end) as nearby_code,
    max(case when role = 'state' and kind = 'city' and not is_lesser then state_code end) as other_nearby_code
  from fitting
  where role <> 'head'
  group by place_key, position
),

weighed as (
  select
    heads.*,
    stated.state_code as stated_code,
    -- SF|Boston|MA: the state text is that of one of several cities
    coalesce(stated.role = 'beside' or heads.head_count = 1 or ranked.prominence < limits.large_city, true)
    -- Edinburgh, delivered with the country England
    and not coalesce(stated.is_country_name and ranked.city is not null and not ranked.is_in_state, false) as is_stated_sure,
    own_state.state_code as own_code,
    ranked.city as known_city,
    ranked.state_code as city_state_code,
    coalesce(ranked.is_in_state, false) as is_in_state,
    ranked.next_prominence is null and (confirmed.place_key is not null or not heads.is_abroad_too) as is_only_city,
    coalesce(ranked.prominence >= limits.times_larger * ranked.next_prominence, true) as is_largest,
    -- New York is in New York; Ontario and Singapore are wider than a small city of that name
    ranked.city is not null
    and not (heads.source = 'country' and (heads.is_country or own_state.state_code is not null))
    and (
      coalesce(ranked.is_in_state, false)
      or (not heads.is_country and own_state.state_code is null)
      or coalesce(ranked.state_code = own_state.state_code, false)
      or (ranked.prominence >= limits.large_city and not heads.is_country)
      -- Singapore, but not Mexico
      or (heads.is_country and @compared_name(ranked.city) = heads.name)
    ) as is_city,
    heads.source <> 'country'
    and (
      heads.is_unknown
      or (heads.is_elsewhere and (stated.state_code is not null or not heads.is_large))
      -- the towns of California in Missouri and of Florida in Ohio
      or coalesce(
        heads.source = 'city' and heads.head_count = 1 and not heads.is_country
        and stated.role = 'state' and stated.state_code <> own_state.state_code,
        false
      )
    ) as is_town,
    other_states.other_state,
    case when confirmed.nearby_code = confirmed.other_nearby_code then confirmed.nearby_code end as nearby_code,
    coalesce(confirmed.is_country_delivered, false) as is_country_delivered
  from heads
  cross join limits
  left join stated
    on heads.place_key = stated.place_key
    and heads.position = stated.position
    and stated.place = 1
  left join own_state
    on heads.place_key = own_state.place_key
    and heads.position = own_state.position
    and own_state.place = 1
  left join ranked
    on heads.place_key = ranked.place_key
    and heads.position = ranked.position
    and ranked.place = 1
  left join confirmed
    on heads.place_key = confirmed.place_key
    and heads.position = confirmed.position
  left join other_states
    on heads.place_key = other_states.place_key
    and heads.position = other_states.position
)

select
  place_key,
  position,
  source,
  country_code,
  is_country_doubtful,
  case
    when is_city and is_in_state then city_state_code
    when stated_code is not null and is_stated_sure then stated_code
    when is_city and is_largest then city_state_code
    when not is_city then coalesce(own_code, stated_code, case when is_town then nearby_code end)
  end as state_code,
  case
    when is_city and stated_code is not null and is_stated_sure and not is_in_state and city_state_code is not null then part
    when is_city then known_city
    when is_town then part
  end as city,
  case
    when is_city and is_in_state then 'city_in_state'
    when is_town then 'unknown_city'
    when is_city and stated_code is not null and is_stated_sure then 'unknown_city'
    when is_city and is_only_city then 'city_in_country'
    when is_city and is_largest then 'population'
    when is_city then 'several_states'
    when coalesce(own_code, stated_code) is not null then 'state'
    else 'country'
  end as location_basis,
  other_state,
  is_country_delivered,
  is_city and not is_large as is_small_city,
  is_city and is_country as is_named_as_country
from weighed
