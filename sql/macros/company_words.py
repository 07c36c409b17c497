"""Words that belong to a company's form, place or advert and not to its name."""

from __future__ import annotations

# from `termdata.py` of the package cleanco 2.3 (MIT licence, https://github.com/psolin/cleanco), without dots: the
# forms that are no word in English, and some that it lacks
LEGAL_FORMS = (
    "incorporated", "corporation", "corp", "inc", "ltda", "gesbr", "gbr", "ohg", "partg", "kgaa", "gmbh", "mbh",
    "kft", "kht", "zrt", "nyrt", "bhd", "sdn bhd", "ehf", "ohf", "uab", "sprl", "bvba", "cvba", "cvoa", "vof",
    "vzw", "sicav", "ltd", "limited", "llc", "pllc", "plc", "llp", "lllp", "lp", "oyj", "oy", "ab", "as", "asa",
    "aps", "ivs", "a/s", "p/s", "i/s", "k/s", "amba", "smba", "sarl", "sas", "sasu", "eurl", "snc", "scs", "sca",
    "scop", "gie", "sa", "se", "spa", "srl", "srls", "sapa", "scrl", "sl", "slu", "sll", "slne", "scoop", "sro",
    "spol s ro", "akc spol", "doo", "dooel", "dno", "ood", "eood", "ead", "sp z oo", "spzoo", "sp k", "sp j",
    "spolka z oo", "spolka akcyjna", "sa de cv", "sapi de cv", "s de rl de cv", "s de rl", "sab de cv", "eirl",
    "lda", "sgps", "crl", "pty", "pvt", "private", "pte", "nv", "bv", "ag", "ug", "kg", "ev", "eg",
    "eingetragener verein", "ou", "sia", "ooo", "oao", "zao", "pjsc", "jsc", "tov", "kk", "gk", "yk", "unlimited",
    "ultd", "cic", "cio", "saog", "saoc", "sal", "sae", "mchj", "tbk", "koop", "pbc", "pc", "co", "cie",
    "llc fze", "fze", "fz llc", "fzco", "dmcc", "wll", "gmbh & co kg", "gmbh and co kg", "gmbh und co kg",
    "gmbh und co kgaa", "gmbh und co ohg", "gmbh u co kg",
    "ag und co kg", "se und co kg", "se und co kgaa", "und co", "aktiengesellschaft", "genossenschaft",
    "eingetragene genossenschaft",
    "gesellschaft mit beschrankter haftung", "kommanditgesellschaft", "offene handelsgesellschaft", "aor", "kor",
    "kdor",
    "anstalt des offentlichen rechts", "korperschaft des offentlichen rechts", "stiftung des offentlichen rechts",
    "naamloze vennootschap", "besloten vennootschap", "aktieselskab", "anpartsselskab", "aktiebolag", "osakeyhtio",
    "aksjeselskap", "allmennaksjeselskap", "societe anonyme", "societa per azioni", "sociedad anonima",
    "sociedade anonima",
    "sociedad limitada", "spolka z ograniczona odpowiedzialnoscia", "akciova spolecnost",
    "spolecnost s rucenim omezenym",
    "anonim ortakligi", "publ", "persero",
    "ag & co kg", "gmbh & co kgaa", "se & co kg", "se & co kgaa", "& co", "and co", "& cie", "anonim sirketi",
    "limited sirketi", "ltd sti", "sti", "public limited company", "public benefit", "proprietary", "berhad", "ek",
    "oy ab", "kda", "d d", "dd", "jdoo", "j d o o", "vos", "zs", "ops", "bt", "shpk", "sh p k", "na", "ltee", "enr",
    "senc", "secs", "scoop", "s coop", "slp", "sas de cv", "sapi", "sac", "saa", "s a c i", "eireli", "s/a",
    "unipessoal lda", "unipessoal", "asbl", "ivzw", "cv", "hb", "fmba", "fcp", "ans", "nuf", "ks", "scspa", "scpa",
    "s n c", "ike", "epe",
    "qsc", "bsc", "ksc", "psc", "fzc", "spc", "opc", "lp", "professional corporation", "limited liability company",
    "limited company", "joint stock company", "gmbh & co ohg", "gmbh i gr", "ggmbh", "gug", "ooo", "ao", "pao", "too",
    "ооо", "оао", "ао", "зао", "пао", "тов", "тоо", "ип", "ат", "пат", "оод", "еоод", "ад", "еад", "дооел", "доо",  # noqa: RUF001
    "αε", "επε", "ικε", "οε", "α ε", "ε π ε", "ι κ ε", "ο ε", "ανώνυμη εταιρεία", "ανωνυμη εταιρεια",  # noqa: RUF001
    "בעמ", "בע\"מ", "בע״מ", "จำกัด", "บริษัท",
)  # fmt: skip
"""Legal forms at the end of a name, without dots and accents; a name may have several (Pty Ltd, Co. Inc.)."""
FORMS_BEFORE = (
    "uab|sia|zao|oao|pao|pjsc|jsc|ооо|оао|ао|зао|пао|тов|тоо|ип|пат|pt[.]|บริษัท"  # noqa: RUF001
    "|cong ty tnhh|cong ty co phan"
)
"""Legal forms in front of a name: UAB Muster, SIA Muster."""
CJK_FORMS = (
    "股份有限公司|有限责任公司|有限責任公司|股份公司|有限公司|株式会社|合同会社|有限会社|合資会社|合名会社"
    "|주식회사|유한회사|유한책임회사|[(](?:株|有|同|資|주|유)(?:[)]|$)|㈱|㈲|㈜"
)
CJK_PLACES = (
    "北京|上海|天津|重庆|深圳|广州|杭州|南京|苏州|成都|武汉|西安|厦门|福州|长沙|合肥|青岛|济南|大连|沈阳|郑州"
    "|宁波|无锡|珠海|东莞|佛山"
    "|浙江|江苏|广东|福建|山东|四川|湖北|湖南|河南|安徽"
)
CJK_TRADES = (
    "网络科技|网络技术|信息科技|信息技术|信息系统|软件技术|电子科技|电子商务|数字科技|智能科技|教育科技"
    "|文化传媒|互动娱乐|科技|技术|网络|信息|软件|电子"
    "|数字|控股|集团|公司|中国"
)
"""After the name proper, before the form: 北京字节跳动科技有限公司 is 字节跳动."""
CJK_KINDS = (
    "(?:税理士|監査|弁護士|司法書士|行政書士|社会保険労務士|特許業務|医療|学校|宗教|社会福祉|社団|財団|公益|一般)+法人"
    "|会计师事务所|律师事务所|會計師事務所|律師事務所|法律事務所|事務所|事务所|快递|快遞|速递|物流|供应链|供應鏈"
    "|运输|運輸|货运|配送|云计算|雲端|大数据|人工智能|数据|智能|智慧|互联|机器人|证券|證券|証券|银行|銀行|保险"
    "|保險|保険|生命|損保|信託|信托|基金|投资|投資|资本|資本|金融|支付|咨询|諮詢|顾问|顧問|广告|廣告|设计|出版"
    "|印刷|贸易|貿易|商贸|电商|零售|商城|商事|商社|人力资源|人材|派遣|医疗|醫療|医药|醫藥|製薬|制药|药业|健康|生物"
    "|学院|大学|大學|教育|医院|病院|旅行|旅游|航空|铁路|鉄道|酒店|餐饮|食品|饮料|汽车|汽車|自動車|电器|電器|電機"
    "|電子|机械|機械|半导体|半導体|半導體|芯片|光电|电池|電池|新能源|能源|电力|電力|石油|石化|化学|化工|钢铁|鋼鉄"
    "|制造|製造|製作所|重工|工業|工业|産業|产业|实业|實業|実業|建設|建设|不動産|地产|房产|传媒|游戏|音乐|影业|通信"
    "|通讯|通訊|电信|電信|研究所|实验室|集团|集團|有限|株式|国际|國際|国際|全球|环球|亚洲|日本|東日本|西日本"
    "|中日本|東京|大阪|名古屋|京都|九州|北海道|関東|関西|台灣|台湾|香港|澳門|한국|중국|일본|미국|코리아|증권|은행"
    "|보험|생명|화재|물류|택배|전자|화학|건설|자동차|카드|캐피탈|데이터|클라우드|회계법인|법무법인|세무법인"
)
"""What a company with a Latin name does, is or where it is, and no name beside it: DHL快递, NTT東日本."""
CJK_NO_NAMES = (
    "招聘|直招|内推|外企|研发中心|研究院|研究所|研究中心|中国区|大中华区|亚太区?|办事处|分部"
    "|急聘|诚聘|外包|驻场|远程|研发|团队|总部|分公司|事业部|实验室|大厂|初创|创业|项目|游戏|社招|校招|急招"
    "|岗位|部门|业务"
)
LATIN_TRADES = (
    "ai|app|web|web3|java|golang|go|php|python|rust|lead|leader|hr|it|ios|android|saas|erp|crm|crypto|nft|game|games"
    "|startup|start|up|cto|ceo|remote|base|team|tech|h5|qa|sre|ui|ux|devops|agent|lbs|iot|ml|lab|labs|cloud|the|and|of"
    "|project|group|inc|ltd|co|china|hiring|full|stack|backend|frontend"
)
"""Latin words beside a native name that do not name the company again."""
REGISTERS = "hr[ab]|uen|acn|abn|cin|kvk|siren|siret|cnpj|vat|reg(?:istration)?[.]? (?:no|number)|company (?:no|number)"
"""Before a company's number in a register."""
BOARD_ADDITIONS = (
    r"https?://[^ )]+|www[.][^ )]+"
    r"|[(\[]?\b(?:y ?c(?:ombinator)?|techstars)[ -]?[wsfxp]?(?:19|20)?'?[0-9]{2}\b[^)\]]*[)\]]?"
    r"|[(](?:yc|y combinator|vc|ycombinator)(?: funded| backed)?[)]"
    r"|[™®©]|:[a-z_]+:$"
)
"""What boards and posters add to a name: addresses, funding rounds, marks."""
AFTER_NAME = (
    r"remote|on-?site|hybrid|full[ -]?time|part[ -]?time|contract|hiring|now hiring|we.re hiring|is hiring|careers?"
    r"|jobs?|multiple|various|worldwide|anywhere|visa|interns?|relocation|acquired by|part of|formerly|previously"
    r"|backed by"
)
"""After a dash or a comma, where the advert goes on."""
PARTS = "(?:an? )?(?:division|subsidiary|member|brand|part) of|an? [^,()]+ (?:company|division|subsidiary|brand)"
"""After a dash or a comma: Acme, a Bcme company."""
HIRING_TEAM = "careers|hiring team|talent acquisition(?: team)?|recruit(?:ing|ment) team|careers? page"
"""After a name: who posts the advert."""
US_STATES = (
    "a[klrz]|c[aot]|d[ce]|fl|ga|hi|i[adln]|k[sy]|la|m[adeinost]|n[cdehjmvy]|o[hkr]|pa|ri|s[cd]|t[nx]|ut|v[at]|w[aivy]"
)
"""After a town: Acme, Ann Arbor, MI."""
COUNTRY_WORDS = (
    "u[.]?s[.]?a?[.]?|united states|uk|u[.]k[.]|united kingdom|europe|eu|emea|apac|latam|mena|asia(?:[ -]pacific)?"
    "|africa|(?:north |south |latin )?america|americas|canada|mexico|brazil|brasil|argentina|colombia|chile|peru"
    "|deutschland|germany|france|spain|espana|italy|italia|portugal|netherlands|nederland|belgium|belgie|belgique"
    "|luxembourg|ireland|switzerland|schweiz|suisse|austria|osterreich|sweden|sverige|norway|norge|denmark|danmark"
    "|finland|suomi|poland|polska|czech republic|czechia|slovakia|hungary|romania|bulgaria|serbia|croatia|greece"
    "|hellas|ukraine|russia|turkey|turkiye|israel|uae|egypt|south africa|nigeria|kenya|india|pakistan|bangladesh"
    "|sri lanka|china|hong kong|taiwan|japan|korea|singapore|malaysia|indonesia|thailand|vietnam|philippines"
    "|australia|new zealand|anz|nordics?|benelux|iberia|dach"
)
"""At the end of a name: the company's house in a country."""
GROUP_WORDS = (
    "group|companies|gruppe|groupe|grupo|gruppo|holdings?|corp|inc|ltd|limited|llc|gmbh|company|global|international"
    "|worldwide|hq"
)
"""At the end of a name: the company as a whole."""
TRADE_WORDS = (
    "technologies|labs?|laborator(?:y|ies)|software|systems?|solutions?|services|it|ai|app|io|tv|networks?|robotics"
    "|analytics|therapeutics|biosciences?|biotech|biotechnolog(?:y|ies)|biopharma|biotherapeutics|pharma|pharmaceuticals?"
    "|genomics|diagnostics|semiconductors?|interactive|industries|enterprises?|health|financial"
)
"""At the end of a name: what the company does; a name that nobody else has is the company's without it as well."""
HOUSE_WORDS = (
    "technology|tech|technologie|tecnologia|insurance|bank|healthcare|investments|entertainment"
    "|consulting|consultants|engineering|staffing|recruiting|recruitment"
)
"""At the end of a name: a business of its own beside that of the name, or another company: Carta Healthcare."""
LOOSE_WORDS = (
    f"{COUNTRY_WORDS}|{GROUP_WORDS}|{TRADE_WORDS}|{HOUSE_WORDS}"
    "|studios?|games|media|digital|partners|energy|motors?|automotive|aerospace|security|payments?"
    "|finance|logistics|education|learning|foods?|data|cloud|bio|medical|dental|capital|ventures|federal|talent"
    "|search|advisors|associates|design|creative|marketing|mobility|space|power|materials|sciences?|research"
)
"""At the end of a name: without it the rest may be the same company, which needs evidence. So does The before it."""
JOINING_WORDS = "of|for|and|the|in|at|on|to|by|de|del|di|du|la|le|van|von|und|et|y|e"
"""A name does not end in one of them: Bank of America has no shorter form."""
GLUED_WORDS = (
    "TV|AI|HQ|IO|Labs?|Tech(?:nolog(?:y|ies))?|Group|Bank|Apps?|Software|Systems?|Solutions|Networks?|Inc|GmbH|Ltd"
)
"""At the end of a name of one word, with a capital letter: TubiTV, AcmeLabs."""
ABBREVIATIONS = (
    ("dept", "department"), ("univ", "university"), ("intl|int'l", "international"), ("natl|nat'l", "national"),
    ("assn|assoc", "association"), ("mgmt", "management"), ("svcs", "services"), ("mfg", "manufacturing"),
    ("ctr|centre", "center"), ("hosp", "hospital"), ("govt|gov't", "government"), ("bros", "brothers"),
    ("saint", "st"), ("soln?s", "solutions"),
)  # fmt: skip
"""What some write short and others in full."""
STEMS = (
    "tech techno info soft cyber net bio med medi pro inter micro multi omni uni trans auto tele web digi nano geo eco"
    " agri aqua hydro electro euro data comp compu logi sys flex smart ware care max tek"
)
"""Beginnings and ends of words that many companies are named with: Datasoft, Technomed."""
LOOSE_CJK = "保险|教育|游戏|金服|生活|云|医疗|互娱|国际|中国"
JOB_HOSTS = (
    "greenhouse|lever|ashbyhq|workable|smartrecruiters|bamboohr|breezy|recruitee|personio|teamtailor|jobvite"
    "|icims|taleo|myworkdayjobs|myworkdaysite|workday|oraclecloud|successfactors|ultipro|ukg|paylocity"
    "|paycomonline|paycom|adp|jazz|jazzhr|applytojob|recruiterbox|welcometothejungle|welcomekit|angel"
    "|wellfound|linkedin|indeed|glassdoor|monster|ziprecruiter|dice|stackoverflow|ycombinator|workatastartup"
    "|himalayas|remoteok|weworkremotely|remotive|jobicy|workingnomads|arbeitnow|usajobs|simplify|github"
    "|gitlab|google|gmail|typeform|airtable|notion|bit|goo|twitter|facebook|medium|youtube|cloudfront"
    "|amazonaws|wixsite|wordpress|hire|hrmdirect|applicantpro|pinpointhq|comeet|rippling|gem|dover|polymer"
    "|homerun|join|freshteam|zohorecruit|zoho|eightfold|phenompeople|avature|brassring|silkroad|trakstar"
    "|catsone|bullhornstaffing|jobscore|resumator|theladders|ladders|adzuna|talent|jooble|careerjet|jobserve"
    "|snagajob|builtin|simplyhired|careerbuilder|reed|totaljobs|stepstone|xing|zhipin|lagou|liepin|51job|v2ex"
    "|feishu|mokahr|lensa|jobrapido|neuvoo|us-rse|python|hackernews|fake|clearbit|gravatar|imgix"
)
"""Job boards, applicant tracking systems and hosts of everybody's pages, by the word before the domain's end."""
FEDERAL = "department|office|national|bureau|army|navy|air|coast|house|senate|courts?|agency"
"""After US or United States, which many leave out."""
NAMES_WITH_GROUP = (
    "capital|media|energy|health|consulting|investment|insurance|holding|financial|talent|people|software|design|hotel"
    "|management|services|solutions|partners|agency|search|technology|retail|travel|data|cloud|digital|global|guardian"
    "|standard|first|royal|national|united|general|american|pacific|atlantic|premier|summit|delta|alpha|omega"
)
"""Words that are common to many names: with Group beside them they are another company."""
TENANT_PAGES = (
    "greenhouse[.]io|lever[.]co|ashbyhq[.]com|apply[.]workable[.]com|smartrecruiters[.]com|jobvite[.]com|jobs[.]gem[.]com"
    "|ats[.]rippling[.]com|(?:linkedin|wellfound|crunchbase)[.]com/company|ycombinator[.]com/companies|pinpointhq[.]com"
    "|comeet[.]com/jobs"
)
"""Where the first part of the path is the employer."""
TENANT_HOSTS = (
    "myworkdayjobs[.]com|bamboohr[.]com|breezy[.]hr|recruitee[.]com|teamtailor[.]com|personio[.](?:de|com)|icims[.]com"
    "|applytojob[.]com|avature[.]net|workable[.]com|eightfold[.]ai|oraclecloud[.]com|zohorecruit[.]com|freshteam[.]com"
)
"""Where the first part of the host is the employer."""
NO_TENANT = "^(?:www|jobs|careers|apply|app|api|hire)[.]|/(?:embed|jobs?|j|o|view|apply|api|v1|company)$"
"""What stands in place of an employer in addresses of all of them."""
