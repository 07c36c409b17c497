MODEL (
  name reference.common_words,
  description 'Words and names that many companies may be called by, without plurals in s: a name with none of them is one company under its longer forms as well. From SCOWL 2020.12.07 (Spell Checker Oriented Word Lists, Copyright 2000-2018 by Kevin Atkinson, free for any purpose while its notice is kept, which stands beside the seed). `python -m tests.support.word_seeds` makes it. Grain: one word (word).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/common_words.csv',
    csv_settings (
      keep_default_na = false
    )
  ),
  columns (
    word varchar,
    kind varchar
  ),
  column_descriptions (
    word = 'In lower case, of three letters or more',
    kind = 'frequent: of everyday English; word: any other that is known; rare: any other of seven letters at most; name: of people, places, peoples and brands'
  ),
  grain word,
  audits (
    unique_combination_of_columns(columns := (word)),
    not_null(columns := (word, kind)),
    accepted_values(column := kind, is_in := ('frequent', 'word', 'rare', 'name'))
  )
);
