-- Written by `python -m jobhouse.warehouse.build.posting_keys` from the macros of the models.
WITH cleaned AS (
  SELECT
    version_id,
    CASE
      WHEN CONTAINS(
        '

na
n/a
none
null
nan
unspecified
not specified
undefined
not available
-
--
',
        CHR(10) || LOWER(TRIM(CASE WHEN STRLEN(CAST(job_url AS TEXT)) <= 16384 THEN job_url END)) || CHR(10)
      )
      THEN NULL
      ELSE TRIM(CASE WHEN STRLEN(CAST(job_url AS TEXT)) <= 16384 THEN job_url END)
    END AS job_url,
    CASE
      WHEN CONTAINS(
        '

na
n/a
none
null
nan
unspecified
not specified
undefined
not available
-
--
',
        CHR(10) || LOWER(
          TRIM(
            REGEXP_REPLACE(
              CASE WHEN STRLEN(CAST(job_title AS TEXT)) <= 4096 THEN job_title END,
              '[\s\x{00a0}\x{200b}-\x{200d}\x{2060}\x{feff}]+',
              ' ',
              'g'
            )
          )
        ) || CHR(10)
      )
      THEN NULL
      ELSE TRIM(
        REGEXP_REPLACE(
          CASE WHEN STRLEN(CAST(job_title AS TEXT)) <= 4096 THEN job_title END,
          '[\s\x{00a0}\x{200b}-\x{200d}\x{2060}\x{feff}]+',
          ' ',
          'g'
        )
      )
    END AS job_title
  FROM (
    SELECT
      version_id,
      COALESCE(job_url, extra ->> '$."Job URL"') AS job_url,
      COALESCE(job_title, extra ->> '$."Job Title"') AS job_title
    FROM delivered
  )
), keyed AS (
  SELECT
    version_id,
    NULLIF(
      CONCAT(
        REGEXP_REPLACE(
          LOWER(
            REGEXP_EXTRACT(
              REGEXP_REPLACE(job_url, '^\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//(?:[wW]{3}\.)?', ''),
              '^[^/?#]*'
            )
          ),
          ':(?:80|443)$',
          ''
        ),
        REGEXP_REPLACE(
          REGEXP_REPLACE(
            SUBSTRING(
              REGEXP_EXTRACT(
                REGEXP_REPLACE(job_url, '^\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//(?:[wW]{3}\.)?', ''),
                '^[^?#]*'
              ),
              LENGTH(
                REGEXP_EXTRACT(
                  REGEXP_REPLACE(job_url, '^\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//(?:[wW]{3}\.)?', ''),
                  '^[^/?#]*'
                )
              ) + 1
            ),
            '/+$',
            ''
          ),
          '/[^/]*-([0-9]{6,7}|[0-9]{9,})$',
          '/\1'
        ),
        CASE
          WHEN CONTAINS(
            REGEXP_REPLACE(job_url, '^\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//(?:[wW]{3}\.)?', ''),
            '?'
          )
          THEN COALESCE(
            '?' || NULLIF(
              ARRAY_TO_STRING(
                LIST_SORT(
                  LIST_FILTER(
                    STR_SPLIT(
                      REGEXP_EXTRACT(
                        REGEXP_REPLACE(job_url, '^\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//(?:[wW]{3}\.)?', ''),
                        '^[^?#]*\?([^#]*)',
                        1
                      ),
                      '&'
                    ),
                    LAMBDA part : part <> ''
                    AND NOT REGEXP_MATCHES(
                      LOWER(part),
                      '^(?:utm_\w+|pk_\w+|hsa_\w+|mc_[ce]id|mkt_tok|[a-z]*clid|[gw]braid|igshid|_gl|_ga|campaign|ref|refid|referr?er|source|src|origin|via|lever-(?:origin|source(?:\[\]|%5b%5d)?|via)|gh_src|\w+[_-]source|trk\w*|trackingid|lipi|ebp|originalsubdomain|tk|vjs|advn|adid|sjdu|acatk|xkcb|lang|display|mobile|width|height|bga|needsredirect|jan1offset|jun1offset|jsessionid|usp)(?:=|$)|^:~:'
                    )
                  )
                ),
                '&'
              ),
              ''
            ),
            ''
          )
          ELSE ''
        END,
        CASE
          WHEN CONTAINS(
            REGEXP_REPLACE(job_url, '^\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//(?:[wW]{3}\.)?', ''),
            '#'
          )
          THEN COALESCE(
            '#' || NULLIF(
              ARRAY_TO_STRING(
                LIST_SORT(
                  LIST_FILTER(
                    STR_SPLIT(
                      REGEXP_EXTRACT(
                        REGEXP_REPLACE(job_url, '^\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//(?:[wW]{3}\.)?', ''),
                        '#(.*)$',
                        1
                      ),
                      '&'
                    ),
                    LAMBDA part : part <> ''
                    AND NOT REGEXP_MATCHES(
                      LOWER(part),
                      '^(?:utm_\w+|pk_\w+|hsa_\w+|mc_[ce]id|mkt_tok|[a-z]*clid|[gw]braid|igshid|_gl|_ga|campaign|ref|refid|referr?er|source|src|origin|via|lever-(?:origin|source(?:\[\]|%5b%5d)?|via)|gh_src|\w+[_-]source|trk\w*|trackingid|lipi|ebp|originalsubdomain|tk|vjs|advn|adid|sjdu|acatk|xkcb|lang|display|mobile|width|height|bga|needsredirect|jan1offset|jun1offset|jsessionid|usp)(?:=|$)|^:~:'
                    )
                  )
                ),
                '&'
              ),
              ''
            ),
            ''
          )
          ELSE ''
        END
      ),
      ''
    ) AS url_key,
    COALESCE(
      NULLIF(
        ARRAY_TO_STRING(
          LIST_SORT(
            LIST_DISTINCT(
              LIST_FILTER(
                LIST_TRANSFORM(
                  REGEXP_EXTRACT_ALL(LOWER(job_title), '[\p{L}\p{M}\p{N}+#]+'),
                  LAMBDA word : CASE word
                    WHEN 'sr'
                    THEN 'senior'
                    WHEN 'snr'
                    THEN 'senior'
                    WHEN 'jr'
                    THEN 'junior'
                    WHEN 'jnr'
                    THEN 'junior'
                    WHEN 'entry'
                    THEN 'junior'
                    WHEN 'internship'
                    THEN 'intern'
                    WHEN 'i'
                    THEN '1'
                    WHEN 'ii'
                    THEN '2'
                    WHEN 'iii'
                    THEN '3'
                    WHEN 'iv'
                    THEN '4'
                    ELSE word
                  END
                ),
                LAMBDA word : NOT word IN (
                  'remote',
                  'hybrid',
                  'level',
                  'mid',
                  'all',
                  'genders',
                  'm',
                  'w',
                  'f',
                  'd',
                  'x',
                  'h',
                  'div',
                  'of',
                  'the',
                  'and',
                  'for',
                  'in',
                  'a'
                )
              )
            )
          ),
          ' '
        ),
        ''
      ),
      LOWER(job_title)
    ) AS title_key
  FROM cleaned
)
SELECT
  version_id,
  MD5(url_key) AS url_hash,
  MD5(COALESCE(title_key, '')) AS title_hash,
  COALESCE(
    ARRAY_TO_STRING(
      LIST_TRANSFORM(
        LIST_FILTER(
          STR_SPLIT(
            COALESCE(
              NULLIF(
                ARRAY_TO_STRING(
                  LIST_FILTER(
                    STR_SPLIT(title_key, ' '),
                    LAMBDA word : NOT word IN (
                      'intern',
                      'junior',
                      'senior',
                      'lead',
                      'staff',
                      'principal',
                      'director',
                      'head',
                      '1',
                      '2',
                      '3',
                      '4',
                      '5'
                    )
                  ),
                  ' '
                ),
                ''
              ),
              title_key
            ),
            ' '
          ),
          LAMBDA word : NOT word IN (
            'engineer',
            'engineers',
            'engineering',
            'developer',
            'developers',
            'development',
            'programmer',
            'manager',
            'analyst',
            'scientist',
            'designer',
            'architect',
            'specialist',
            'consultant',
            'administrator',
            'associate',
            'assistant',
            'officer',
            'coordinator',
            'technician',
            'representative',
            'internship',
            'trainee',
            'program',
            'position',
            'job',
            'role',
            'and',
            'of',
            'for',
            'the',
            'in',
            'to',
            'at',
            'with'
          )
        ),
        LAMBDA word : MD5(word)
      ),
      ' '
    ),
    ''
  ) AS role_hashes
FROM keyed
