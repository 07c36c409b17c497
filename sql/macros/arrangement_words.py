"""The words by which adverts say where the work is done, and those that only sound like it."""

from __future__ import annotations

MENTIONS = (
    "remote", "hybrid", "on.?site", "in.office", "in.person", "from home", "home.?office", "home.based", "wfh",
    "telework", "telecommut", "anywhere", "télétravail", "présentiel", "teletrab", "remot[oa]", "presencial", "híbrid",
    "hibrit", "#li-", "smart working", "ibrid", "zdaln", "hybryd", "stacjonarn", "distans", "på plats", "thuiswerk",
    "op locatie", "vor ort", "mobiles arbeiten", "远程", "居家办公", "在家办公", "坐班", "混合办公",
    "リモート", "在宅", "テレワーク", "出社", "재택",
    "days (?:a|per|each) week", "days in (?:the|our)",
)  # fmt: skip
"""A text without one of these says nothing: only the others are read closely."""
TOLD_BY = (*MENTIONS, "office", "person", r"\bsite", r"\bhq\b", r"\bhouse\b", "headquarters")
"""And a sentence of such a text, which may name the office alone: two days in our headquarters."""
_DAYS = "(?:[1-4]|one|two|three|four)"
_SOME_DAYS = f"{_DAYS}(?: ?(?:-|to|or) ?{_DAYS})?"
_WEEK = r"(?:(?: ?/ ?| an? | per | each | every )?(?:week|wk|month)s?)?"
_OFFICE = "(?:office|site|person|hq|house|headquarters)"
OTHER_THINGS = (
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
    r"(?:temporarily|currently|initially) (?:working )?(?:100% |fully )?remote(?:ly)?",
    r"remote(?:ly)? (?:for now|during (?:the )?(?:covid|pandemic|corona)|(?:until|due to) (?:the )?(?:covid|pandemic"
    r"|corona|we|it|office|further|[0-9]))[a-z0-9 -]*",
    r"(?:occasional(?:ly)?|initial|temporary) (?:remote|telecommut|telework|work(?:ing)? from home|wfh)[a-z]*",
    r"work(?:ing)? from home (?:occasionally|sometimes|once in a while)",
    r"(?:if|for) (?:this role is )?(?:remote|hybrid)(?: roles?)?\b ?[,:|]",
    rf"\b{_DAYS} days? (?:in|at) (?:the |our )?office (?:per|an?|each|/) ?(?:month|quarter|year)",
    rf"\b{_DAYS} days? (?:per|an?|each|/) ?(?:month|quarter|year)[^.|]{{0,30}}{_OFFICE}",
    r"telework (?:specialist|manag|program|coordinat|officer|polic)[a-z]*",
    r"远程(?:监控|控制|桌面|调用|过程|服务|医疗|调试|诊断|管理|协助|升级|会议|面试|教育|驾驶|访问|连接|登录|操作|运维|支持|仓库|数据)",
    # hybrid things
    r"hybrid role (?:blending|combining|between|of|spanning|that|which|focus)",
    r"hybrid[ -](?:cloud|mobile|app|vehicle|car|electric|infrastructure|it\b|identit|integrat|ai\b|multi|data|search"
    r"|database|renewable|event|course|learning|fund|plant|deployment|architecture|intelligence|network|solution"
    r"|analog|method|agile|security|product|power|energy|quantum|seed|bond|platform|approach|computing)[a-z-]*",
    r"(?:cordova|ionic|native|waterfall|plug.?in|and|electric)[ ,/]+(?:and |or )?hybrid[ -]?(?:app|mobile|vehicle)?"
    r"[a-z-]*s\b",
    r"(?:web|h5|native|ios|android|react|flutter|rn|小程序)[ /,、]+hybrid|hybrid[ /,、]*(?:web|h5|native|ios|android"
    r"|react|flutter|rn\b|开发|浏览器|app)",
    # on site, but not the work
    r"on-?site (?:interview|gym|parking|caf|canteen|kitchen|lunch|meal|food|child|fitness|visit|event|support|laundry"
    r"|search|seo|execution|delivery|servic|installation|training|clinic|doctor|massage|amenit|healthcare|day ?care"
    r"|meeting|team-?build|retreat|barista|evaluation|power)[a-z-]*",
    r"(?:for|an|the|our|followed by an|final|come) on-?site(?: (?:interview|visit|with|meeting|round|for)s?)",
    r"in[ -]person (?:interview|meeting|event|retreat|meet-?up|gathering|training|visit|session|collab|team|offsite)s?",
    r"(?:home|remote) ?office (?:setup|set-up|stipend|budget|allowance|equipment|expenses?|furniture|stuff|supplies)",
    r"distributed (?:system|comput|data|service|database|ledger)[a-z]*",
    r"(?:anywhere|remote) (?:else|near|close)",
)
_LEFT, _RIGHT = r"(?:^|[|,;:(/\[•*+&]|- | or | and | -)[ ]*", r"[ ]*(?:$|[|,;.:)/\]•*+&\n(]| -| or | and )"
ONLY_ON_SITE = (
    r"\b(?:no|not|non|isn.?t|never|without|cannot be|can.?t be)[ -]+(?:an? |offer(?:ing)? |currently |open to "
    r"|available |eligible |for |allow(?:ing)? |accept(?:ing)? |any |possible |considering |looking for )*"
    r"(?:remote\b|telecommut|telework|wfh|work(?:ing)? from home|homeoffice|home office)",
    r"\bremote (?:work |working |candidates |applicants |is |are )*(?:not|isn.?t|unavailable|no)\b(?: (?:possible"
    r"|available|allowed|offered|an option|considered|accepted|supported|eligible|permitted|yet))?",
    r"\bremote ?[:?=] ?(?:no|false|n)\b",
    r"\bon-? ?site[ -]*only|\bonly[ -]+on-? ?site|\bin[ -]office only|100% (?:on-? ?site|in[ -]office)",
    r"(?:不接受|不支持|不可|非|无|勿|不)远程|kein (?:home ?office|remote)|pas de télétravail|sin teletrabajo"
    r"|bez pracy zdalnej|リモート不可|在宅不可",
)
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
    rf"{_LEFT}hybrid(?:e[nrs]?)?{_RIGHT}",
    r"\bhybrid(?:e[mnrs]?)?[ -]*(?:arbeit|arbet|arbejd|arbeid|stelle|modell|tätigkeit|werk|functie|baan)|\bhibrit\b"
    r"|hybridní|(?:rythme|modèle|organisation|format|contrat) hybride|在宅[ /・,]*出社|出社[ /・,]*在宅",
    r"(?:^|[^0-9;>& ] ?)(?:[1-8][0-9]|90) ?%? ?(?:(?:-|to|bis|or|à) ?[1-9][0-9] ?)?% ?(?:of the time "
    r"|der (?:arbeits)?zeit )?(?:im |en |de |in )?(?:remote|home[ -]?office|mobiles arbeiten|télétravail|telework"
    r"|teletrabajo|work(?:ing)? from home"
    r"|wfh|smart working|in[ -](?:the )?office|on-? ?site)\b",
    r"#li-hybrid\b|\bnot (?:an? )?(?:fully|100%|completely|entirely|purely|permanently) remote",
    r"\bhybrid[ -](?:role|position|job|work|model|schedule|arrangement|setup|set-up|remote|office|opportunit|pattern"
    r"|policy|basis|format|mode\b|flex|\(|- |in |from |at |on-? ?site|based|/)",
    r"\b(?:is|are|be|location|arrangement|type|model|setting|environment|policy|offer|offers)[: ]+(?:currently )?"
    r"(?:a |an )?(?:flexible )?hybrid(?:$|[ ]*[|,;.:()/\]•-]| with| in| at| from| based| or| and| role| pos| work)",
    rf"\b{_SOME_DAYS}\+? ?(?:full )?(?:x|days?|times)\b{_WEEK} ?(?:required |minimum |spent "
    rf"|working |work |onsite |from |in |at |on |the |our |a |to )*[ -]?(?:[a-z]+ )?{_OFFICE}\b",
    rf"\b{_OFFICE}(?: [a-z]+){{0,3}} {_SOME_DAYS} days?\b",
    rf"\b{_SOME_DAYS} ?(?:x |days? ?){_WEEK} ?(?:of )?(?:working |work )?(?:remote|from home"
    r"|wfh|home|on-? ?site|télétravail|telework|home ?office|teletrabajo|zdaln)",
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
HYBRID_PERKS = (
    r"\btelework(?:ing)?\b|\b(?:some|regular(?:ly)?) work(?:ing)? from home",
    r"\bwork(?:ing)?[ -]from[ -]home(?: (?:days?|opportunit|options?|flexib|polic|as |when|if|on )|, etc)",
    r"\b(?:couple|few|some|flexible) (?:of )?(?:work[ -]from[ -]home|wfh)|\bwfh (?:flexib|days?|polic|on )",
    r"\bremote(?:ly)? on (?:mon|tue|wed|thu|fri)|\b[1-4] ?天 ?(?:work from home|wfh|远程|居家|在家)",
)
"""What is offered beside an office: the flag, and a first line that says where, tell more."""
FULLY_REMOTE = (
    r"\b(?:fully|100 ?%|completely|entirely|full|permanently)[ -]remote\b|\bremote[ -](?:first|only)\b|#li-remote\b",
    r"\bhybrid\b[^.|]{0,50}\bor (?:fully |100% )?remote|\bremote\b[^.|]{0,40}\b(?:or|oder|ou) hybrid"
    r"|\bhybrid ?[,/]+ ?remote"
    r"|\bremote ?[,/]+ ?(?:or |and )*hybrid|\bremote or (?:on-? ?site|in[ -])|\bon-? ?site(?:,|/| or| and| &)+ remote",
    r"\bwork(?:ing)?[ -]from[ -]anywhere|\bfull remote|全远程|完全远程|フルリモート|完全在宅|100% home ?office",
)
REMOTE = (
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
    r"|(?:^|[|,(] ?)anywhere(?:$|[ ]*[|,)(]| in the)|\bpossible remote|\bremotes?\b ?[(]",
    r"(?:100 ?%|complet|full|intégral)[a-z ]*télétravail|télétravail (?:complet|total|à 100|100)|\bfull remote"
    r"|teletrabajo|(?:trabajo|trabalho|vaga|100%|totalmente) (?:en |a |de )?(?:forma )?remot[oa]|remot[oa] \|"
    r"|lavoro da remoto|full smart working|praca zdalna|100% zdaln|zdalnie|100% home ?office|im home ?office\b"
    r"|volledig thuis|helt på distans|distansarbete|远程(?:办公|工作|岗位|职位|全职|兼职|实习|坐标"
    r"|优先|招聘|开发|团队|$|[^\p{L}])|(?:可|可以|支持|接受|允许|全职|地点:) ?远程"
    r"|在家办公|居家办公|フルリモート|完全在宅|リモートワーク"
    r"|在宅勤務|재택",
)
ON_SITE = (
    rf"{_LEFT}(?:in[ -]office|on-? ?site|in[ -]person){_RIGHT}|#li-on-?site\b",
    r"\bon-? ?site (?:position|role|job|work|required|preferred|in |at |opportunit|based|full|presence|\()",
    r"\b(?:is|be|are|location|arrangement|fully|work|working|:|time|currently|relocate|strictly|full-time|fulltime"
    r"|permanent|presently)[: ]+(?:an? )?(?:fully )?(?:on-? ?site|in[ -]person|in[ -]office)\b",
    r"\bin[ -]office (?:position|role|job|work|required|environment|in |full)|\b(?:five|5) days (?:a|per"
    r"|/) ?week (?:in|at"
    r"|on)[ -](?:the |our )?(?:office|site)",
    r"présentiel|presencial|in sede|stacjonarn|på plats|op locatie|vor ort im büro|坐班|现场办公|驻场|出社必須",
)
