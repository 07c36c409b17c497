MODEL (
  name staging.stg_sentrion__texts,
  description 'What is read from advert texts, and a form in which they can be compared. Grain: one distinct text (description_hash): copies of an advert and most of its versions share theirs, and nothing costs more than to read a text.',
  owner jobhouse,
  -- a text is named by its content, and so never changes
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key description_hash
  ),
  grain description_hash,
  columns (
    description_hash bigint,
    text_sketch integer[],
    requisition_id varchar,
    names_several_places boolean,
    text_arrangement varchar,
    text_pay varchar
  ),
  column_descriptions (
    text_sketch = 'The smallest hashes of its shingles, each a long word and the next one; NULL where there is no text',
    requisition_id = 'The number under which the employer runs the vacancy, where the text names one',
    names_several_places = 'Whether the text says that the vacancy is open in several places',
    text_arrangement = 'Where the work is done, as the text says it: only_on_site, hybrid, hybrid_perk (some work from home beside an office), remote, on_site or occasional (from home now and then); NULL where it does not say',
    text_pay = 'What the text states of pay, in its words, a statement to a line; NULL where it states none'
  ),
  audits (
    unique_combination_of_columns(columns := (description_hash)),
    not_null(columns := (description_hash))
  )
);

with

-- one version that has the text, found without reading the texts themselves
new_texts as (
  select
    versions.description_hash,
    min_by({'version_id': versions.version_id, 'load_id': versions.load_id}, versions.version_id) as shown_in
  from staging.stg_sentrion__job_versions as versions
  left join staging.stg_sentrion__texts as held
    on versions.description_hash = held.description_hash
  where held.description_hash is null
  group by versions.description_hash
),

given as (
  select
    new_texts.description_hash,
    @plain_letters(descriptions.description) as description
  -- what is joined is held in memory: the few new texts, not all
  from staging.stg_sentrion__descriptions as descriptions
  inner join new_texts
    on descriptions.version_id = new_texts.shown_in.version_id
    -- the rows of a load are stored together, so a nightly build only reads the texts of its own loads
    and descriptions.load_id = new_texts.shown_in.load_id
),

described as (
  select
    given.description_hash,
    given.description,
    @is_worth_reading(given.description) as is_worth_reading,
    @pay_text(given.description) as pay_text
  from given
),

searched as (
  select
    described.description_hash,
    described.description,
    @pay_statements(described.pay_text) as pay_statements,
    @text_words(described.description) as words,
    case when described.is_worth_reading then @tells_more(described.description) else false end as tells_more,
    case when described.is_worth_reading then @arrangement_start(described.description) end as arrangement_start
  from described
),

divided as (
  select
    searched.*,
    @arrangement_opening(searched.arrangement_start) as opening,
    @arrangement_passages(searched.arrangement_start) as passages
  from searched
),

answered as (
  select
    divided.*,
    @arrangement_answered(divided.opening) as answered_opening,
    @arrangement_answered(divided.passages) as answered_passages
  from divided
),

read as (
  select
    answered.*,
    @arrangement_first_line(answered.answered_opening) as first_line,
    @arrangement_lines(answered.answered_passages) as lines
  from answered
),

in_english as (
  select
    read.*,
    @arrangement_in_english(read.arrangement_start, read.first_line) as english_first_line,
    @arrangement_in_english(read.arrangement_start, read.lines) as english_passages
  from read
),

cleared as (
  select
    in_english.*,
    @arrangement_cleared(in_english.english_first_line) as cleared_first_line,
    @arrangement_cleared(in_english.english_passages) as cleared_passages
  from in_english
),

stated as (
  select
    cleared.*,
    @arrangement_stated(cleared.cleared_first_line) as stated_first,
    @arrangement_stated(cleared.cleared_passages) as stated_in_passages
  from cleared
),

facts as (
  select
    stated.description_hash,
    @text_shingles(stated.words) as shingles,
    case when stated.tells_more then @text_requisition(stated.description) end as requisition_id,
    case when stated.tells_more then @names_several_places(stated.description) else false end as names_several_places,
    @arrangement_in_text(stated.stated_first, stated.stated_in_passages, stated.cleared_first_line) as text_arrangement,
    @plain_text(stated.pay_statements) as pay_statements
  from stated
)

select
  description_hash,
  @text_sketch(shingles) as text_sketch,
  requisition_id,
  names_several_places,
  text_arrangement,
  @pay_lines(pay_statements) as text_pay
from facts
