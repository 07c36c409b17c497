MODEL (
  name marts.skills_monthly,
  description 'How often skills are asked for, by month of posting: skills delivered and those that titles and texts name, so that boards that deliver lists of skills and boards that deliver texts are measured alike. Grain: one skill in one month (month_date, skill) in which at least one posting names it.',
  owner jobhouse,
  kind FULL,
  grain (month_date, skill),
  column_descriptions (
    month_date = 'First day of the month of posting',
    skill = 'The skill; see posting_skills',
    posting_count = 'Postings that name the skill, of those with a text or a list of skills: a title alone does not count',
    opening_count = 'Different openings among them; do not add up over months, since one opening may have postings in several',
    posting_share = 'Part of the month''s postings with a text or a list of skills that name this one, 0 to 1; a posting with neither is left out, since nothing tells what it asks for',
    month_posting_count = 'Postings of the month that posting_share is a part of',
    posting_count_year_before = 'posting_count of the same skill twelve months earlier; 0 where there was none, NULL where that month holds no postings with a text or a list of skills',
    posting_share_change = 'posting_share minus that of twelve months earlier, over all boards, so that it moves when boards come and go; NULL where one of the two months has fewer than 50 postings (reference.trend_evidence)',
    comparable_posting_count = 'Postings of the month on boards that have postings in both months; the pages of companies are one board',
    comparable_share_change = 'The same change on those boards alone, each with the weight of its smaller month (Mantel-Haenszel), so that neither a board that comes nor one that grows moves it; NULL where they have fewer than 50 postings in one of the two months, or never name the skill in them',
    comparable_share_change_low = 'Lower end of its 95 % interval, from how the companies of a board differ, whose adverts are alike: where low and high have one sign the change is more than chance',
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
  select @named_values(compared_postings_at_least, interval_standard_errors)
  from reference.trend_evidence
),

-- not from posting_skills, which would have to be joined with the postings again, skill by skill; ids are only told
-- apart, and as hashes they take a third of the memory
postings as (
  select
    date_trunc('month', postings.post_date)::date as month_date,
    coalesce(lower(postings.job_board), '') as board_key,
    @hash_of(postings.opening_id) as opening_hash,
    @hash_of(coalesce(postings.company_id, postings.opening_id)) as cluster_hash,
    list_concat(skills.delivered_skills, skills.extracted_skills) as skills
  from marts.fct_job_postings as postings
  left join intermediate.int_skills__resolved as skills
    on postings.job_id = skills.job_id
  where postings.post_date is not null and postings.has_skill_source
),

-- adverts of one company are alike, and say less than as many of different ones
clusters as (
  select
    month_date,
    board_key,
    cluster_hash,
    count(*) as posting_count
  from postings
  group by all
),

boards as (
  select
    month_date,
    board_key,
    sum(posting_count)::bigint as posting_count,
    count(*) as cluster_count,
    sum(posting_count * posting_count)::bigint as size_squares
  from clusters
  group by all
),

months as (
  select
    month_date,
    sum(posting_count)::bigint as posting_count
  from boards
  group by month_date
),

-- clusters of one posting need not be told apart, and most are
named as (
  select
    postings.month_date,
    postings.board_key,
    postings.opening_hash,
    clusters.posting_count as cluster_size,
    case when clusters.posting_count > 1 then postings.cluster_hash end as cluster_hash,
    unnest(postings.skills) as skill
  from postings
  inner join clusters
    on postings.month_date = clusters.month_date
    and postings.board_key = clusters.board_key
    and postings.cluster_hash = clusters.cluster_hash
),

counted as (
  select
    month_date,
    skill,
    count(*) as posting_count,
    count(distinct opening_hash) as opening_count
  from named
  group by all
),

counted_in_clusters as (
  select
    month_date,
    board_key,
    skill,
    cluster_size,
    count(*) as posting_count
  from named
  group by month_date, board_key, skill, cluster_size, cluster_hash
),

counted_on_boards as (
  select
    month_date,
    board_key,
    skill,
    sum(posting_count)::bigint as posting_count,
    sum(posting_count * case when cluster_size > 1 then posting_count else 1 end)::bigint as count_squares,
    sum(posting_count * cluster_size)::bigint as count_sizes
  from counted_in_clusters
  group by all
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

-- the two months of a pair, the later one with a plus
sides as (
  select
    pairs.month_date,
    pairs.weight,
    unnest([1, -1]) as sign,
    unnest([pairs.month_date, pairs.month_date_before]) as side_date,
    pairs.board_key
  from pairs
),

named_in_pairs as (
  select distinct
    sides.month_date,
    sides.board_key,
    counted_on_boards.skill
  from sides
  inner join counted_on_boards
    on sides.side_date = counted_on_boards.month_date
    and sides.board_key = counted_on_boards.board_key
),

-- what each board adds to the change of a skill that it names in one of the two months
changes as (
  select
    sides.month_date,
    named_in_pairs.skill,
    sum(sides.sign * sides.weight * coalesce(counted.posting_count, 0) / boards.posting_count)
    / max(comparable_months.weight) as share_change,
    sqrt(sum(sides.weight * sides.weight * @share_variance(
      coalesce(counted.posting_count, 0), boards.posting_count, coalesce(counted.count_squares, 0),
      coalesce(counted.count_sizes, 0), boards.size_squares, boards.cluster_count
    ))) / max(comparable_months.weight) as standard_error
  from sides
  inner join named_in_pairs
    on sides.month_date = named_in_pairs.month_date
    and sides.board_key = named_in_pairs.board_key
  inner join boards
    on sides.side_date = boards.month_date
    and sides.board_key = boards.board_key
  inner join comparable_months
    on sides.month_date = comparable_months.month_date
  left join counted_on_boards as counted
    on sides.side_date = counted.month_date
    and sides.board_key = counted.board_key
    and named_in_pairs.skill = counted.skill
  group by all
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
  round(changes.share_change - evidence.interval_standard_errors * changes.standard_error, 9) as comparable_share_change_low,
  round(changes.share_change + evidence.interval_standard_errors * changes.standard_error, 9) as comparable_share_change_high
from shares
cross join evidence
left join comparable_months
  on shares.month_date = comparable_months.month_date
left join changes
  on shares.month_date = changes.month_date
  and shares.skill = changes.skill
