MODEL (
  name intermediate.int_place_texts__formed,
  description 'The names that a city, state or country text may consist of: the whole text, its parts between commas, and what these join by "or", "/" and the like, each in several forms. Embedded in the query of int_place_texts__parsed, so there is no table of it. Grain: one form of one piece of one part of one text (source, text, number, piece, form).',
  owner jobhouse,
  kind EMBEDDED,
  grain (source, text, number, piece, form),
  column_descriptions (
    source = 'The field that delivered the text: city, state or country',
    number = 'The part of the text; 0 for the whole text',
    piece = 'The piece of the part; 0 for the whole part, odd for the last word of the piece before, above 50 for characters without spaces',
    form = '0 as it stands, 1 and 2 without words such as remote, 3 without words such as Greater, 4 without its last word, 5 its last word, 6 to 8 some of its characters, 9 without the number of a district, 11 without the word County',
    part = 'The name as it is shown',
    name = 'The name as it is compared',
    is_rest = 'What is left of a part in which a word such as remote stands in a language other than English'
  )
);

with

staged as (
  select
    stg_sentrion__job_versions.city,
    stg_sentrion__job_versions.state,
    stg_sentrion__job_versions.country
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
),

texts as (
  select distinct 'country' as source, staged.country as text from staged where staged.country is not null
  union all
  select distinct 'state' as source, staged.state as text from staged where staged.state is not null
  union all
  select distinct 'city' as source, staged.city as text from staged where staged.city is not null
),

listed as (
  select
    source,
    text,
    @place_parts(text) as parts
  from texts
),

parts as (
  select
    source,
    text,
    unnest(parts) as part,
    unnest(range(1, array_length(parts) + 1)) as number
  from listed
),

joined as (
  select distinct
    parts.part,
    @listed_names(parts.part) as pieces
  from parts
),

pieces as (
  select
    part,
    array_length(pieces) as piece_count,
    unnest(pieces) as piece,
    unnest(range(1, array_length(pieces) + 1)) as place
  from joined
  where array_length(pieces) > 1
),

piece_names as (
  select
    part,
    piece_count,
    place,
    unnest(@city_names(piece)) as name
  from pieces
),

evidence as (
  select @named_values(large_city)
  from reference.place_evidence
),

-- an alias of a large city counts for less than the city has inhabitants
inhabited as (
  select
    spelling,
    country_code,
    state_code,
    prominence,
    max(prominence) over (partition by country_code, state_code, city) as inhabitants
  from intermediate.int_places__aliases
  where kind = 'city'
),

-- the largest city of each name, as which a name is read by itself
cities as (
  select
    spelling,
    arg_max(country_code, prominence) as country_code,
    arg_max(inhabitants, prominence) as inhabitants
  from inhabited
  group by spelling
),

-- the countries that stand beside a part in its text
beside as (
  select distinct
    parts.part,
    countries.country_code
  from parts
  inner join parts as others
    on parts.source = others.source
    and parts.text = others.text
    and parts.number <> others.number
  inner join intermediate.int_places__aliases as countries
    on @compared_name(others.part) = countries.spelling
    and countries.kind = 'country'
  inner join joined
    on parts.part = joined.part
  where array_length(joined.pieces) > 1
),

-- towns of a country that the text names: Holandia, Urk i Ijmuiden
towns as (
  select piece_names.part
  from piece_names
  inner join beside
    on piece_names.part = beside.part
  inner join inhabited
    on piece_names.name = inhabited.spelling
    and beside.country_code = inhabited.country_code
  where not @is_joined(piece_names.part)
  group by piece_names.part, beside.country_code
  having count(distinct piece_names.place) = max(piece_names.piece_count)
),

-- a town and the state around it: Херсон та Херсонська область
surrounded as (
  select distinct towns.part
  from piece_names as towns
  inner join inhabited
    on towns.name = inhabited.spelling
  inner join piece_names as around
    on towns.part = around.part
    and towns.place <> around.place
  inner join intermediate.int_places__aliases as states
    on around.name = states.spelling
    and states.kind = 'state'
    and inhabited.country_code = states.country_code
    and inhabited.state_code = states.state_code
  where towns.piece_count = 2 and not @is_joined(towns.part)
),

-- Омск и Красноярск: the pieces are large cities of one country, and the whole is no name (Trinidad e Tobago)
lists as (
  select distinct piece_names.part
  from piece_names
  cross join evidence
  inner join cities
    on piece_names.name = cities.spelling
  -- no word is this sign
  where cities.inhabitants >= evidence.large_city or piece_names.part like '%・%'
  group by piece_names.part, cities.country_code
  having count(distinct piece_names.place) = max(piece_names.piece_count)
  union
  select part from towns
  union
  select part from surrounded
),

listed_pieces as (
  select
    pieces.part,
    pieces.piece,
    pieces.place
  from pieces
  inner join lists
    on pieces.part = lists.part
  left join intermediate.int_places__aliases as wholes
    on @compared_name(pieces.part) = wholes.spelling
  where wholes.spelling is null
),

-- the whole text first: "Congo, The Democratic Republic of the" is one name
numbered as (
  select source, text, text as part, 0 as number from texts
  union all
  select
    parts.source,
    parts.text,
    coalesce(listed_pieces.piece, parts.part) as part,
    row_number() over (partition by parts.source, parts.text order by parts.number, listed_pieces.place) as number
  from parts
  left join listed_pieces
    on parts.part = listed_pieces.part
),

formed as (
  select
    source,
    text,
    number,
    unnest(@part_names(part)) as form
  from numbered
)

select
  formed.source,
  formed.text,
  formed.number,
  formed.form.piece as piece,
  formed.form.form as form,
  trim(formed.form.name) as part,
  @compared_name(formed.form.name) as name,
  formed.form.is_rest as is_rest
from formed
where trim(formed.form.name) <> '' and (formed.number > 0 or formed.form.piece = 0)
