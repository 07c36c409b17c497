MODEL (
  name marts.skills_monthly,
  description 'How often skills are asked for, by month of posting: skills delivered and those that titles and texts name, so that boards that deliver lists of skills and boards that deliver texts are measured alike. Grain: one skill in one month (month_date, skill) in which at least one posting names it.',
  owner jobhouse,
  kind FULL,
  grain (month_date, skill),
  column_descriptions (
    month_date = 'First day of the month of posting',
    skill = 'The skill; see posting_skills',
    posting_count = 'Postings that name the skill',
    opening_count = 'Different openings among them',
    posting_share = 'Part of the month''s postings with a text or a list of skills that name this one, 0 to 1; a posting with neither is left out, since nothing tells what it asks for',
    month_posting_count = 'Postings of the month that posting_share is a part of',
    posting_count_year_before = 'posting_count of the same skill twelve months earlier; 0 where there was none, NULL where that month holds no postings with a text or a list of skills',
    posting_share_change = 'posting_share minus that of twelve months earlier, over all boards, so that it moves when boards come and go; NULL where one of the two months has fewer than 50 postings (reference.trend_evidence)',
    comparable_posting_count = 'Postings of the month on boards that have postings in both months; the pages of companies are one board',
    comparable_share_change = 'The same change on those boards alone, each with the weight of its smaller month (Mantel-Haenszel), so that neither a board that comes nor one that grows moves it; NULL where they have fewer than 50 postings in one of the two months, or never name the skill in them',
    comparable_share_change_low = 'Lower end of its 95 % interval: where low and high have one sign the change is more than chance',
    comparable_share_change_high = 'Upper end of its 95 % interval'
  ),
  audits (
    unique_combination_of_columns(columns := (month_date, skill)),
    not_null(columns := (month_date, skill, posting_count, opening_count, posting_share, month_posting_count)),
    accepted_range(column := posting_share, min_v := 0, max_v := 1),
    comparable_changes_within_intervals
  )
);

with

evidence as (
  select
    @named_values(compared_postings_at_least, interval_standard_errors)
  from reference.trend_evidence
),

-- not from posting_skills, which would have to be joined with the postings again, skill by skill
postings as (
  select
    date_trunc('month', postings.post_date)::date as month_date,
    coalesce(lower(postings.job_board), '') as board_key,
    postings.opening_id,
    list_concat(skills.delivered_skills, skills.extracted_skills) as skills
  from marts.fct_job_postings as postings
  left join intermediate.int_skills__resolved as skills
    on postings.job_id = skills.job_id
  where
    postings.post_date is not null
    and postings.has_skill_source
),

boards as (
  select
    month_date,
    board_key,
    count(*) as posting_count
  from postings
  group by
    month_date,
    board_key
),

months as (
  select
    month_date,
    sum(posting_count)::bigint as posting_count
  from boards
  group by month_date
),

named as (
  select
    month_date,
    board_key,
    opening_id,
    unnest(skills) as skill
  from postings
),

counted as (
  select
    month_date,
    skill,
    count(*) as posting_count,
    count(distinct opening_id) as opening_count
  from named
  group by
    month_date,
    skill
),

counted_on_boards as (
  select
    month_date,
    board_key,
    skill,
    count(*) as posting_count
  from named
  group by
    month_date,
    board_key,
    skill
),

-- boards that carry postings in a month and in that of a year before
pairs as (
  select
    later.month_date,
    earlier.month_date as month_date_before,
    later.board_key,
    later.posting_count,
    earlier.posting_count as posting_count_before,
    later.posting_count * earlier.posting_count / (later.posting_count + earlier.posting_count) as weight
  from boards as later
  inner join boards as earlier
    on later.board_key = earlier.board_key
    and earlier.month_date = (later.month_date - interval '12 months')::date
),

comparable_months as (
  select
    pairs.month_date,
    sum(pairs.posting_count)::bigint as posting_count,
    case
      when least(sum(pairs.posting_count), sum(pairs.posting_count_before)) >= max(evidence.compared_postings_at_least)
        then sum(pairs.weight)
    end as weight
  from pairs
  cross join evidence
  group by pairs.month_date
),

-- what each board adds to the change of a skill, now and with the other sign a year before
parts as (
  select
    pairs.month_date,
    counted_on_boards.skill,
    pairs.weight * counted_on_boards.posting_count / pairs.posting_count as share_part,
    @share_variance(counted_on_boards.posting_count, pairs.posting_count) * pairs.weight * pairs.weight as variance_part
  from pairs
  inner join counted_on_boards
    on pairs.month_date = counted_on_boards.month_date
    and pairs.board_key = counted_on_boards.board_key
  union all
  select
    pairs.month_date,
    counted_on_boards.skill,
    -pairs.weight * counted_on_boards.posting_count / pairs.posting_count_before as share_part,
    @share_variance(counted_on_boards.posting_count, pairs.posting_count_before) * pairs.weight * pairs.weight as variance_part
  from pairs
  inner join counted_on_boards
    on pairs.month_date_before = counted_on_boards.month_date
    and pairs.board_key = counted_on_boards.board_key
),

changes as (
  select
    parts.month_date,
    parts.skill,
    sum(parts.share_part) / max(comparable_months.weight) as share_change,
    max(evidence.interval_standard_errors) * sqrt(sum(parts.variance_part)) / max(comparable_months.weight) as half_interval
  from parts
  inner join comparable_months
    on parts.month_date = comparable_months.month_date
  cross join evidence
  group by
    parts.month_date,
    parts.skill
),

shares as (
  select
    counted.month_date,
    counted.skill,
    counted.posting_count,
    counted.opening_count,
    months.posting_count as month_posting_count,
    counted.posting_count / months.posting_count as posting_share,
    case when months_before.month_date is not null then coalesce(counted_before.posting_count, 0) end as posting_count_year_before,
    months_before.posting_count as month_posting_count_before
  from counted
  inner join months
    on counted.month_date = months.month_date
  left join months as months_before
    on months_before.month_date = (counted.month_date - interval '12 months')::date
  left join counted as counted_before
    on counted_before.month_date = (counted.month_date - interval '12 months')::date
    and counted.skill = counted_before.skill
)

select
  shares.month_date,
  shares.skill,
  shares.posting_count,
  shares.opening_count,
  shares.posting_share,
  shares.month_posting_count,
  shares.posting_count_year_before,
  case
    when least(shares.month_posting_count, shares.month_posting_count_before) >= evidence.compared_postings_at_least
      then shares.posting_share - shares.posting_count_year_before / shares.month_posting_count_before
  end as posting_share_change,
  coalesce(comparable_months.posting_count, 0) as comparable_posting_count,
  -- rounded, since the last digits of a sum depend on its order
  round(changes.share_change, 9) as comparable_share_change,
  round(changes.share_change - changes.half_interval, 9) as comparable_share_change_low,
  round(changes.share_change + changes.half_interval, 9) as comparable_share_change_high
from shares
cross join evidence
left join comparable_months
  on shares.month_date = comparable_months.month_date
left join changes
  on shares.month_date = changes.month_date
  and shares.skill = changes.skill
