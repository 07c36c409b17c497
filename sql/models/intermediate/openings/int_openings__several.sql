MODEL (
  name intermediate.int_openings__several,
  description 'Roles that an employer advertises more than once in a month on one board, without a text: it has more than one such vacancy. Embedded in the query of int_openings__linked, so there is no table of it. Grain: company, role and board (company_id, title_key, job_board).',
  owner jobhouse,
  kind EMBEDDED,
  grain (company_id, title_key, job_board)
);

select distinct
  int_openings__described.company_id,
  int_openings__described.title_key,
  int_openings__described.job_board
from intermediate.int_openings__described as int_openings__described
where int_openings__described.is_without_text and int_openings__described.first_post_date is not null
group by
  int_openings__described.company_id,
  int_openings__described.title_key,
  int_openings__described.job_board,
  date_trunc('month', int_openings__described.first_post_date)
having count(*) > 1
