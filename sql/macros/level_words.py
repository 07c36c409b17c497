r"""Words for levels, in the languages that boards write most: one list per level, for labels and titles alike.

Patterns are read in lower case. `\b` knows only ASCII letters, so words that begin or end with others do without it.
"""

from __future__ import annotations

from macros.label_languages import in_few_letters
from macros.label_words import CARERS, DENIAL
from macros.level_languages import ASSISTANTS_ABROAD, HEAD_OF_A_TRADE, LEVELS_ABROAD

_GERMAN_UNITS = (
    "abteilungs|agentur|amts|bereichs|betriebs|bezirks|einkaufs|einrichtungs|filial|finanz|gebiets|geschäftsstellen"
    "|haus|heim|hotel|kita|küchen|laden|lager|markt|niederlassungs|objekt|personal|pflegedienst|praxis|produktions"
    "|referats|regional|ressort|restaurant|schicht|schul|sparten|standort|stations|verkaufs|werks|wohnbereichs"
)
"""Before -leiter and -leitung: other words make a Projektleiter, a pipe (Rohrleitung) or a circuit board."""
_NORDIC_UNITS = (
    "afdelings|avdelings|barnehage|bolig|butik[ks]*|distrikts|drifts|driftssteds|enhets?|institutions|kjøkken|køkken"
    "|kontor|lager|områdes?|personal|produksjons|produktions|regions|salgs|seksjons|sektions|skift|virksomheds"
)
"""Before -leder; a prosjektleder leads a project, and a teamleder a team."""
_FINNISH_UNITS = (
    "alue|henkilöstö|huolto|kenttä|myymälä|myynti|osasto|palvelu|ravintola|talous|tehdas|tuotanto|varasto"
    "|yksikkö|yksikön"
)
_CHIEFS = (
    r"\b(?:hr|it|pr|vd)|abteilungs|administrations|a[fv]delings|afdelnings|avdelnings|bank|bereichs|betriebs"
    r"|bibliote[ck]s"
    "|butik[ks]*|byggnads|distrikts|drifts?|ekonomi|enhets|etats|fabriks?|filial|filiaal|finan[sz]|försäljnings"
    "|förvaltnings|grupp|gruppe|hotell?|indkøbs|information[s]?|inköps|innkjøps|kansli|klinik|kommunal"
    "|kommuni[ck]ations"
    "|kommunikasjons|kontors?|kredit|kultur|kundtjänst|kundeservice|kvalitets|lager|lands|logistik+|lønnings|marked[s]?"
    "|marknads|marketing|miljö|miljø|områdes?|omsorgs|personal|personale|plats|planerings|press|produ[ck]tions"
    "|produksjons|redaktions|redaksjons|regions?|rektors?|rekryterings|restaurang|restaurant|salgs|seksjons|sektions"
    "|service|skift|skole?|sälj|säkerhets|teknik|trafik+|underhålls|utbildnings|uddannelses|udviklings|utviklings"
    "|utvecklings"
    "|varehus|varuhus|verkstads|verksamhets?|vertriebs|virksomheds|vård|økonomi|ökonomi"
)
"""Before -chef and -sjef: other words make a cook (Grillchef) or who leads a project."""

_SEMI = (
    r"\bsemi[- ]*(?:s[eéê]nior|sn?r\b)|\bs(?:emi)?[. ]?sr\b|\bmid(?:dle)?[ -]+(?:senior|sr)\b|\bregular ?/ ?senior"
    r"|\bpl(?:eno)?[ /-]+(?:(?:a|e|ou)[ -]+)?(?:s[eê]nior|sr)\b"
)
_ENTRY = r"(?:j[uú]nior|jr|^entry|[(,/|-] ?entry|graduate|trainee|мл(?:адший)?|молодший|młodsz[ya]|mladší|初级|初級)"
_MID = r"(?:mid(?:dle)?|medior|intermediate|pleno|confirmé|средний|середній|中级|中級)"
_SENIOR = r"(?:s[eéê]nior|snr|sr|старший|starsz[ya]|starší|高级|高級)"
_LEAD = r"(?:lead|staff|principal|líder|ведущий|провідний)"
_OR_LEVEL = (
    r"(?:[ -]?levels?)?[.]?[)\]]?[ -]*(?:[/|,&+;~\x{2013}-]|、|・|\b(?:to|or|and|oder|bis|und|ou|et|o|u|y|e|a|of|en|tot"
    r"|lub"
    r"|albo|i|do|nebo|eller|och|og|till?|tai|ja|veya|ve)\b|až|或|至|и|или|до|або|та|hoặc|và)[ -]*[(\[]?(?:to |an? )?"
)


def _either_of(low: str, high: str) -> str:
    """Two levels side by side, in either order, or with the same words between (Lead Analyst/Senior Analyst)."""
    starts, ends = r"(?:^|[^\p{L}])", r"(?:$|[^\p{L}])"
    between = rf"(?:{_OR_LEVEL}|[.]? (?:[^ /|]+ ){{0,3}}[^ /|]*(?:er|or|ist|yst|ant|ian|ect|eur|in) ?/ ?)"
    return in_few_letters(f"{starts}(?:{low}{between}{high}|{high}{between}{low}){ends}")


LOWEST_OF_TWO = {
    # beside Jr, Pl is pleno everywhere
    "entry": f"{_either_of(_ENTRY, f'(?:{_MID}|{_SENIOR}|{_LEAD})')}|{_either_of('(?:j[uú]nior|jr)', 'pl')}",
    "mid": f"{_SEMI}|{_either_of(_MID, f'(?:{_SENIOR}|{_LEAD})')}",
    "senior": _either_of(_SENIOR, _LEAD),
    "lead": HEAD_OF_A_TRADE,
}
"""What decides before all others in a title: the lowest of two levels that it names as a choice (Junior/Senior), what
lies between junior and senior (Semi Senior), and who leads others of a trade."""
OR_SENIOR = (
    r"([a-z]{3,}(?: (?:i{1,3}|[0-9]))?) ?(?:/|\bor\b|\boder\b|\bou\b) ?(?:senior|sr)[.]? ",
    r"\1 / ",
)
"""No level or senior (Analyst/Senior Analyst) is no level."""
MID_FIRST = f"{_SEMI}|{_either_of(_MID, _SENIOR)}"
_WORDS = {
    "internship": r"\bintern(?:ship)?s?\b|praktikant|praktikum|werkstudent|working student|\bapprenti|\bco-op\b"
    r"|stagiair|alternan(?:t|ce)|auszubildende|\bazubi|duales studium|becari[oa]|\bprácticas|pasant[eíi]|practicante"
    r"|est[áa]gi[oá]|tirocin|stagist|staży|\bstaż|praktyk|stážist|lærling|lärling|harjoittelij|\bstajyer"
    r"|стаж[её]р|практикант|متدرب|实习|實習|インターン|인턴|thực tập",
    "entry": r"\bj[uú]nior\b|\bjr\b|entry.?level|\bgraduate\b|\bnew.?grads?\b|\bfreshers?\b|early.career|\btrainee\b"
    r"|berufseinsteiger|absolvent|débutant|jeune diplômé|recién (?:graduad|titulad|egresad)|recém[ -]formad"
    r"|neolaureat|młodsz[ya]\b|mladší|nyexad|nyutexaminerad|nyuddannet|nyutdannet|vastavalmistun|\byeni mezun"
    r"|младш(?:ий|ая)|молодш(?:ий|а)|حديثي? التخرج|初级|初級|应届|應屆|校招|校园招聘|管培|新卒"
    r"|見習い|ジュニア|신입|주니어"
    r"|mới (?:tốt nghiệp|ra trường)",
    "mid": r"\bmid[ -]?(?:level|senior|weight|career)|\bmiddle\b|\bintermediate\b|\bmedior\b|\bpleno\b|\bconfirmé"
    r"|中级|中級",
    "senior": r"s[eéê]nior\b|\bsn?r\b|starsz[ya]\b|\bkıdemli|старш(?:ий|ая)|高级|高級|资深|資深|シニア|시니어",
    "lead": r"\blead\b|\bteamlead|\bprincipal\b|\bdistinguished\b|teamleit|teamleider|(?:team|grupp|gruppe|lag)led(?:er"
    r"|are)\b|chef d.équipe|\blíder\b|\blider(?:ka)? (?:zespołu|grupy)|\b(?:ekip|takım) lideri|тимлид|тімлід|ведущий"
    r"|провідний|专家|專家|负责人|负責人|组长|組長|首席|リード|チームリーダー|팀장|수석|trưởng nhóm",
    "manager": rf"\bsupervisor(?:y|s)?\b|\bforeman\b|\bforewoman\b|\b(?:{_GERMAN_UNITS})leit|\bvorarbeiter|\bpolier\b"
    r"|contremaître|\bgerente\b|\bjefe de\b|\bjefa de\b|\bcapataz|\bencarregad[oa] de|\bcapo(?:reparto|squadra|turno)"
    rf"|\bkierowni|\bbrygadzist|leidinggevende|ploegleider|\bvoorman\b|(?:{_CHIEFS})-?(?:chef|sjef)\b"
    rf"|arbetsledar|arbeidsleder|arbejdsleder|\b(?:{_NORDIC_UNITS})leder\b|\bdaglig leder\b"
    rf"|\b(?:{_FINNISH_UNITS})päällik|esihenkilö|\besimies|työnjohtaj|\bvedoucí|\bmistr (?:směny|výroby)"
    r"|\b(?:bölge|birim|departman|fabrika|mağaza|şube|üretim) müdür|vardiya (?:amiri|şefi)|ustabaşı"
    r"|руководитель (?:группы|департамента|направления|отдела|службы|управления)|начальник|бригадир|прораб"
    r"|керівник (?:відділу|групи|департаменту|напряму)|رئيس قسم|مدير (?:فرع|قسم|متجر|مصنع|معرض|مطعم)|مشرف"
    r"|主管|领班|店长|課長|部長|店長|係長|工場長|점장|trưởng (?:phòng|ca)\b|quản đốc",
    "director": r"\bdirector\b|\bhead of\b|\bdirectora\b|\bdirecteur\b|directrice|diretora?\b|direttore|direttrice"
    r"|\bdirektor|\bdirektør|\bdirektör|dyrektor|ředitel|总监|總監|директор|본부장|giám đốc",
    "executive": r"\bvice president\b|\b[sea]?vp\b|geschäftsführer|directeur général|directrice générale"
    r"|director general|verkställande direktör|toimitusjohtaj|\bgenel müdür|генеральный директор"
    r"|генеральний директор|المدير التنفيذي|总裁|总经理|總經理|代表取締役|대표이사|tổng giám đốc",
}
_IN_LABELS = {
    "internship": r"praktik|apprentice|co-?op\b|\bstage\b|\bstáž|\bstaj\b|стажировк|تدريب",
    "entry": r"\bentry|junior|graduate|\bnew.?grad|trainee|beginner|berufseinstieg|iniciante|principiante|\bmłodsz"
    r"|начинающ|початків|مبتدئ",
    "mid": rf"{MID_FIRST}|(?:^|[/,|·] ?)경력(?:$| ?[/,|·])|(?:^|[^비무])경력(?:직|사원)|\bmid|associate|intermediate"
    rf"|\bexperienced|\bprofessional|berufserfahren|medior|pleno|\bpl\b"
    r"|confirmé|expérimenté|\bervaren|doświadczon|zkušen|\bdeneyimli|опытный|досвідчений",
    "senior": r"s[eéê]nior",
    "lead": rf"\bstaff\b|principal|\bexpert|\beksper|distinguished|{HEAD_OF_A_TRADE}",
    "manager": r"manager|\bmgr\b|supervis|gerente|men[ae]d[zż]er|经理",
    "director": r"directo|\bhead\b|direktor|diretor",
    "executive": r"executive|\bchief|\bc[- ]?level\b|\bc[- ]?suite\b|president|\bprezes|partner|\bowner"
    r"|geschäfts(?:führ|leit)",
}
_WORDS = {
    level: in_few_letters("|".join(filter(None, (words, LEVELS_ABROAD.get(level))))) for level, words in _WORDS.items()
}
LABEL_LEVELS = {level: f"{words}|{_IN_LABELS[level]}" for level, words in _WORDS.items()}
"""In a board's label, from the lowest to the highest."""
DENIED_LEVELS = in_few_letters(rf"{DENIAL}(?:{'|'.join(LABEL_LEVELS.values())})\p{{L}}*")

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
_IN_TITLES = {
    "internship": r"student trainee|\bcoop (?:student|term|position)|^stage\b|\bstage (?:en |de |pfe|[(:-])"
    r"|ausbildung (?:zu|als)",
    "executive": rf"\bchief [a-z&, ]+ officer\b|(?:^|[/,&|(-] ?|founder |fractional |interim |group |and "
    rf"|de )(?:{_OFFICERS})\b"
    r"|^president\b|^(?:managing |general |senior )?partner$|\bco-?founder|^founder\b|副总|首席[^ ]*官",
    "director": r"\bdir[.,]|\bdir (?:of|-)|^head\b",
    "manager": r"^(?:senior |sr[.]? |assistant |associate |deputy |acting |interim )*(?:manager|mgr[.]?)(?:$"
    r"| ?[,(/|:-]| of | for )"
    rf"|\b(?:{'|'.join(_UNITS)}) (?:manager|mgr)\b|[,|-] (?:senior |sr[.]? )?(?:manager|mgr)$"
    r"|^leit(?:er|erin|ung)\b|^responsable\b|^responsabile\b|(?:技术|研发|开发|部门|团队|测试|运维|区域)经理",
    "lead": r"\bstaff (?:[a-z/+#.-]+ )*(?:engineer|scientist|designer|developer|manager|researcher"
    r"|architect|analyst)|^staff\b|\b(?:technical|engineering) fellow\b"
    rf"|(?:{_LEADS})[ -]?leader\b|\bchief (?:architect|engineer|scientist|data scientist|designer)",
    "mid": rf"\bmid\b ?(?:$|/|to )|{_BRAZILIAN_WORK} ?[(/-]? ?pl(?:$|[ .)|/-])",
}
_FROM_FIRST = ("internship", "executive", "director", "manager", "lead", "senior", "entry", "mid")
TITLE_LEVELS = {level: "|".join(filter(None, (_IN_TITLES.get(level), _WORDS[level]))) for level in _FROM_FIRST}
"""In a title, from what decides first: Senior Director is a director, Senior Engineering Manager a manager.

There, "manager", "associate" and "executive" are occupations (Account Manager, Sales Associate, Account Executive); a
manager leads a unit or people (Store Manager, Engineering Manager, Manager of X, Supervisory X).
"""
_SCHOOLS = "elementary|high|infants?|junior|lower|middle|nursery|primary|secondary|senior|upper"
_ASSISTANTS = (
    "(?:asistente|ayudante|assistant(?:e|in)?|assistent(?:e|in)?|secret[aá]ri[ao]|secrétaire|segretari[ao]|secretaresse"
    "|sekretær|sekreterare|sekretär(?:in)?|chauffeur|chaufför|sjåfør|ch[oó]fer|motorista|autista|fahrer(?:in)?)"
    "(?: personal| personnelle?| pessoal| particular| personale)? (?:de |der |des |do |da |del |della |dello |dell.|di "
    "|du |til |till |för |for |van |von |a |à |al |alla |zur |zum )+(?:la |l.|el |le |den |die |het )?"
    "(?:verkställande |administrerende |general |geral |generale )?"
    "|(?:asistent(?:ka)?|asystent(?:ka)?|sekretarka|sekretář(?:ka)?|kierowca|řidič) "
)
NO_LEVELS = in_few_letters(
    r"\blead[ -]gen[a-z]*|\bsales leads?\b|\blead (?:time|manag|qualif|conver|scor|nurtur|capture|abatement"
    r"|inspect)[a-z]*"
    r"|\bstaff (?:accountant|nurse|writer|attorney|assistant|physician|pharmacist|therapist|auditor|psychologist"
    r"|counsel"
    r"|photographer|reporter|editor|augmentation|development|training|specialist|officer|sergeant)|\bchief of staff"
    r"|\bmembers? of (?:the )?(?:technical )?staff|\bprincipal investigator\b|\b(?:school|assistant|vice) principal"
    # who heads a school, and offices of a court or a ministry
    r"|\b(?:deputy|acting|interim)[ -]+principal(?:$| ?[,(/|:-]| (?:of|at|for|in)\b)"
    r"|\bprincipal(?:,| of| at| -) (?:[^ ,|]+ ){0,4}(?:school|academy|college|kindergarten|lyceum)(?:$| ?[,(|/])"
    r"|\bprincipal,? (?:(?:administrative|chief|confidential|court|executive|finance|general|home|legal|office"
    r"|parliamentary"
    r"|personal|private|under) )?secretar(?:y|ies)\b"
    r"|\bprincipal (?:teacher|clerk|registrar|magistrate|judge|bailiff|chaplain)s?\b"
    # who recruits or helps customers
    r"|(?:招聘|招募|猎头|人力资源|人事|客服|客户服务)专家"
    r"|\bsenior (?:living|care|citizen|housing|services|home|cent(?:er|re)|communit|lifestyle|helper|companion"
    r"|high)[a-z]*"
    r"|\br[ée]sidences? s[ée]niors?\b"
    rf"|\b(?:{_SCHOOLS})(?: ?(?:&|&amp;|,|/|and) ?(?:{_SCHOOLS}))* (?:school|college|academy|kindergarten|high\b)[a-z]*"
    r"(?: (?:(?:assistant|associate|deputy|vice) )?principal)?"
    r"|\bj[uú]nior[- ](?:enterprise|entreprise|achievement|league)|\bempresas? j[uú]nior|\bassociate.s degree"
    # a cook, and who leads a project or a product
    r"|\b(?:[a-zäöü]*küchen|[a-zæøå]*kjøkken|[a-zæøå]*køkken|[a-zåäö]*köks|demi|head|junior|kokke|pastry|personal"
    r"|private?"
    r"|sous|sushi)[ -]?(?:chef|sjef)\b|\b(?:proje[ck]t|prosjekt|produkt)s?(?:chef|sjef|leder|ledare)\b"
    r"|\bved(?:oucí|úci|úca) projekt\p{L}*|stavbyvedoucí"
    rf"|\b(?:{_ASSISTANTS})(?:dire[ckt]|dirett|dyrektor|ředitel|geschäftsf|gerente|ger[êe]ncia|kierowni|prezes|vedouc"
    r"|pr[ée]siden|vorstand|jefe|jefatura|riadite|vd\b)\p{L}*"
    r"|(?:помощни[кц]|ассистент|секретар|помічни[кц]|асистент|водител|водій|референт)[а-яёіїє]* (?:[а-яіїє]+ого )?"
    r"(?:директор|руководител|начальник|керівник|бригадир|прораб|председател|президент)[а-яіїє]*"
    r"|(?:trợ lý|thư ký|tài xế|lái xe) (?:cho |của )?(?:tổng )?(?:giám đốc|trưởng phòng|quản đốc)"
    r"|(?:مساعدة?|سكرتيرة?|سائق) (?:ال|لل)?(?:مديرة?|رئيس)(?: (?:التنفيذية?|العام|قسم))?"
    rf"|\b(?:genel )?müdür\p{{L}}* (?:asistan|sekreter|şof[öo]r|yard[ıi]mc)\p{{L}}*|{ASSISTANTS_ABROAD}"
    r"|(?:总监|總監|店长|店長|总裁|总经理|總經理|主管|部長|課長|係長|工場長|代表取締役)(?:的)?(?:助理|秘书|秘書|助手"
    r"|司机|司機|補佐|候補"
    r"|アシスタント)"
    r"|(?:점장|팀장|본부장|대표이사|디렉터) ?(?:후보|비서|보조|어시스턴트)"
    rf"|{CARERS}|\bhead[ -]?(?:master|mistress|start)\b|\bhead (?:[a-z-]{{3,}} )?(?:chef|coach|cook|teacher)s?\b"
    r"|\b(?:pa|ea|secretary|driver|chauffeur|aide|valet|bodyguard|nanny) (?:to|for) .*"
    r"|\bassistant to\b.*|\bexecutive assistant\b.*|\breport(?:ing|s) to\b.*"
    rf"|\boffice of the (?:[a-z]+ ){{0,3}}(?:director|president|officer|{_OFFICERS})\b"
    rf"|\b(?:{_OFFICERS}|president)(?:['\x{{2019}}]?s)? (?:[a-z]+ )?office\b|\bassistenz\b[^,(|]*|\bpl[ /-]?sql\b"
    rf"|\b(?:{_OFFICERS})(?:['\x{{2019}}]?s)? (?:advis|assist|associate|engagement|organi[sz]ation|secretar|service"
    r"|staff|support)[a-z]*"
    r"|\bart director|\bdirector of photography|\bfuneral director"
    r"|\bgraduate (?:school|studies|education|admission|college|division|medical)[a-z]*|\bmiddle[ -](?:school"
    r"|east|office"
    r"|market|mile)|\bmid-?(?:market|atlantic|west|size|stream|day|shift)[a-z]*|\b(?:proje[ck]t|bau|produkt"
    r"|vertriebs)leit[a-z]*"
    r"|\bgerente de (?:proye[ct]+o|proje?to|produ[ck]to|conta|cuenta)s?|\bchef de (?:proje|produ|secteur)[a-z]*"
    r"|\bkierowni[a-z]* projekt[a-z]*|\bstage[- ](?:start|compan|manager|hand)[a-z]*"
)
"""What only sounds like a level, or speaks of somebody else's."""
