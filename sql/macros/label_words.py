r"""Words for levels and kinds of employment, in the languages that boards write most.

Patterns are read in lower case. `\b` knows only ASCII letters, so words that begin or end with others do without it.
"""

from __future__ import annotations

_GERMAN_UNITS = (
    "abteilungs|agentur|amts|bereichs|betriebs|bezirks|einkaufs|einrichtungs|filial|finanz|gebiets|geschäftsstellen"
    "|haus|heim|hotel|kita|küchen|laden|lager|markt|niederlassungs|objekt|personal|pflegedienst|praxis|produktions"
    "|referats|regional|ressort|restaurant|schicht|schul|sparten|standort|stations|verkaufs|werks|wohnbereichs"
)
"""Before -leiter and -leitung: other words make a Projektleiter, a pipe (Rohrleitung) or a circuit board."""

LABEL_LEVELS = {
    "internship": r"\bintern(?:ship)?s?\b|praktik|working student|werkstudent|apprentice|co-?op\b"
    r"|stagiair|实习|インターン",
    "entry": r"entry|junior|\bjr\b|graduate|\bnew.?grad|\bfreshers?\b|trainee|beginner|early career"
    r"|iniciante|berufseinstieg|débutant|初级|应届|新卒|신입",
    "mid": r"\bmid|associate|intermediate|experienced|professional|berufserfahren|medior|pleno|\bpl\b|confirmé|中级",
    "senior": r"s[eéê]nior|\bsn?r\b|高级|资深|シニア",
    "lead": r"\blead\b|\bstaff\b|principal|expert|distinguished|teamleitung|专家",
    "manager": rf"manager|\bmgr\b|supervis|gerente|\b(?:{_GERMAN_UNITS})leit|主管|经理",
    "director": r"directo|\bhead\b|direktor|diretor|总监",
    "executive": r"executive|\b[sea]?vp\b|vice president|chief|\bc[- ]?level\b|\bc[- ]?suite\b|president|partner|owner"
    r"|geschäfts(?:führ|leit)",
}
"""In a board's label, from the lowest to the highest."""

_UNITS = (
    "engineering", "development", "people", "team", "general", "store", "shop", "branch", "regional", "district",
    "area", "plant", "factory", "restaurant", "hotel", "department", "dept", "shift", "kitchen", "bar", "warehouse",
    "production", "country", "division", "data science", "analytics", "data engineering", "software", "nurse",
    "laboratory", "lab", "call cent(?:er|re)", "service desk", "senior", "sr[.]?", "group", "assistant", "deputy",
)  # fmt: skip
_LEADS = "team|tech|technical|group|squad|crew|shift|line|engineering|development|研发|技术|前端|后端"
_OFFICERS = "ceo|cto|cfo|coo|cmo|cio|cpo|ciso|cro|chro"
_BRAZILIAN_WORK = (
    r"\b(?:administrador|analista|arquitet[oa]|assistente|auditor|cientista|comprador|consultor|contador|desenvolvedor"
    r"|engenheir[oa]|especialista|pessoa|programador|projetista|técnic[oa]|vendedor)[^,;]*?\b"
)
"""Before Pl, which is pleno there and a country or a language elsewhere."""
TITLE_LEVELS = {
    "internship": r"\bintern(?:ship)?s?\b|praktikant|praktikum|werkstudent|working student|student trainee"
    r"|\bapprenti|\bco-op\b|\bcoop (?:student|term|position)|stagiair|^stage\b|\bstage (?:en |de |pfe|[(:-])"
    r"|alternan(?:t|ce)"
    r"|becari[oa]|\bprácticas|pasant[eíi]|practicante|est[áa]gi[oá]|tirocin|stagist|staży|\bstaż|praktyk|auszubildende"
    r"|\bazubi|ausbildung (?:zu|als)|duales studium|实习|インターン|인턴|стажёр|стажер",
    "executive": rf"\bchief [a-z&, ]+ officer\b|(?:^|[/,&|(-] ?|founder |fractional |interim |group |and "
    rf"|de )(?:{_OFFICERS})\b"
    r"|\bvice president\b|\b[sea]?vp\b|^president\b|^(?:managing |general |senior )?partner$|\bco-?founder|^founder\b"
    r"|geschäftsführer|directeur général|directrice générale|director general|总裁|总经理|副总|首席[^ ]*官|代表取締役",
    "director": r"\bdirector\b|\bdir[.,]|\bdir (?:of|-)|^head\b|\bhead of\b|\bdirectora\b|\bdirecteur\b|directrice"
    r"|diretora?\b|direttore|direttrice|\bdirektor|dyrektor|总监|директор",
    "manager": r"^(?:senior |sr[.]? |assistant |associate |deputy |acting |interim )*(?:manager|mgr[.]?)(?:$"
    r"| ?[,(/|:-]| of | for )"
    rf"|\b(?:{'|'.join(_UNITS)}) (?:manager|mgr)\b|[,|-] (?:senior |sr[.]? )?(?:manager|mgr)$|\bsupervisor(?:y|s)?\b"
    rf"|\bforeman\b|\bforewoman\b|\b(?:{_GERMAN_UNITS})leit"
    r"|^leit(?:er|erin|ung)\b"
    r"|\bgerente\b|\bjefe de\b|\bjefa de\b|^responsable\b|^responsabile\b|\bkierowni|[a-zåäö]+schef\b|leidinggevende"
    r"|主管|(?:技术|研发|开发|部门|团队|测试|运维|区域)经理|課長|部長|店長",
    "lead": r"\blead\b|\bteamlead|\bstaff (?:[a-z/+#.-]+ )*(?:engineer|scientist|designer|developer|manager|researcher"
    r"|architect|analyst)|^(?:staff|principal)\b|\bprincipal\b|\bdistinguished\b|\b(?:technical|engineering) fellow\b"
    rf"|(?:{_LEADS})[ -]?leader\b|teamleit|teamleider|chef d.équipe|\blíder\b|\bchief (?:architect|engineer|scientist"
    r"|data scientist|designer)|专家|负责人|组长|首席|リード|ведущий",
    "senior": r"s[eéê]nior\b|\bsn?r\b|starsz[ya]|高级|资深|シニア|시니어|старший",
    "entry": r"\bj[uú]nior\b|\bjr\b|entry.?level|\bgraduate\b|\bnew.?grads?\b|\bfreshers?\b|early.career"
    r"|\btrainee\b|berufseinsteiger"
    r"|absolvent|débutant|jeune diplômé|recién (?:graduad|titulad|egresad)|neolaureat|młodsz|初级|应届|校招"
    r"|校园招聘|管培|新卒"
    r"|ジュニア|신입|주니어|младший",
    "mid": r"\bmid[ -]?(?:level|senior|weight|career)|\bmid\b ?(?:$|/|to )|\bmiddle\b|\bintermediate\b|\bmedior\b"
    rf"|\bpleno\b|{_BRAZILIAN_WORK} ?[(/-]? ?pl(?:$|[ .)|/-])"
    r"|\bconfirmé|中级|中級",
}
"""In a title, from what decides first: Senior Director is a director, Senior Engineering Manager a manager.

There, "manager", "associate" and "executive" are occupations (Account Manager, Sales Associate, Account Executive); a
manager leads a unit or people (Store Manager, Engineering Manager, Manager of X, Supervisory X).
"""
NO_LEVELS = (
    r"\blead[ -]gen[a-z]*|\bsales leads?\b|\blead (?:time|manag|qualif|conver|scor|nurtur|capture|abatement"
    r"|inspect)[a-z]*"
    r"|\bstaff (?:accountant|nurse|writer|attorney|assistant|physician|pharmacist|therapist|auditor|psychologist"
    r"|counsel"
    r"|photographer|reporter|editor|augmentation|development|training|specialist|officer|sergeant)|\bchief of staff"
    r"|\bmembers? of (?:the )?(?:technical )?staff|\bprincipal investigator\b|\b(?:school|assistant|vice) principal"
    r"|\bsenior (?:living|care|citizen|housing|services|home|cent(?:er|re)|communit|lifestyle|helper|companion"
    r"|high)[a-z]*"
    r"|\bassistant to\b.*|\bexecutive assistant\b.*|\breport(?:ing|s) to\b.*"
    rf"|\boffice of the (?:[a-z]+ ){{0,3}}(?:director|president|officer|{_OFFICERS})\b"
    rf"|\b(?:{_OFFICERS}|president)(?:['\x{{2019}}]?s)? (?:[a-z]+ )?office\b|\bassistenz\b[^,(|]*|\bpl[ /-]?sql\b"
    rf"|\b(?:{_OFFICERS})(?:['\x{{2019}}]?s)? (?:advis|assist|associate|engagement|organi[sz]ation|secretar|service"
    r"|staff|support)[a-z]*"
    r"|\bart director|\bdirector of photography|\bfuneral director|\bintern(?:ship)?s? (?:coordinator|manager"
    r"|supervisor|recruit)[a-z]*"
    r"|\bgraduate (?:school|studies|education|admission|college|division|medical)[a-z]*|\bmiddle[ -](?:school"
    r"|east|office"
    r"|market|mile)|\bmid-?(?:market|atlantic|west|size|stream|day|shift)[a-z]*|\b(?:proje[ck]t|bau|produkt"
    r"|vertriebs)leit[a-z]*"
    r"|\bgerente de (?:proye[ct]+o|proje?to|produ[ck]to|conta|cuenta)s?|\bchef de (?:proje|produ|secteur)[a-z]*"
    r"|\bkierowni[a-z]* projekt[a-z]*|\bstage[- ](?:start|compan|manager|hand)[a-z]*"
)
"""What only sounds like a level, or speaks of somebody else's."""
MID_FIRST = (
    r"\bsemi[- ]?s[eéê]nior\b|\bssr\b|\bmid(?:dle)?[ /-]+(?:to[ -]+)?(?:senior|sr)\b"
    r"|\bpl(?:eno)?[ /-]+(?:(?:a|e|ou)[ -]+)?(?:s[eê]nior|sr)\b"
)
"""Between junior and senior, as Spanish boards call it, or both of two (Pleno/Sênior)."""

LABEL_TYPES = {
    "contract": r"contract|freelanc|self.?employed|\b1099\b|\bb2b\b|corp.to.corp|\bc2c\b|freiberuf|selbstständig"
    r"|indépendant"
    r"|autónom|autônom|\bpj\b|partita iva|\bzzp|umowa zlecenie|samozatrudni"
    r"|consulenza|合同工|外包|契約社員|業務委託|フリーランス"
    r"|계약직|프리랜서",
    "full_time": r"full.?time|\bft\b|\bfull[ /&]+(?:or |and )?part|part.?time[ /&]+(?:or |and )?full|vollzeit|\bfte\b"
    r"|temps plein|plein temps|tiempo completo|jornada completa|(?:tempo|período) integral|tempo pieno|voltijd"
    r"|heltid|fuldtid"
    r"|kokoaik|peł(?:ny|en) (?:etat|wymiar)|全职|全職|正社員|正职|정규직",
    "internship": r"\bintern(?:ship)?s?\b|praktik|apprentice|\bco-?ops?\b|ausbildung|stagiair|\bstage\b"
    r"|alternance|apprentissage"
    r"|becari|prácticas|pasant|practicant|estágio|estagi|tirocin|staż|praktyk|实习|實習|インターン|인턴",
    "part_time": r"part.?t?ime|\bpart[ /]+(?:or |and )?full|\bpt\b|teilzeit|working student|werkstudent|student"
    r"|mini-?job"
    r"|nebenjob|geringfügig|aushilfe|^side\b|\bcasual\b|per diem|zero.?hours?|temps partiel|medi[ao] (?:tiempo"
    r"|jornada|período)"
    r"|tiempo parcial|meio período|tempo parcial|tempo parziale|deeltijd|deltid|osa-aik|pół etatu|część etatu|niepełny"
    r"|兼职|兼職|アルバイト|パート|아르바이트|파트타임",
    "temporary": r"temp(?:orary|oral)?\b|\btemp[ -]|temporaire|temporár|season|saison|\bbefrist|interim|^term\b"
    r"|fixed.?term"
    r"|limited.term|\bterm (?:appoint|contract)|\bsummer\b|\bcdd\b|\bdeterminad|\bdeterminato|tijdelijk"
    r"|czas określony|sezon"
    r"|vikariat|visstid|tidsbegräns|säsong|määräaik|临时|臨時|派遣|임시직",
    "volunteer": r"volunteer|ehrenamt|bénévol|voluntari|volontari|vrijwillig|wolontari|志愿|ボランティア",
}
"""In a board's label; what is permanent says nothing of hours, see PERMANENT."""
PERMANENT = (
    r"permanent|\bperm\b|regular|feste? ?anstellung|unbefrist|unbegrenzt|\bcdi\b|indefinid|indeterminad|indeterminat"
    r"|ind[eé]terminée|\bclt\b|\befetiv[oa]\b|sem termo|\bvast(?:e|) (?:dienst|contract|baan|aanstelling)"
    r"|onbepaalde tijd|umowa o pracę|czas nieokreślony|tillsvidare|fast ?ans|\bfast stilling|vakitui|toistaiseksi"
    r"|dob[au] neurčit|határozatlan|nedeterminat|постоянн|无固定期限|無期雇用"
)
"""Taken for full time where neither label nor title says more."""
NO_TYPES = (
    r"on-? ?site|one-site|remot[eoa]|h[iyí]br[iíy]d[eoa]?|work(?:ing)?[ -]from[ -](?:home|anywhere)|home[ -]?(?:office"
    r"|based)|\bwfh\b|telework(?:ing)?|telecommut[a-z]*|in[ -](?:office|person)|presencial|présentiel|télétravail"
    r"|teletrabajo|vor ort|リモート(?:ワーク)?|在宅(?:勤務)?|远程(?:办公)?|visas?|transfers?|relocat[a-z]*|local"
    r"|multiple|flexible|h1b|only|ok\b|possible"
    r"|preferred|and\b|or\b|us\b|usa\b"
)
"""Words in a label of hiring threads that are about something else: a label of nothing else has no type."""
TITLE_TYPES = {
    "contract": r"[(\[,|/-] ?(?:contract(?:or)?|freelance|c2c|b2b|1099)(?: (?:role|position|to hire|job))?(?:$"
    r"| ?[)\],|/-])"
    r"|\b[0-9]+[ +-]*(?:months?|mos?|weeks?|years?) contract|\bcontract[ -](?:to[ -]hire|role|position|job|opportunity)"
    r"|\bfreelanc|\bindependent contractor|^contractor\b|freiberuflich",
    "full_time": r"\bfull[ -]?time\b|\bvollzeit|temps plein|tiempo completo|jornada completa|\bheltid|全职|正社員",
    "internship": r"\bintern(?:ship)?s?\b|praktikant|praktikum|\bco-op\b|stagiair|^stage\b|alternance|becari[oa]"
    r"|estágio|estagi[áa]ri"
    r"|tirocin|stagist|实习|インターン|인턴",
    "part_time": r"\bpart[ -]?time\b|\bteilzeit|werkstudent|working student|minijob|temps partiel|medio tiempo"
    r"|media jornada"
    r"|\bdeltid|兼职|アルバイト|work-study",
    "temporary": r"\btemporary\b|\bseasonal\b|\bfixed[ -]term\b|\bbefristet|\bmaternity cover|\bvikariat|\bcdd\b",
    "volunteer": r"^volunteer\b(?:$| ?[,(:-])|[(\[-] ?volunteer ?[)\]-]",
}
"""In a title, where the word cannot be the work itself: a Contract Manager has no contract yet."""
