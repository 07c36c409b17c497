MODEL (
  name intermediate.int_openings__weights,
  description 'The evidence for and against two postings being about one vacancy, in one row. Embedded in the query of int_openings__linked, so there is no table of it. Grain: one row.',
  owner jobhouse,
  kind EMBEDDED
);

select
  @named_values(
    points_to_join, days_between_at_most, side_by_side_days_at_most, shingles_at_least, nearly_all_text_from, most_text_from,
    more_than_half_text_from, some_text_from, titles_of_address_at_most, points_nearly_all_text, points_most_text,
    points_more_than_half_text, points_some_text, points_little_text, points_same_requisition, points_same_address,
    points_address_of_several, points_same_company, points_same_long_title, points_same_title, points_near_title, points_same_city, points_same_region,
    points_possible_region, points_renewed_on_board, points_same_pay, points_same_band, points_same_skills, points_same_many_skills,
    points_different_place, points_similar_title, points_two_roles_at_a_time, points_two_kinds_at_a_time, points_different_level,
    points_other_numeral, points_different_company, points_different_departments, points_different_pay, points_different_estimate, points_different_skills, points_on_one_board_at_a_time,
    points_on_one_board_and_day, shared_title_from, most_skills_from, few_skills_below, many_skills_from, pay_apart_from,
    shingles_of_copy_at_least, words_of_long_title_from
  )
from reference.opening_evidence
