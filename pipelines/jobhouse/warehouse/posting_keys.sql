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
              CASE
                WHEN REGEXP_MATCHES(
                  CASE WHEN STRLEN(CAST(job_title AS TEXT)) <= 4096 THEN job_title END,
                  '[\x{1d400}-\x{1d7ff}\x{ff03}\x{ff0b}\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}]'
                )
                THEN TRANSLATE(
                  CASE WHEN STRLEN(CAST(job_title AS TEXT)) <= 4096 THEN job_title END,
                  '𝐀𝐁𝐂𝐃𝐄𝐅𝐆𝐇𝐈𝐉𝐊𝐋𝐌𝐍𝐎𝐏𝐐𝐑𝐒𝐓𝐔𝐕𝐖𝐗𝐘𝐙𝐚𝐛𝐜𝐝𝐞𝐟𝐠𝐡𝐢𝐣𝐤𝐥𝐦𝐧𝐨𝐩𝐪𝐫𝐬𝐭𝐮𝐯𝐰𝐱𝐲𝐳𝐴𝐵𝐶𝐷𝐸𝐹𝐺𝐻𝐼𝐽𝐾𝐿𝑀𝑁𝑂𝑃𝑄𝑅𝑆𝑇𝑈𝑉𝑊𝑋𝑌𝑍𝑎𝑏𝑐𝑑𝑒𝑓𝑔𝑖𝑗𝑘𝑙𝑚𝑛𝑜𝑝𝑞𝑟𝑠𝑡𝑢𝑣𝑤𝑥𝑦𝑧𝑨𝑩𝑪𝑫𝑬𝑭𝑮𝑯𝑰𝑱𝑲𝑳𝑴𝑵𝑶𝑷𝑸𝑹𝑺𝑻𝑼𝑽𝑾𝑿𝒀𝒁𝒂𝒃𝒄𝒅𝒆𝒇𝒈𝒉𝒊𝒋𝒌𝒍𝒎𝒏𝒐𝒑𝒒𝒓𝒔𝒕𝒖𝒗𝒘𝒙𝒚𝒛𝒜𝒞𝒟𝒢𝒥𝒦𝒩𝒪𝒫𝒬𝒮𝒯𝒰𝒱𝒲𝒳𝒴𝒵𝒶𝒷𝒸𝒹𝒻𝒽𝒾𝒿𝓀𝓁𝓂𝓃𝓅𝓆𝓇𝓈𝓉𝓊𝓋𝓌𝓍𝓎𝓏𝓐𝓑𝓒𝓓𝓔𝓕𝓖𝓗𝓘𝓙𝓚𝓛𝓜𝓝𝓞𝓟𝓠𝓡𝓢𝓣𝓤𝓥𝓦𝓧𝓨𝓩𝓪𝓫𝓬𝓭𝓮𝓯𝓰𝓱𝓲𝓳𝓴𝓵𝓶𝓷𝓸𝓹𝓺𝓻𝓼𝓽𝓾𝓿𝔀𝔁𝔂𝔃𝔄𝔅𝔇𝔈𝔉𝔊𝔍𝔎𝔏𝔐𝔑𝔒𝔓𝔔𝔖𝔗𝔘𝔙𝔚𝔛𝔜𝔞𝔟𝔠𝔡𝔢𝔣𝔤𝔥𝔦𝔧𝔨𝔩𝔪𝔫𝔬𝔭𝔮𝔯𝔰𝔱𝔲𝔳𝔴𝔵𝔶𝔷𝔸𝔹𝔻𝔼𝔽𝔾𝕀𝕁𝕂𝕃𝕄𝕆𝕊𝕋𝕌𝕍𝕎𝕏𝕐𝕒𝕓𝕔𝕕𝕖𝕗𝕘𝕙𝕚𝕛𝕜𝕝𝕞𝕟𝕠𝕡𝕢𝕣𝕤𝕥𝕦𝕧𝕨𝕩𝕪𝕫𝕬𝕭𝕮𝕯𝕰𝕱𝕲𝕳𝕴𝕵𝕶𝕷𝕸𝕹𝕺𝕻𝕼𝕽𝕾𝕿𝖀𝖁𝖂𝖃𝖄𝖅𝖆𝖇𝖈𝖉𝖊𝖋𝖌𝖍𝖎𝖏𝖐𝖑𝖒𝖓𝖔𝖕𝖖𝖗𝖘𝖙𝖚𝖛𝖜𝖝𝖞𝖟𝖠𝖡𝖢𝖣𝖤𝖥𝖦𝖧𝖨𝖩𝖪𝖫𝖬𝖭𝖮𝖯𝖰𝖱𝖲𝖳𝖴𝖵𝖶𝖷𝖸𝖹𝖺𝖻𝖼𝖽𝖾𝖿𝗀𝗁𝗂𝗃𝗄𝗅𝗆𝗇𝗈𝗉𝗊𝗋𝗌𝗍𝗎𝗏𝗐𝗑𝗒𝗓𝗔𝗕𝗖𝗗𝗘𝗙𝗚𝗛𝗜𝗝𝗞𝗟𝗠𝗡𝗢𝗣𝗤𝗥𝗦𝗧𝗨𝗩𝗪𝗫𝗬𝗭𝗮𝗯𝗰𝗱𝗲𝗳𝗴𝗵𝗶𝗷𝗸𝗹𝗺𝗻𝗼𝗽𝗾𝗿𝘀𝘁𝘂𝘃𝘄𝘅𝘆𝘇𝘈𝘉𝘊𝘋𝘌𝘍𝘎𝘏𝘐𝘑𝘒𝘓𝘔𝘕𝘖𝘗𝘘𝘙𝘚𝘛𝘜𝘝𝘞𝘟𝘠𝘡𝘢𝘣𝘤𝘥𝘦𝘧𝘨𝘩𝘪𝘫𝘬𝘭𝘮𝘯𝘰𝘱𝘲𝘳𝘴𝘵𝘶𝘷𝘸𝘹𝘺𝘻𝘼𝘽𝘾𝘿𝙀𝙁𝙂𝙃𝙄𝙅𝙆𝙇𝙈𝙉𝙊𝙋𝙌𝙍𝙎𝙏𝙐𝙑𝙒𝙓𝙔𝙕𝙖𝙗𝙘𝙙𝙚𝙛𝙜𝙝𝙞𝙟𝙠𝙡𝙢𝙣𝙤𝙥𝙦𝙧𝙨𝙩𝙪𝙫𝙬𝙭𝙮𝙯𝙰𝙱𝙲𝙳𝙴𝙵𝙶𝙷𝙸𝙹𝙺𝙻𝙼𝙽𝙾𝙿𝚀𝚁𝚂𝚃𝚄𝚅𝚆𝚇𝚈𝚉𝚊𝚋𝚌𝚍𝚎𝚏𝚐𝚑𝚒𝚓𝚔𝚕𝚖𝚗𝚘𝚙𝚚𝚛𝚜𝚝𝚞𝚟𝚠𝚡𝚢𝚣𝚤𝚥𝚨𝚩𝚪𝚫𝚬𝚭𝚮𝚯𝚰𝚱𝚲𝚳𝚴𝚵𝚶𝚷𝚸𝚹𝚺𝚻𝚼𝚽𝚾𝚿𝛀𝛁𝛂𝛃𝛄𝛅𝛆𝛇𝛈𝛉𝛊𝛋𝛌𝛍𝛎𝛏𝛐𝛑𝛒𝛓𝛔𝛕𝛖𝛗𝛘𝛙𝛚𝛛𝛜𝛝𝛞𝛟𝛠𝛡𝛢𝛣𝛤𝛥𝛦𝛧𝛨𝛩𝛪𝛫𝛬𝛭𝛮𝛯𝛰𝛱𝛲𝛳𝛴𝛵𝛶𝛷𝛸𝛹𝛺𝛻𝛼𝛽𝛾𝛿𝜀𝜁𝜂𝜃𝜄𝜅𝜆𝜇𝜈𝜉𝜊𝜋𝜌𝜍𝜎𝜏𝜐𝜑𝜒𝜓𝜔𝜕𝜖𝜗𝜘𝜙𝜚𝜛𝜜𝜝𝜞𝜟𝜠𝜡𝜢𝜣𝜤𝜥𝜦𝜧𝜨𝜩𝜪𝜫𝜬𝜭𝜮𝜯𝜰𝜱𝜲𝜳𝜴𝜵𝜶𝜷𝜸𝜹𝜺𝜻𝜼𝜽𝜾𝜿𝝀𝝁𝝂𝝃𝝄𝝅𝝆𝝇𝝈𝝉𝝊𝝋𝝌𝝍𝝎𝝏𝝐𝝑𝝒𝝓𝝔𝝕𝝖𝝗𝝘𝝙𝝚𝝛𝝜𝝝𝝞𝝟𝝠𝝡𝝢𝝣𝝤𝝥𝝦𝝧𝝨𝝩𝝪𝝫𝝬𝝭𝝮𝝯𝝰𝝱𝝲𝝳𝝴𝝵𝝶𝝷𝝸𝝹𝝺𝝻𝝼𝝽𝝾𝝿𝞀𝞁𝞂𝞃𝞄𝞅𝞆𝞇𝞈𝞉𝞊𝞋𝞌𝞍𝞎𝞏𝞐𝞑𝞒𝞓𝞔𝞕𝞖𝞗𝞘𝞙𝞚𝞛𝞜𝞝𝞞𝞟𝞠𝞡𝞢𝞣𝞤𝞥𝞦𝞧𝞨𝞩𝞪𝞫𝞬𝞭𝞮𝞯𝞰𝞱𝞲𝞳𝞴𝞵𝞶𝞷𝞸𝞹𝞺𝞻𝞼𝞽𝞾𝞿𝟀𝟁𝟂𝟃𝟄𝟅𝟆𝟇𝟈𝟉𝟊𝟋𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡𝟢𝟣𝟤𝟥𝟦𝟧𝟨𝟩𝟪𝟫𝟬𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴𝟵𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ＃＋ℂℊℋℌℍℎℐℑℒℓℕℙℚℛℜℝℤℨℬℭℯℰℱℳℴ',
                  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzACDGJKNOPQSTUVWXYZabcdfhijklmnpqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABDEFGJKLMNOPQSTUVWXYabcdefghijklmnopqrstuvwxyzABDEFGIJKLMOSTUVWXYabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzıȷΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπϜϝ012345678901234567890123456789012345678901234567890123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#+CgHHHhIILlNPQRRRZZBCeEFMo'
                )
                ELSE CASE WHEN STRLEN(CAST(job_title AS TEXT)) <= 4096 THEN job_title END
              END,
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
          CASE
            WHEN REGEXP_MATCHES(
              CASE WHEN STRLEN(CAST(job_title AS TEXT)) <= 4096 THEN job_title END,
              '[\x{1d400}-\x{1d7ff}\x{ff03}\x{ff0b}\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}]'
            )
            THEN TRANSLATE(
              CASE WHEN STRLEN(CAST(job_title AS TEXT)) <= 4096 THEN job_title END,
              '𝐀𝐁𝐂𝐃𝐄𝐅𝐆𝐇𝐈𝐉𝐊𝐋𝐌𝐍𝐎𝐏𝐐𝐑𝐒𝐓𝐔𝐕𝐖𝐗𝐘𝐙𝐚𝐛𝐜𝐝𝐞𝐟𝐠𝐡𝐢𝐣𝐤𝐥𝐦𝐧𝐨𝐩𝐪𝐫𝐬𝐭𝐮𝐯𝐰𝐱𝐲𝐳𝐴𝐵𝐶𝐷𝐸𝐹𝐺𝐻𝐼𝐽𝐾𝐿𝑀𝑁𝑂𝑃𝑄𝑅𝑆𝑇𝑈𝑉𝑊𝑋𝑌𝑍𝑎𝑏𝑐𝑑𝑒𝑓𝑔𝑖𝑗𝑘𝑙𝑚𝑛𝑜𝑝𝑞𝑟𝑠𝑡𝑢𝑣𝑤𝑥𝑦𝑧𝑨𝑩𝑪𝑫𝑬𝑭𝑮𝑯𝑰𝑱𝑲𝑳𝑴𝑵𝑶𝑷𝑸𝑹𝑺𝑻𝑼𝑽𝑾𝑿𝒀𝒁𝒂𝒃𝒄𝒅𝒆𝒇𝒈𝒉𝒊𝒋𝒌𝒍𝒎𝒏𝒐𝒑𝒒𝒓𝒔𝒕𝒖𝒗𝒘𝒙𝒚𝒛𝒜𝒞𝒟𝒢𝒥𝒦𝒩𝒪𝒫𝒬𝒮𝒯𝒰𝒱𝒲𝒳𝒴𝒵𝒶𝒷𝒸𝒹𝒻𝒽𝒾𝒿𝓀𝓁𝓂𝓃𝓅𝓆𝓇𝓈𝓉𝓊𝓋𝓌𝓍𝓎𝓏𝓐𝓑𝓒𝓓𝓔𝓕𝓖𝓗𝓘𝓙𝓚𝓛𝓜𝓝𝓞𝓟𝓠𝓡𝓢𝓣𝓤𝓥𝓦𝓧𝓨𝓩𝓪𝓫𝓬𝓭𝓮𝓯𝓰𝓱𝓲𝓳𝓴𝓵𝓶𝓷𝓸𝓹𝓺𝓻𝓼𝓽𝓾𝓿𝔀𝔁𝔂𝔃𝔄𝔅𝔇𝔈𝔉𝔊𝔍𝔎𝔏𝔐𝔑𝔒𝔓𝔔𝔖𝔗𝔘𝔙𝔚𝔛𝔜𝔞𝔟𝔠𝔡𝔢𝔣𝔤𝔥𝔦𝔧𝔨𝔩𝔪𝔫𝔬𝔭𝔮𝔯𝔰𝔱𝔲𝔳𝔴𝔵𝔶𝔷𝔸𝔹𝔻𝔼𝔽𝔾𝕀𝕁𝕂𝕃𝕄𝕆𝕊𝕋𝕌𝕍𝕎𝕏𝕐𝕒𝕓𝕔𝕕𝕖𝕗𝕘𝕙𝕚𝕛𝕜𝕝𝕞𝕟𝕠𝕡𝕢𝕣𝕤𝕥𝕦𝕧𝕨𝕩𝕪𝕫𝕬𝕭𝕮𝕯𝕰𝕱𝕲𝕳𝕴𝕵𝕶𝕷𝕸𝕹𝕺𝕻𝕼𝕽𝕾𝕿𝖀𝖁𝖂𝖃𝖄𝖅𝖆𝖇𝖈𝖉𝖊𝖋𝖌𝖍𝖎𝖏𝖐𝖑𝖒𝖓𝖔𝖕𝖖𝖗𝖘𝖙𝖚𝖛𝖜𝖝𝖞𝖟𝖠𝖡𝖢𝖣𝖤𝖥𝖦𝖧𝖨𝖩𝖪𝖫𝖬𝖭𝖮𝖯𝖰𝖱𝖲𝖳𝖴𝖵𝖶𝖷𝖸𝖹𝖺𝖻𝖼𝖽𝖾𝖿𝗀𝗁𝗂𝗃𝗄𝗅𝗆𝗇𝗈𝗉𝗊𝗋𝗌𝗍𝗎𝗏𝗐𝗑𝗒𝗓𝗔𝗕𝗖𝗗𝗘𝗙𝗚𝗛𝗜𝗝𝗞𝗟𝗠𝗡𝗢𝗣𝗤𝗥𝗦𝗧𝗨𝗩𝗪𝗫𝗬𝗭𝗮𝗯𝗰𝗱𝗲𝗳𝗴𝗵𝗶𝗷𝗸𝗹𝗺𝗻𝗼𝗽𝗾𝗿𝘀𝘁𝘂𝘃𝘄𝘅𝘆𝘇𝘈𝘉𝘊𝘋𝘌𝘍𝘎𝘏𝘐𝘑𝘒𝘓𝘔𝘕𝘖𝘗𝘘𝘙𝘚𝘛𝘜𝘝𝘞𝘟𝘠𝘡𝘢𝘣𝘤𝘥𝘦𝘧𝘨𝘩𝘪𝘫𝘬𝘭𝘮𝘯𝘰𝘱𝘲𝘳𝘴𝘵𝘶𝘷𝘸𝘹𝘺𝘻𝘼𝘽𝘾𝘿𝙀𝙁𝙂𝙃𝙄𝙅𝙆𝙇𝙈𝙉𝙊𝙋𝙌𝙍𝙎𝙏𝙐𝙑𝙒𝙓𝙔𝙕𝙖𝙗𝙘𝙙𝙚𝙛𝙜𝙝𝙞𝙟𝙠𝙡𝙢𝙣𝙤𝙥𝙦𝙧𝙨𝙩𝙪𝙫𝙬𝙭𝙮𝙯𝙰𝙱𝙲𝙳𝙴𝙵𝙶𝙷𝙸𝙹𝙺𝙻𝙼𝙽𝙾𝙿𝚀𝚁𝚂𝚃𝚄𝚅𝚆𝚇𝚈𝚉𝚊𝚋𝚌𝚍𝚎𝚏𝚐𝚑𝚒𝚓𝚔𝚕𝚖𝚗𝚘𝚙𝚚𝚛𝚜𝚝𝚞𝚟𝚠𝚡𝚢𝚣𝚤𝚥𝚨𝚩𝚪𝚫𝚬𝚭𝚮𝚯𝚰𝚱𝚲𝚳𝚴𝚵𝚶𝚷𝚸𝚹𝚺𝚻𝚼𝚽𝚾𝚿𝛀𝛁𝛂𝛃𝛄𝛅𝛆𝛇𝛈𝛉𝛊𝛋𝛌𝛍𝛎𝛏𝛐𝛑𝛒𝛓𝛔𝛕𝛖𝛗𝛘𝛙𝛚𝛛𝛜𝛝𝛞𝛟𝛠𝛡𝛢𝛣𝛤𝛥𝛦𝛧𝛨𝛩𝛪𝛫𝛬𝛭𝛮𝛯𝛰𝛱𝛲𝛳𝛴𝛵𝛶𝛷𝛸𝛹𝛺𝛻𝛼𝛽𝛾𝛿𝜀𝜁𝜂𝜃𝜄𝜅𝜆𝜇𝜈𝜉𝜊𝜋𝜌𝜍𝜎𝜏𝜐𝜑𝜒𝜓𝜔𝜕𝜖𝜗𝜘𝜙𝜚𝜛𝜜𝜝𝜞𝜟𝜠𝜡𝜢𝜣𝜤𝜥𝜦𝜧𝜨𝜩𝜪𝜫𝜬𝜭𝜮𝜯𝜰𝜱𝜲𝜳𝜴𝜵𝜶𝜷𝜸𝜹𝜺𝜻𝜼𝜽𝜾𝜿𝝀𝝁𝝂𝝃𝝄𝝅𝝆𝝇𝝈𝝉𝝊𝝋𝝌𝝍𝝎𝝏𝝐𝝑𝝒𝝓𝝔𝝕𝝖𝝗𝝘𝝙𝝚𝝛𝝜𝝝𝝞𝝟𝝠𝝡𝝢𝝣𝝤𝝥𝝦𝝧𝝨𝝩𝝪𝝫𝝬𝝭𝝮𝝯𝝰𝝱𝝲𝝳𝝴𝝵𝝶𝝷𝝸𝝹𝝺𝝻𝝼𝝽𝝾𝝿𝞀𝞁𝞂𝞃𝞄𝞅𝞆𝞇𝞈𝞉𝞊𝞋𝞌𝞍𝞎𝞏𝞐𝞑𝞒𝞓𝞔𝞕𝞖𝞗𝞘𝞙𝞚𝞛𝞜𝞝𝞞𝞟𝞠𝞡𝞢𝞣𝞤𝞥𝞦𝞧𝞨𝞩𝞪𝞫𝞬𝞭𝞮𝞯𝞰𝞱𝞲𝞳𝞴𝞵𝞶𝞷𝞸𝞹𝞺𝞻𝞼𝞽𝞾𝞿𝟀𝟁𝟂𝟃𝟄𝟅𝟆𝟇𝟈𝟉𝟊𝟋𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡𝟢𝟣𝟤𝟥𝟦𝟧𝟨𝟩𝟪𝟫𝟬𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴𝟵𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ＃＋ℂℊℋℌℍℎℐℑℒℓℕℙℚℛℜℝℤℨℬℭℯℰℱℳℴ',
              'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzACDGJKNOPQSTUVWXYZabcdfhijklmnpqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABDEFGJKLMNOPQSTUVWXYabcdefghijklmnopqrstuvwxyzABDEFGIJKLMOSTUVWXYabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzıȷΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπϜϝ012345678901234567890123456789012345678901234567890123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#+CgHHHhIILlNPQRRRZZBCeEFMo'
            )
            ELSE CASE WHEN STRLEN(CAST(job_title AS TEXT)) <= 4096 THEN job_title END
          END,
          '[\s\x{00a0}\x{200b}-\x{200d}\x{2060}\x{feff}]+',
          ' ',
          'g'
        )
      )
    END AS job_title,
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
    END AS written_title
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
    ) AS title_key,
    COALESCE(
      NULLIF(
        ARRAY_TO_STRING(
          LIST_SORT(
            LIST_DISTINCT(
              LIST_FILTER(
                LIST_TRANSFORM(
                  REGEXP_EXTRACT_ALL(LOWER(written_title), '[\p{L}\p{M}\p{N}+#]+'),
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
      LOWER(written_title)
    ) AS written_key
  FROM cleaned
)
SELECT
  version_id,
  MD5(url_key) AS url_hash,
  MD5(COALESCE(title_key, '')) AS title_hash,
  MD5(COALESCE(written_key, '')) AS written_title_hash,
  ARRAY_TO_STRING(
    LIST_TRANSFORM(
      LIST_SORT(
        LIST_DISTINCT(
          LIST_CONCAT(
            COALESCE(
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
              []
            ),
            COALESCE(
              LIST_FILTER(
                STR_SPLIT(
                  COALESCE(
                    NULLIF(
                      ARRAY_TO_STRING(
                        LIST_FILTER(
                          STR_SPLIT(written_key, ' '),
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
                    written_key
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
              []
            )
          )
        )
      ),
      LAMBDA word : MD5(word)
    ),
    ' '
  ) AS role_hashes
FROM keyed
