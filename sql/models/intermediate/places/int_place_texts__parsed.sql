MODEL (
  name intermediate.int_place_texts__parsed,
  description 'What the parts of a city, state or country text may mean. A text or part that is a name as a whole is not cut further. Grain: one meaning of one part of one text (source, text, position, kind, country_code, state_code, city).',
  owner jobhouse,
  kind FULL,
  grain (source, text, position, kind, country_code, state_code, city),
  column_descriptions (
    source = 'The field that delivered the text: city, state or country',
    position = 'The order of the part in its text; 0 for a text that is one name',
    part = 'The part without the words around the name',
    name = 'The part in the form in which names are compared',
    kind = 'country, country_code, state, state_code, city; null for a part that is no known name',
    prominence = 'How large the city or state is that the part may mean',
    uncut_part = 'The unknown name that the word was cut from: La Florida for Florida; null for a name that stands there whole',
    is_lesser = 'Another city or state of the name is many times larger (reference.place_evidence)',
    is_region = 'The part is a part of the world (EU, LatAm)',
    is_foreign = 'A country by a name in another language in a city text: it counts where no state and no other country is delivered',
    is_as_delivered = 'A city by a short code, or a foreign name that is a city as well: it counts where that country is delivered'
  ),
  audits (
    not_null(columns := (source, text, part, position)),
    unique_combination_of_columns(columns := (source, text, position, kind, country_code, state_code, city))
  )
);

with

evidence as (
  select @named_values(times_larger, large_city)
  from reference.place_evidence
),

names as (
  select int_places__aliases.*
  from intermediate.int_places__aliases as int_places__aliases
),

forms as (
  select int_place_texts__formed.*
  from intermediate.int_place_texts__formed as int_place_texts__formed
),

known as (
  select
    forms.*,
    names.kind,
    names.country_code,
    names.state_code,
    names.city,
    names.prominence,
    forms.source = 'city' and names.is_foreign as is_foreign
  from forms
  inner join names
    on forms.name = names.spelling
  where @may_mean(forms, names)
),

beside as (
  select
    known.*,
    bool_or(known.form = 5 and known.kind in ('state', 'state_code'))
      over (partition by known.source, known.text, known.number, known.piece - known.piece % 2) as is_beside_state,
    bool_or(known.form = 5)
      over (partition by known.source, known.text, known.number, known.piece - known.piece % 2, known.country_code) as is_in_country,
    bool_or(known.form = 4)
      over (partition by known.source, known.text, known.number, known.piece - known.piece % 2, known.country_code) as is_after_city,
    bool_or(known.kind in ('country', 'country_code'))
      over (partition by known.source, known.text, known.country_code) as is_named,
    min(nullif(known.number, 0)) over (partition by known.source, known.text, known.country_code)
    <> max(known.number) over (partition by known.source, known.text, known.country_code) as is_supported,
    known.number > 0 and coalesce(
      known.number < max(case when known.kind = 'state' or (known.kind = 'state_code' and known.country_code = 'US') then known.number end)
        over (partition by known.source, known.text),
      false
    ) as is_before_state,
    -- with its accents: Inđija is no Indija, and Dania is Dania Beach
    bool_or(known.kind = 'city' and lower(known.city || ' ') like lower(known.part) || ' %')
      over (partition by known.source, known.text, known.number, known.piece, known.form) as is_city_name,
    @is_city_code(known) as is_city_code
  from known
),

-- Cała Polska is not Cala in South Africa, Rua Irlanda is not in Ireland, and Kerala, KL is not in Kuala Lumpur
meant as (
  select
    beside.*,
    (beside.is_city_code and not beside.is_named)
    or (beside.is_foreign and not beside.is_supported and (beside.is_city_name or beside.is_before_state or @is_first_name(beside.name)))
    as is_as_delivered
  from beside
  cross join evidence
  where (beside.form <> 4 or beside.is_beside_state or beside.is_in_country or @is_known_abroad(beside, evidence.large_city))
    and not (beside.is_foreign and beside.form = 5 and not beside.is_after_city)
),

-- a form counts where no whiter one is known: a whole before its pieces, a piece as it stands before its words
whole as (
  select
    source,
    text,
    number,
    piece,
    min(form) as form
  from meant
  where form not in (4, 5)
  group by source, text, number, piece
),

-- North America is no town called North
regions as (
  select distinct source, text, number, piece
  from forms
  where form in (2, 3) and @is_region(name)
),

cut as (
  select
    meant.source,
    meant.text,
    meant.number,
    meant.piece - meant.piece % 2 as piece
  from meant
  left join regions
    on meant.source = regions.source
    and meant.text = regions.text
    and meant.number = regions.number
    and meant.piece - meant.piece % 2 = regions.piece
  where meant.form in (4, 5) and regions.piece is null
  group by meant.source, meant.text, meant.number, meant.piece - meant.piece % 2
  having count(distinct case when meant.form = 5 then 1 end) = 1
),

chosen as (
  select source, text, number, piece, form
  from whole
  union all
  select
    forms.source,
    forms.text,
    forms.number,
    forms.piece,
    forms.form
  from forms
  inner join cut
    on forms.source = cut.source
    and forms.text = cut.text
    and forms.number = cut.number
    and forms.piece - forms.piece % 2 = cut.piece
  left join whole
    on cut.source = whole.source
    and cut.text = whole.text
    and cut.number = whole.number
    and cut.piece = whole.piece
  where forms.form in (4, 5) and whole.piece is null
),

-- of characters without spaces the first city, and a country before it
first_run as (
  select source, text, number, min(case when kind = 'city' then piece end) as city_piece
  from meant
  where piece > 50
  group by source, text, number
  having min(case when kind = 'city' then piece end) is not null
),

-- what is left: names that the gazetteer lacks
pieces as (
  select
    forms.source,
    forms.text,
    forms.number,
    forms.piece,
    coalesce(chosen.form, 2) as form,
    forms.part,
    forms.name,
    forms.is_rest
  from forms
  left join chosen
    on forms.source = chosen.source
    and forms.text = chosen.text
    and forms.number = chosen.number
    and forms.piece = chosen.piece
  left join first_run
    on forms.source = first_run.source
    and forms.text = first_run.text
    and forms.number = first_run.number
  where forms.form = coalesce(chosen.form, 2)
    and (forms.piece > 50 or first_run.city_piece is null or chosen.form is not null)
    and (forms.piece <= 50 or forms.piece <= first_run.city_piece)
),

flagged as (
  select
    pieces.*,
    max(case when pieces.number = 0 then 1 else 0 end) over (partition by pieces.source, pieces.text) as is_one_name,
    max(case when pieces.piece = 0 then 1 else 0 end)
      over (partition by pieces.source, pieces.text, pieces.number) as is_one_part,
    max(case when pieces.form in (4, 5) then 1 else 0 end) over words as is_cut,
    max(case when pieces.form = 4 then pieces.part end) over words || ' '
    || max(case when pieces.form = 5 then pieces.part end) over words as uncut_part
  from pieces
  window words as (partition by pieces.source, pieces.text, pieces.number, pieces.piece - pieces.piece % 2)
)

select
  flagged.source,
  flagged.text,
  flagged.number * 100 + flagged.piece as position,
  flagged.part,
  flagged.name,
  known.kind,
  known.country_code,
  known.state_code,
  known.city,
  known.prominence,
  flagged.uncut_part,
  coalesce(
    known.prominence * evidence.times_larger
    < max(known.prominence) over (
      -- Manchester is a city before it is a parish of Jamaica
      partition by flagged.source, flagged.text, flagged.number, flagged.piece, known.kind
    )
    or (
      known.kind = 'state'
      and known.prominence * evidence.times_larger < max(case when known.kind = 'city' then known.prominence end) over (
        partition by flagged.source, flagged.text, flagged.number, flagged.piece
      )
    ),
    false
  ) as is_lesser,
  @is_region(flagged.name) as is_region,
  coalesce(known.is_foreign, false) as is_foreign,
  coalesce(known.is_as_delivered, false) as is_as_delivered
from flagged
cross join evidence
left join meant as known
  on flagged.source = known.source
  and flagged.text = known.text
  and flagged.number = known.number
  and flagged.piece = known.piece
  and flagged.form = known.form
where (flagged.number = 0) = (flagged.is_one_name = 1)
  and (flagged.piece = 0) = (flagged.is_one_part = 1)
  and (flagged.is_cut = 0 or known.kind is not null)
  and (not flagged.is_rest or known.kind is not null)
