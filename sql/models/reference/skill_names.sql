MODEL (
  name reference.skill_names,
  description 'Names of technologies, of the software of many trades and of some methods and certificates, each with the skill that it means: what extracts skills from texts and joins the spellings of delivered ones. Made by hand for this project from public product names, without copying a list. Grain: one name of one skill (name, skill).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/skill_names.csv',
    csv_settings (
      keep_default_na = false
    )
  ),
  columns (
    name varchar,
    skill varchar,
    kind varchar,
    reading varchar
  ),
  column_descriptions (
    name = 'A spelling; one of two skills (C/C++) has a row for each',
    skill = 'The skill as it is shown; empty where the name is a phrase in which the words mean something else (go to market), or no skill',
    kind = 'language, framework, database, cloud, tool, software or method; empty where the skill is',
    reading = 'When a text that holds the name means the skill: plain (in any case), cased (spelled exactly so), context (next to another skill or to words such as developer), exact (as context where it is spelled exactly so, else never), ignored (never); no_skill: texts are not searched for the name, and a delivered skill of that name is none (levels, job types, Remote, 无)'
  ),
  grain (name, skill),
  audits (
    unique_combination_of_columns(columns := (name, skill)),
    not_null(columns := (name, skill, kind, reading)),
    accepted_values(column := reading, is_in := ('plain', 'cased', 'context', 'exact', 'ignored', 'no_skill'))
  )
);
