MODEL (
  name intermediate.int_skill_texts__parsed,
  description 'Skills that titles and advert texts name. Grain: one distinct text (text_hash): copies of an advert and most of its versions share theirs.',
  owner jobhouse,
  -- a text is named by its content, and so never changes
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key text_hash
  ),
  grain text_hash,
  columns (
    text_hash bigint,
    skills varchar[]
  ),
  column_descriptions (
    text_hash = 'The description_hash of a text, or the same hash of a title',
    skills = 'In order of the alphabet; NULL where the text names none'
  ),
  audits (
    unique_combination_of_columns(columns := (text_hash)),
    not_null(columns := (text_hash))
  )
);

with

-- one version that has the text, found without reading the texts themselves
new_texts as (
  select
    versions.description_hash,
    min_by({'version_id': versions.version_id, 'load_id': versions.load_id}, versions.version_id) as shown_in
  from staging.stg_sentrion__job_versions as versions
  left join intermediate.int_skill_texts__parsed as held
    on versions.description_hash = held.text_hash
  where
    held.text_hash is null
    and versions.description_length > 0
  group by versions.description_hash
),

titles as (
  select distinct versions.job_title
  from staging.stg_sentrion__job_versions as versions
  where versions.job_title is not null
),

new_titles as (
  select
    titles.job_title,
    @hash_of(titles.job_title) as text_hash
  from titles
  left join intermediate.int_skill_texts__parsed as held
    on @hash_of(titles.job_title) = held.text_hash
  where held.text_hash is null
),

listed as (
  select
    new_texts.description_hash as text_hash,
    false as is_title,
    @skill_passages(descriptions.description) as passages
  -- what is joined is held in memory: the few new texts, not all
  from staging.stg_sentrion__descriptions as descriptions
  inner join new_texts
    on descriptions.version_id = new_texts.shown_in.version_id
    -- the rows of a load are stored together, so a nightly build only reads the texts of its own loads
    and descriptions.load_id = new_texts.shown_in.load_id
  union all
  select
    text_hash,
    true as is_title,
    [job_title] as passages
  from new_titles
),

divided as (
  select
    text_hash,
    is_title,
    unnest(range(1, array_length(passages) + 1)) as passage_number,
    unnest(passages) as passage
  from listed
),

plain as (
  select
    text_hash,
    passage_number,
    @skill_plain(passage) as passage
  from divided
  where is_title or @may_name_skill(passage)
),

stated as (
  select
    text_hash,
    passage_number,
    @skill_stated(passage) as passage
  from plain
),

folded as (
  select
    text_hash,
    passage_number,
    @skill_folded(passage) as folded
  from stated
),

worded as (
  select
    text_hash,
    passage_number,
    string_split(folded, ' ') as words,
    string_split(lower(folded), ' ') as word_keys
  from folded
),

words as (
  select
    text_hash,
    passage_number,
    words,
    unnest(range(1, array_length(words) + 1)) as first_number,
    unnest(word_keys) as word_key,
    unnest(word_keys[2:]) as next_key
  from worded
),

candidates as (
  select
    words.text_hash,
    words.passage_number,
    words.words,
    words.first_number,
    words.first_number + names.word_count - 1 as last_number,
    names.name_key,
    names.spelling,
    names.skill,
    names.kind,
    names.reading
  from words
  inner join intermediate.int_skill_names__worded as names
    on rtrim(words.word_key, '.,') = names.first_word
    and (names.second_word is null or names.second_word = rtrim(words.next_key, '.,'))
    and names.reading <> 'no_skill'
),

-- the words of a name have no comma between them, and the last may have one after it
held_against as (
  select
    candidates.*,
    rtrim(array_to_string(words[first_number:last_number], ' '), '.,') as found
  from candidates
),

-- a name that needs its case may stand in a list in lower case, unless it is a single letter
named as (
  select
    text_hash,
    passage_number,
    first_number,
    last_number,
    skill,
    kind,
    -- React and: a skill where it is written so and shown to be one, else a verb that hides the name in it
    case when reading <> 'exact' then reading when found = spelling then 'context' else 'ignored' end as reading,
    array_length(words) = last_number and first_number = 1 as is_alone,
    words[greatest(first_number - 2, 0)] as word_before_last,
    words[first_number - 1] as word_before,
    rtrim(words[last_number + 1], '.,') as word_after,
    found = spelling as is_exact,
    -- both frames in one order, so that the rows are sorted once
    max(last_number) over (
      partition by text_hash, passage_number
      order by first_number
      range between current row and current row
    ) as reached_here,
    max(last_number) over (
      partition by text_hash, passage_number
      order by first_number
      range between unbounded preceding and 1 preceding
    ) as reached_before
  from held_against
  where
    lower(found) = name_key
    and (
      reading in ('plain', 'ignored', 'exact')
      or found = spelling
      or (reading = 'context' and found = name_key and length(found) > 1)
    )
),

-- the longest of the names that begin with one word, and none inside of another
beside as (
  select
    named.*,
    lag({'number': last_number, 'reading': reading, 'skill': skill, 'kind': kind}) over in_order as name_before,
    lead({'number': first_number, 'reading': reading, 'skill': skill, 'kind': kind}) over in_order as name_after
  from named
  where
    last_number = reached_here
    and coalesce(reached_before, 0) < last_number
  window in_order as (
    partition by text_hash, passage_number
    order by first_number, reading desc, skill
  )
),

accepted as (
  select
    text_hash,
    skill
  from beside
  where
    reading <> 'ignored'
    and (
      reading in ('plain', 'cased')
      or (is_exact and (is_alone or @is_skill_followed(word_after)))
      or (is_exact and @is_skill_led(word_before_last, word_before, word_after))
      or (@is_skill_beside(name_before) and @is_next(name_before.number, first_number, word_before))
      or (@is_skill_beside(name_after) and @is_next(last_number, name_after.number, word_after))
    )
  union all
  -- Chinese and Japanese have no spaces between words, and Korean joins endings to them
  select
    plain.text_hash,
    names.skill
  from plain
  inner join intermediate.int_skill_names__worded as names
    on contains(plain.passage, names.spelling)
  where
    names.first_word is null
    and names.reading <> 'no_skill'
    and regexp_matches(plain.passage, '[ぁ-ヿ一-鿿가-힣]')
),

skills_found as (
  select
    text_hash,
    list_sort(list(distinct skill)) as skills
  from accepted
  group by text_hash
)

select distinct
  listed.text_hash,
  skills_found.skills
from listed
left join skills_found
  on listed.text_hash = skills_found.text_hash
