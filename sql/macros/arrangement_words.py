"""The words by which adverts say where the work is done, and those that only sound like it."""

from __future__ import annotations

from macros.arrangement_denials import denied
from macros.arrangement_elsewhere import MENTIONS_ABROAD, OR, TELEWORK
from macros.arrangement_languages import DAYS_ELSEWHERE, SIGNS

NO_BEGIN = "~"
"""Before what a text says in sentences, of which none may be the first: nothing that is looked for has it."""
MENTIONS = (
    "remote", "hybrid", "on.?site", "in.office", "in.person", "from home", "home.?office", "home.based", "wfh",
    "telework", "telecommut", "anywhere", "télétravail", "présentiel", "teletrab", "remot[oa]", "presencial", "híbrid",
    "hibrit", "#li-", "smart working", "ibrid", "zdaln", "hybryd", "stacjonarn", "distans", "på plats", "thuiswerk",
    "op locatie", "vor ort", "mobiles arbeiten", "远程", "居家办公", "在家办公", "坐班", "混合办公",
    "リモート", "在宅", "テレワーク", "出社", "재택", "원격", "à distance", "a distan[cz]", "à distância",
    "teletrabalho",
    "telelavoro", "na dálku", "vzdálen", "z domova", "hjemmekontor", "hjemmearbe", "fjernarbe", "etänä", "etätyö",
    "op afstand", "uzaktan", "evden çal", "удал[её]н", "дистанцион", "віддален", "дистанційн", "гибридн", "гібридн",
    "عن بعد", "từ xa", "lähityö", "in presenza",
    "days (?:a|per|each) week", "days in (?:the|our)", *MENTIONS_ABROAD,
)  # fmt: skip
"""A text without one of these says nothing: only the others are read closely."""
TOLD_BY = (
    *MENTIONS, "office", "person", r"\bsite", r"\bhq\b", r"\bhouse\b", "headquarters", "bureau", "büro", "oficina",
    "escritório", "ufficio", "kantoor", "w biurze", "z biura", "kanceláři", "kontor", "toimisto", "ofis", "офис",
    "офіс",
    "văn phòng",
)  # fmt: skip
"""And a sentence of such a text, which may name the office alone: two days in our headquarters."""
_DAYS = "(?:[1-4]|one|two|three|four)"
_SOME_DAYS = f"{_DAYS}(?: ?(?:-|to|or) ?{_DAYS})?"
_WEEK = r"(?:(?: ?/ ?| an? | per | each | every )?(?:week|wk|month)s?)?"
_OFFICE = "(?:office|site|person|hq|house|headquarters)"
ALONE = (
    r"\n[ \t*_#>\x{2022}-]*((?:100 ?% |fully |totalmente )?(?:remot[eoa]|hybrid|h[íi]brid[oa]|on-?site|presencial"
    r"|à distance|a distan[cz]i?a|à distância|zdalni?[ea]|na dálku|(?:på )?distans|etänä|op afstand|uzaktan"
    r"|удал[её]нн?[оаы]й?|удал[её]нка|дистанционно|віддалено|дистанційно|عن بعد|từ xa|원격))"
    r"[ \t*_!.-]*(\n|<|$)"
)
"""A line of nothing else."""
_FOR_NOW = (
    "(?:temporarily|currently|initially|inicialmente|temporariamente|temporalmente|actualmente|atualmente"
    "|provisoirement"
    "|temporairement|actuellement|initialement|temporaneamente|inizialmente|attualmente|vorübergehend|zunächst|derzeit"
    "|anfangs|tijdelijk|momenteel|aanvankelijk|tymczasowo|obecnie|początkowo|na razie|dočasně|zatím|tillfälligt"
    "|inledningsvis|midlertidigt?|foreløbig|toistaiseksi|väliaikaisesti|geçici olarak|şimdilik|временно|пока|тимчасово"
    "|поки|tạm thời)"
)
_PERK = (
    r"(?:paid (?:leave|time off|vacation|holidays?)|(?:annual|parental|sick) leave|\bpto\b|401 ?\(?k"
    r"|(?:health|dental|medical|life) insurance|\bbonus(?:es)?\b|\blunch(?:es)?\b|\bsnacks\b|\bgym\b|stock options"
    r"|tickets? restaurant|\bmutuelle\b|\brtt\b|vale[- ](?:refeição|alimentação|transporte)|plano de saúde"
    r"|seguro (?:de vida|médico)|buoni pasto|multisport|urlaubstage|jobrad|altersvorsorge)"
)
_AS_PERK = rf"(?:work(?:ing)?[ -]from[ -]home|remote work(?:ing)?|wfh|{TELEWORK})"
OTHER_THINGS = (
    # one of several benefits
    rf"{_PERK}[^.|,;]{{0,30}}[,;] ?{_AS_PERK} ?[,;.]|[,;:] ?{_AS_PERK} ?[,;][^.|,;]{{0,30}}{_PERK}",
    # on site, and denied
    r"\b(?:não|nao|no|non|sans|pas de|pas en|nie|nicht|niet|inte)[ -]+(?:presencial|présentiel|stacjonarn\p{L}*|in sede"
    r"|op locatie|på plats|vor ort)|niestacjonarn\p{L}*|studi\p{L}* stacjonarn\p{L}*"
    r"|(?:不|非|无需|無需|不用)(?:坐班|驻场|现场办公)|出社(?:不要|なし)",
    # remote things, and remoteness for a while
    r"remote[ -](?:sens|support|control|monitor|desktop|access|server|patient|diagnos|procedure|code|area|communit"
    r"|village|island|location|site|system|device|machine|vehicle|operat|deposit|capture|assist|education|learning"
    r"|troubleshoot|management|repositor|team|colleague|stakeholder|employees|worker|office setup|infrastructure"
    r"|servic|driving|banking|inspection|maintenance|guard|video (?:surveill|monitor)|viewing|tower|terminal|signal"
    r"|commissioning|trading|render|camera|firmware|i/o|weapon"
    r"|api|call|procedure|host|interview|onboarding|teaching|filling|sales team|proctor|hands|pilot|health)[a-z-]*",
    r"remotely (?:and on.?site|piloted|operated|control|access|monitor|manage|deploy|support|sens|deliver)[a-z-]*",
    r"(?:for|from|with|in|of|manag[a-z]+|support[a-z]*|lead[a-z]*|across) remote (?:sites?|areas?|teams?|locations?"
    r"|users?|clients?|customers?|offices?)",
    rf"{_FOR_NOW} (?:working )?(?:100% |fully )?remote(?:_|ly)?",
    r"remote(?:ly)? (?:for now|during (?:the )?(?:covid|pandemic|corona)|(?:until|due to) (?:the )?(?:covid|pandemic"
    r"|corona|we|it|office|further|[0-9]))[a-z0-9 -]*",
    r"(?:initial|temporary) (?:remote|telecommut|telework|work(?:ing)? from home|wfh)[a-z]*",
    r"work(?:ing)? from home (?:occasionally|sometimes|once in a while)",
    r"(?:if|for) (?:this role is )?(?:remote|hybrid)(?: roles?)?\b ?[,:|]",
    rf"\b{_DAYS} days? (?:in|at) (?:the |our )?office (?:per|an?|each|/) ?(?:month|quarter|year)",
    rf"\b{_DAYS} days? (?:per|an?|each|/) ?(?:month|quarter|year)[^.|]{{0,30}}{_OFFICE}",
    r"telework (?:specialist|manag|program|coordinat|officer|polic)[a-z]*",
    r"远程(?:监控|控制|桌面|调用|过程|服务|医疗|调试|诊断|管理|协助|升级|会议|面试|教育|驾驶|访问|连接|登录|操作|运维"
    r"|支持|仓库|数据)",
    # hybrid things
    r"hybrid role (?:blending|combining|between|of|spanning|that|which|focus)",
    r"hybrid[ -](?:cloud|mobile|app|vehicle|car|electric|infrastructure|it\b|identit|integrat|ai\b|multi|data|search"
    r"|database|renewable|event|course|learning|fund|plant|deployment|architecture|intelligence|network|solution"
    r"|analog|method|agile|security|product|power|energy|quantum|seed|bond|platform|approach|computing)[a-z-]*",
    r"(?:cordova|ionic|native|waterfall|plug.?in|and|electric)[ ,/]+(?:and |or )?hybrid[ -]?(?:app|mobile|vehicle)?"
    r"[a-z-]*s\b",
    r"(?:web|h5|native|ios|android|react|flutter|rn|小程序)[ /,、]+hybrid|hybrid[ /,、]*(?:web|h5|native|ios|android"
    r"|react|flutter|rn\b|开发|浏览器|app)",
    # denied, and what is not all of it
    r"\bremote (?:work |working )?(?:is |are )?(?:not|isn.?t) (?:only|just|merely|simply)\b",
    # on site, but not the work
    r"on-?site (?:interview|gym|parking|caf|canteen|kitchen|lunch|meal|food|child|fitness|visit|event|support|laundry"
    r"|search|seo|execution|delivery|servic|installation|training|clinic|doctor|massage|amenit|healthcare|day ?care"
    r"|meeting|team-?build|retreat|barista|evaluation|power)[a-z-]*",
    r"(?:for|an|the|our|followed by an|final|come) on-?site(?: (?:interview|visit|with|meeting|round|for)s?)",
    r"in[ -]person (?:interview|meeting|event|retreat|meet-?up|gathering|training|visit|session|collab|team|offsite)s?",
    r"(?:home|remote) ?office (?:setup|set-up|stipend|budget|allowance|equipment|expenses?|furniture|stuff|supplies)",
    r"distributed (?:system|comput|data|service|database|ledger)[a-z]*",
    r"(?:anywhere|remote) (?:else|near|close)|any ?(?:time|device|place|one|body)[, ]+(?:and |or "
    r"|& )?(?:from )?anywhere",
)
HYBRID_THINGS = (
    # who makes apps for several systems
    r"\bmobile h?[íi]brid[oae]s?",
    r"\b(?:programad|desenvolved|desarrollad)ora? h?[íi]brid[oae]s? ?[(-]? ?(?:mobile|mobil|apps?|ionic|flutter)",
    r"(?:\bapps?|\baplica(?:cion|ci[óo]n|ç[ãa]o|tivo)[a-z]*|\btest(?:es|er|s|ing)?|\btestador[a-z]*|\bpruebas?|\bnube"
    r"|\bnuvem|\bcloud|\bveh?[íi]culos?|\bcarros?|\bcoches?|\bautos?|\bautom[óo]vil(?:es)?|\bauto(?:vettura|mobile)?"
    r"|\bmotor(?:es?|i)?|\benerg[íi]as?|\bredes?|\binfraestruturas?|\binfraestructuras?|\bma[íi]z|\bmilho|\bsemillas?"
    r"|\bsementes?|\bplataformas?|\barquite[ct]+ura|\bevento|\bensino|\bcurso|\baprendizaje|\binteligencia)"
    r" h?[íi]brid[oa]s?",
    r"hibrit (?:araç|araba|otomobil|motor|bulut|tohum|uygulama|mobil|enerji|altyapı|tahrik|etkinlik|eğitim)"
    r"|(?:samoch|pojazd|auta|napęd|silnik|chmur|infrastruktur|aplikacj|wydarze|konferencj"
    r"|szkole)[a-z\x{80}-\x{ffff}]* hybrydow[a-z\x{80}-\x{ffff}]*"
    r"|hybrydow[a-z\x{80}-\x{ffff}]* (?:samoch|pojazd|aut|napęd|silnik|chmur|infrastruktur|aplikacj|wydarze"
    r"|konferencj|szkole)[a-z\x{80}-\x{ffff}]*"
    r"|hybridní[a-z\x{80}-\x{ffff}]* (?:vůz|voz|aut|pohon|motor|cloud|aplikac|infrastruktur|akc|konferenc|střídač"
    r"|měnič)[a-z\x{80}-\x{ffff}]*",
)
"""Cars, clouds, tests and the like, in languages in which any word for hybrid is the arrangement."""
REMOTE_TEAM = (
    r"(?:experience|manag|lead|support|oversee|supervis)[a-z]*(?:[^a-z.|][^.|]{0,39})?\bremote[ -]teams?\b"
    r"|(?:abilit|able|can |comfortabl|effectiv|experience|familiar|independent|skill|succe|thriv|used to|work well)"
    r"[^.|]{0,60}\b(?:in|with|within|of|for|to) (?:an? |the )?remote (?:work(?:ing)? )?environments?"
    r"|\b((?:fully|100 ?%|completely|entirely|all)[ -]remote)[ -]team\b",
    r"\1 company ",
)
"""A team that is remote itself, beside the remote teams of others and what an applicant is used to."""
MAY_BE_REMOTE_TEAM = "remote[ -]team|remote (?:work(?:ing)? )?environment"
_LEFT = rf"(?:^|[|,;:(/\[•*+&]|- | or | and | -){SIGNS}"
_AT_PART = rf"(?:^|[|,;(/\[]|- ){SIGNS}"
_RIGHT = rf"{SIGNS}(?:$|[|,;.:)/\]•*+&\n(]| -| or | and )"
ONLY_ON_SITE = (
    r"\b(?:no|not|non|isn.?t|never|without|cannot be|can.?t be)[ -]+(?:an? |offer(?:ing)? |currently |open to "
    r"|available |eligible |for |allow(?:ing)? |accept(?:ing)? |any |possible |considering |looking for )*"
    r"(?:remote\b|telecommut|telework|wfh|work(?:ing)? from home|homeoffice|home office)",
    r"\bremote (?:work |working |candidates |applicants |is |are )*(?:not|isn.?t|unavailable|no)\b(?: (?:possible"
    r"|available|allowed|offered|an option|considered|accepted|supported|eligible|permitted|yet))?",
    r"(?:\bremote|\btelecommut[a-z]*|\btelework[a-z]*|\bwfh|\bwork(?:ing)?[ -]from[ -]home|home[ -]?office)(?: (?:work"
    r"|working|options?|opportunit(?:y|ies)|positions?|arrangements?|employment|candidates|applicants|applications|is"
    r"|are|will|can|currently|unfortunately|for this (?:role|position|job)))* (?:not|isn.?t|aren.?t|won.?t|cannot"
    r"|can.?t)"
    r"(?: be)? (?:possible|available|allowed|offered|an option|considered|accepted|supported|eligible|permitted"
    r"|provided"
    r"|part of)",
    r"\b(?:cannot|can.?t|can not|not) be (?:done|performed|worked|completed|carried out|filled) remote(?:ly)?\b",
    r"\b(?:remote|work(?:ing)?[ -]from[ -]home|wfh|home[ -]?office|telework)(?: (?:work|working|allowed|possible|option"
    r"|or not)){0,2} ?[:?=] ?(?:no|false|n|none|not possible)(?: ?$| ?[^a-z ]| [|(-]| [a-z ]{2,25}[:?])",
    r"\bon-? ?site[ -]*only|\bonly[ -]+on-? ?site|\bin[ -]office only|100% (?:on-? ?site|in[ -]office)",
    r"(?:不接受|不支持|不可|非|无|勿|不)远程|リモート不可|在宅不可|재택 ?불가",
    rf"(?:^|[^\p{{L}}])(?:keine?|nicht|ohne|pas de|pas en|sans|sin|não|nao|sem|non|senza|niet|geen|zonder|bez|nie"
    rf"|ingen|inte|ikke|uden|uten|ei|ilman|не|без|không) (?:remote\b|home ?office|{TELEWORK})",
)
ONLY_ON_SITE_ABROAD = denied(r"\bremote|home[ -]?office")
"""The same in texts that have no other language's word for remote."""
_ROLE = (
    r"(?:accountant|adjuster|administrator|advis[eo]r|agent|analyst|annotator|architect|artist|assistant|associate"
    r"|attorney|auditor|biller|bookkeeper|buyer|clerk|closer|coach|coder|consultant|controller|coordinator"
    r"|copywriter|counsel[a-z]*|designer|[a-z]*developer|dietitian|director|editor|engineer|estimator|evaluator"
    r"|executive|grader|instructor"
    r"|intern(?:ship)?|interpreter|investigator|lead|manager|marketer|mathematician|moderator|nurse|officer|paralegal"
    r"|pharmacist|physician|planner|position|producer|programmer|psychiatrist|psychologist|receptionist|recruiter"
    r"|rep(?:resentative)?|researcher|reviewer|salesperson|scheduler|scientist|setter|specialist|statistician"
    r"|strategist|teacher|tester|therapist|trainer|transcri[a-z]+|translator|tutor|underwriter|writer"
    r"|[a-z]*entwickler|berater"
    r"|[a-z]*mitarbeiter|desarrollador|desenvolvedor|développeur)(?:in|s|a|e|es)?"
)
"""What a person is or has: a Remote Java Engineer works remotely, and a Remote Sensing Engineer with remote sensing."""
HYBRID = (
    *DAYS_ELSEWHERE,
    rf"{_AT_PART}semi-?presencia(?:l|is){_RIGHT}|(?:trabalho|trabajo|vaga|jornada|modelo|regime|régimen|formato"
    rf"|esquema)"
    r"(?: de traba(?:lh|j)o)?:? semi-?presencia|гибридн\p{L}+ (?:формат|график|режим)|гібридн\p{L}+ (?:формат|графік"
    r"|режим)|هجين"
    r"|하이브리드 ?근무"
    r"|hybridityö|hybridimall",
    rf"{_LEFT}hybrid(?:e[nrs]?)?{_RIGHT}",
    r"\bhybrid(?:e[mnrs]?)?[ -]*(?:arbeit|arbet|arbejd|arbeid|stelle|modell|tätigkeit|werk|functie|baan)|\bhibrit\b"
    r"|hybridní|(?:rythme|modèle|organisation|format|contrat) hybride|在宅[ /・,]*出社|出社[ /・,]*在宅",
    r"(?:^|[^0-9;>& ] ?)(?:[1-8][0-9]|90) ?%? ?(?:(?:-|to|bis|or|à) ?[1-9][0-9] ?)?% ?(?:of the time "
    r"|der (?:arbeits)?zeit )?(?:im |en |de |in )?(?:remote|home[ -]?office|mobiles arbeiten|télétravail|telework"
    r"|teletrabajo|work(?:ing)? from home"
    r"|wfh|smart working|in[ -](?:the )?office|on-? ?site)\b",
    r"#li-hybrid\b|\bremote_?(?: [|])? par[ctz]i[ae]l",
    r"\bhybrid[ -](?:role|position|job|work|model|schedule|arrangement|setup|set-up|remote|office|opportunit|pattern"
    r"|policy|basis|format|mode\b|flex|\(|- |in |from |at |on-? ?site|based|/)",
    r"\b(?:is|are|be|location|arrangement|type|model|setting|environment|policy|offer|offers)[: ]+(?:currently )?"
    r"(?:a |an )?(?:flexible )?hybrid(?:$|[ ]*[|,;.:()/\]•-]| with| in| at| from| based| or| and| role| pos| work)",
    rf"\b{_SOME_DAYS}\+? ?(?:full )?(?:x|days?|times)\b{_WEEK} ?(?:required |minimum |spent "
    rf"|working |work |onsite |from |in |at |on |the |our |a |to )*[ -]?(?:[a-z]+ )?{_OFFICE}\b",
    rf"\b{_OFFICE}(?: [a-z]+){{0,3}} {_SOME_DAYS} days?\b",
    rf"\b{_SOME_DAYS} ?(?:x |days? ?){_WEEK} ?(?:of )?(?:working |work )?(?:remote|from home"
    r"|wfh|home|on-? ?site|télétravail|telework|home ?office|teletrabajo)",
    rf"\b(?:remote|wfh|home ?office|on-? ?site|work from home|télétravail|telework|thuiswerken)(?:ly)?[ (:-]+(?:up to "
    rf"|for |about )?{_SOME_DAYS} (?:days?|tage|jours|x)\b",
    rf"\btelecommut[a-z]+ (?:is |are )?(?:available |possible |allowed |up to )*{_DAYS}\b"
    rf"|\bwork(?:ing)? from home (?:around"
    rf" |about |up to |for )*{_SOME_DAYS} days?\b",
    r"\b(?:partial(?:ly)?|semi|part|some|partly|half|teilweise|partiellement)[ -](?:remote|home ?office|wfh|télétravail"
    r"|telework|im home)",
    r"\b(?:mix|combination|blend|balance|split)[a-z]* (?:of |between )?(?:your time )?(?:between )?(?:remote|home"
    r"|office"
    r"|in[ -]office|on-? ?site|in[ -]person|wfh)\b",
    r"\bhome ?office (?:möglich|anteil|tage|option|regelung|nach|und)|\b[1-4] tage? (?:pro woche )?(?:im "
    r"|in der woche )?"
    r"home|mobiles arbeiten|teils remote|möglichkeit (?:zu[mr]? |auf )?(?:home|mobil|remote)",
    r"télétravail (?:partiel|possible|[1-4]|hybride|occasionnel)|[1-4] jours? (?:par semaine )?(?:de |en )?télétravail"
    r"|(?:travail|mode|poste) hybride",
    r"h[íi]brid[oa]\b|\bibrid[oa]\b|hybrydow|teletrabajo parcial|hybrid(?:arbete|t arbete)|deels thuis"
    r"|混合办公|弹性远程|部分远程|ハイブリッド勤務|一部リモート|週[1-4]日?(?:出社|リモート)",
)
NOT_FULLY_REMOTE = (
    r"\b(?:not|isn.?t) (?:an? )?(?:fully|100 ?%|completely|entirely|purely|permanently)[ -]remote",
    r"\b(?:nicht|kein) (?:ganz |zu )?(?:vollständig|komplett|rein|100 ?%)(?:ig)?e?[sr]? remote",
)
"""Some of it is done in an office, whatever else is said of remote work."""
HYBRID_PERKS = (
    r"\btelework(?:ing)?\b|\b(?:some|regular(?:ly)?) work(?:ing)? from home",
    r"\bwork(?:ing)?[ -]from[ -]home(?: (?:days?|opportunit|options?|flexib|polic|as |when|if|on )|, etc)",
    r"\b(?:couple|few|some|flexible) (?:of )?(?:work[ -]from[ -]home|wfh)|\bwfh (?:flexib|days?|polic|on )",
    r"\b(?:chances?|possibilit(?:y|ies))(?: for| of| to)? (?:occasional |some |partial )?(?:work )?(?:remote"
    r"|from home|wfh)",
    rf"(?:remote_?|{TELEWORK})\p{{L}}*(?: çal[ıi]şma)? (?:ocasional|occasionnel|occasionale|eventual|occasioneel"
    rf"|okazjonaln|imkan"
    rf"|mahdollis)",
    r"\bremote(?:ly)? on (?:mon|tue|wed|thu|fri)|\b[1-4] ?天 ?(?:work from home|wfh|远程|居家|在家)",
)
"""What is offered beside an office: the flag, and a first line that says where, tell more."""
FULLY_REMOTE = (
    r"\b(?:fully|100 ?%|completely|entirely|full|permanently)[ -]remote\b|\bremote[ -](?:first|only)\b|#li-remote\b",
    r"\bhybrid\b[^.|]{0,50}\bor (?:fully |100% )?remote"
    rf"|(?:\bhybrid[a-z]*|\bh?[íi]brid[oa])(?:{OR})(?:100 ?% )?remo"
    rf"|\bremote(?:\b|_)[^.|]{{0,40}}(?:{OR})(?:hybrid|h?[íi]brid[oa]|hybrydow)"
    r"|\bhybrid ?[,/]+ ?remote"
    r"|\bremote ?[,/]+ ?(?:or |and )*hybrid|\bremote or (?:on-? ?site|in[ -])|\bon-? ?site(?:,|/| or| and| &)+ remote",
    r"\bwork(?:ing)?[ -]from[ -]anywhere|\bfull remote|全远程|完全远程|フルリモート|完全在宅|100% home ?office",
)
REMOTE = (
    r"(?:^|[|] ?)remote (?:[^ |,;:()]+ ){1,3}(?:senior|junior|medior|sr|jr)(?: ?$| ?[|,;()]| -)",
    rf"^remote (?:[^ |,;:()]+ ){{0,3}}{_ROLE}\b|(?:[)\]]|\b{_ROLE}(?: [ivx0-9]+)?) *remote(?: ?$| ?[|])",
    r"(?:^|[|,;:(/\[、・] ?)(?:在宅|リモート)(?: ?$| ?[|,;.:)/\]、・])",
    rf"{_LEFT}(?:us |usa |uk |eu |global |full |fully |100% |100 )*remote(?:ly)?{_RIGHT}",
    r"\b(?:fully|100 ?%|completely|entirely|all|full|permanently|permanent|primarily|mostly|strictly|truly|globally"
    r"|worldwide|currently|optionally|open to|be|is|are|was|your|global|hiring|or|and|&) remote\b",
    r"\b(?:full|fully|all|100%)-remote",
    r"\bremote[ -]*(?:first|only|friendly|ok\b|okay|possible|position|role|job|opportunit|option|optional|contract"
    r"|eligible|considered|within|based|anywhere|worldwide|global|welcome|allowed|available|preferred|accepted|us\b|usa"
    r"|uk\b|eu\b|emea|canada|europe|latam|india|in |from|internship|candidates|applicants|company|startup|flexible"
    r"|work|until hired|negotiable|could be|can be|is (?:a |an )?(?:ok|fine|possib|poss|option|great|welcome|good)"
    r"|[(]|- |/ ?(?:onsite|on-site|hybrid|office)|but|with (?:travel|occasional|some|us|visits))",
    r"\b(?:work|working|works|done|performed|perform|based|completed|live|operate|join) (?:full[- ]?time |100% |fully "
    r"|from home |entirely |completely )*remote(?:ly)?\b",
    r"\bwork(?:ing)?[ -]from[ -](?:home|anywhere)|\bwfh\b|\btelecommut|\bhome[ -]based"
    r"|\b(?:located|based|live|living|hir[a-z]+|candidates|developers?|engineers?|people) (?:[a-z]+ ){0,2}anywhere\b"
    r"|(?:^|[|,(] ?)anywhere(?:$|[ ]*[|,)(.]| in the)|\bpossible remote|\bremotes?\b ?[(]",
    r"(?:100 ?%|complet|full|intégral)[a-z ]*télétravail|télétravail (?:complet|total|à 100|100)|\bfull remote"
    r"|teletrabajo|(?:trabajo|trabalho|vaga|100%|totalmente) remote|(?:\bin|, [a-z]{2}) remote ?(?:$|[|])"
    r"|full smart working|100% home ?office|im home ?office\b"
    r"|volledig thuis|distansarbete|远程(?:办公|工作|岗位|职位|全职|兼职|实习|坐标"
    r"|优先|招聘|开发|团队|$|[^\p{L}])|(?:可|可以|支持|接受|允许|全职|地点:) ?远程"
    r"|在家办公|居家办公|フルリモート|完全在宅|リモートワーク"
    r"|在宅勤務|재택",
    r"[|] *(?:100 ?% |totalmente )?remote_[ !]*(?:$|[|])",
    rf"^[^{NO_BEGIN}]*(?:^|[|,;:(/\[•*+&-] ?)(?:100 ?% )?(?:{TELEWORK})(?: ?$| ?[|,;:.)/\]])",
)
ON_SITE = (
    rf"{_LEFT}(?:in[ -]office|on-? ?site|in[ -]person)(?:{_RIGHT}|- )|#li-on-?site\b|{_AT_PART}alocad[oa]{_RIGHT}",
    r"\bon-? ?site (?:position|role|job|work|required|preferred|in |at |opportunit|based|full|presence|\()",
    r"\b(?:is|be|are|location|arrangement|fully|work|working|:|time|currently|relocate|strictly|full-time|fulltime"
    r"|permanent|presently)[: ]+(?:an? )?(?:fully )?(?:on-? ?site|in[ -]person|in[ -]office)\b",
    r"\bin[ -]office (?:position|role|job|work|required|environment|in |full)|\b(?:five|5) days (?:a|per"
    r"|/) ?week (?:in|at"
    r"|on)[ -](?:the |our )?(?:office|site)",
    r"présentiel|(?:^|[^\p{L}-])presencia(?:l|is)|in sede|in presenza|stacjonarn|lähityö|på plats|op locatie"
    r"|vor ort im büro|坐班|现场办公"
    r"|驻场|出社必須",
)
