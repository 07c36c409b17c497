MODEL (
  name intermediate.int_skill_names__worded,
  description 'The names of skills as texts are searched for them: word by word. Grain: one spelling of one skill with one reading (spelling, skill, reading).',
  owner jobhouse,
  kind FULL,
  grain (spelling, skill, reading),
  columns (
    name_key varchar,
    spelling varchar,
    first_word varchar,
    second_word varchar,
    word_count bigint,
    skill varchar,
    kind varchar,
    reading varchar
  ),
  column_descriptions (
    name_key = 'The words in lower case; of a Chinese or Japanese name, which has no words, the name',
    spelling = 'The words as the name writes them',
    first_word = 'In lower case: what words of texts are held against; NULL for a name without words',
    second_word = 'NULL for a name of one word',
    skill = 'NULL for a phrase that names none'
  ),
  audits (
    unique_combination_of_columns(columns := (spelling, skill, reading)),
    not_null(columns := (name_key, spelling, reading))
  )
);

with

folded as (
  select
    name,
    nullif(skill, '') as skill,
    nullif(kind, '') as kind,
    reading,
    rtrim(@skill_folded(name), '.,') as words
  from reference.skill_names
),

spelled as (
  select
    skill,
    kind,
    reading,
    coalesce(nullif(words, ''), name) as spelling,
    nullif(lower(split_part(words, ' ', 1)), '') as first_word,
    nullif(lower(split_part(words, ' ', 2)), '') as second_word,
    array_length(string_split(words, ' ')) as word_count
  from folded
)

select distinct
  lower(spelling) as name_key,
  spelling,
  first_word,
  second_word,
  word_count,
  skill,
  kind,
  reading
from spelled
