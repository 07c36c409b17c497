r"""Words for levels in more languages, for labels and titles alike.

`\b` knows only ASCII letters, so words that begin or end with others do without it.
"""

from __future__ import annotations

_END = r"(?:$|[^\p{L}])"
_START = r"(?:^|[^\p{L}])"
_LITHUANIAN_UNITS = (
    "padalini|skyri|parduotuv|restoran|pamain|filial|gamyb|sandėl|region|grup|departament|tarnyb|viešbuč|virtuv"
    "|kavin|bar|biur|pardavim|logistik|finans|rinkodar|personal|cech|brigad|aptarnavimo|ūki"
)
LEVELS_ABROAD = {
    "internship": rf"gyakornok|\bstagiar|\bpripravni[kc]|приправник|стажант|stažuotoj|stažier|ασκο[ύυ]μεν"
    rf"|{_START}מתמח(?:ה|ים|ות){_END}|סטאז|ฝึกงาน|\bmagang\b|təcrübəçi|प्रशिक्षु",
    "entry": rf"\bjaunesn(?:ysis|ioji|iojo)|pradedant|pradedanči|jaunāk(?:ais|ā){_END}|\bnoorem(?:-|spetsialist"
    rf"|arendaja|insener|analüütik|raamatupidaja|referent)|pályakezdő|începător"
    rf"|početni[kc]|почетник|\bmlađ[ia]{_END}|{_START}млађ[иа]{_END}|začetni[kc]|\bmlajš[ia]{_END}|mladš(?:í|ia)"
    rf"|{_START}младш[иа]{_END}|начинаещ|начинающ|початків|початкуюч|αρχ[άα]ρι|ג['’׳]?וניור|זוטר|จูเนียร์|จบใหม่"
    rf"|lulusan baru|\bkiçik (?:mütəxəssis|mühəndis|mühasib|proqram|hüquqşünas|menecer)|(?:^|[^\p{{L}}0-9])"
    r"(?:1[ .]?(?:a|ra|era|ère|ere|ª)|primera|prima|première|primeira)[ .]+[eé]xp(?:[.]|[eé]ri\p{L}+)|primer empleo"
    r"|primeiro emprego|premier emploi",
    "senior": rf"\bvyresn(?:ysis|ioji){_END}|vecāk(?:ais|ā) (?:speciālist|grāmatved|inženier|konsultant|analītiķ"
    rf"|pārdevēj)"
    rf"|\bvanem(?:spetsialist|insener|arendaja|analüütik|raamatupidaja|konsultant)|szenior|{_START}старши(?:{_END})"
    rf"|\bstariji (?:referent|suradnik|saradnik|analitičar|programer|inženjer)|\bstarší (?:programátor|účtovník"
    rf"|analytik"
    rf"|konzultant|špecialista)|{_START}בכיר(?:ה|/ה)?{_END}|อาวุโส|böyük mütəxəssis|\bbaş mütəxəssis|वरिष्ठ",
    "lead": rf"komandos vadov(?:as|ė){_END}|komandas vadītāj|meeskonnajuht|tiimijuht|csoportvezető|csapatvezető"
    rf"|[șşs]ef(?:ă)? de echip|lider de echip"
    r"|\bvođa tima|voditelj(?:ica)? tima|вођа тима|\bvodja (?:ekipe|tima)|тийм лидер"
    rf"|ръководител екип|επικεφαλ[ήη][ςσ] ομ[άα]δα|ראש צוות|หัวหน้าทีม|ketua tim{_END}|\baparıcı{_END}|komanda lideri",
    "manager": rf"(?:{_START}(?:{_LITHUANIAN_UNITS})\p{{L}}* |^)vadov(?:as|ė|ai|ės){_END}"
    rf"|{_START}(?:veikal|nodaļ|daļ|filiāl|restorān|maiņ|noliktav|ražotn|reģion|grup|departament|ražošan|viesnīc"
    rf"|virtuv|biroj)"
    rf"\p{{L}}* vadītāj(?:s|a){_END}"
    r"|\b(?:kaupluse|osakonna|poe|filiaali|restorani|lao|tootmis|vahetuse|üksuse|köögi|hotelli|laovahetuse)"
    r" ?-?juhataja|\bvahetusevanem"
    r"|(?:üzlet|bolt|osztály|műszak|étterem|raktár|gyár|telep|telephely|részleg|áruház|termelés|gyártás|fiók"
    rf"|terület|régió|üzem)-?vezető{_END}|(?:területi|regionális|pénzügyi|értékesítési|logisztikai|gazdasági|termelési"
    rf"|kereskedelmi) vezető{_END}"
    rf"|{_START}[șşs]ef(?:ă)? (?:de )?(?:departament|secți|tur[ăa]|magazin|birou|serviciu|depozit|restaurant|sal[ăa]"
    r"|raion|schimb|agenți)|manager de magazin"
    r"|poslovođ|poslovodj|voditelj(?:ica)? (?:odjel|poslovnic|smjen|trgovin|skladišt|proizvodnj|restoran|prodaj)"
    r"|rukovodi(?:lac|telj)|\bšef (?:smen|smjen|odeljenj|sal|računovod|magacin)|руководилац|пословођа|шеф смене"
    r"|\bvodja (?:oddelk|izmen|poslovaln|trgovin|skladišč|proizvodnj|enot|služb)|\bvedúc"
    rf"|{_START}управител{_END}|ръководител (?:отдел|смяна|склад|направление|звено)|отговорник (?:смяна|магазин|склад)"
    r"|υπε[ύυ]θυν(?:ο[ςσ]|η) (?:καταστ|β[άα]ρδια|τμ[ήη]μα|αποθ[ήη]κ|υποκαταστ|παραγωγ|εστιατ)|προϊστ[άα]μεν"
    rf"|{_START}מנהל(?:ת|/ת)? (?:חנות|סניף|מחלק|משמרת|מפעל|מסעדה|אזור|מטבח|מחסן|צוות)|אחמ[\"״]ש"
    r"|ผู้จัดการ(?:ฝ่าย|แผนก|ร้าน|สาขา|ทั่วไป|เขต|ภาค|โรงงาน|โรงแรม|ส่วน|ทีม|คลัง)|หัวหน้า(?:แผนก|ฝ่าย|กะ|งาน|ส่วน)"
    r"|\bkepala (?:toko|cabang|bagian|departemen|gudang|divisi|produksi|seksi|unit|shift|restoran)|\bpenyelia"
    r"|\bmanajer (?:toko|cabang|area|umum|pabrik|restoran|departemen|regional)"
    rf"|müdiri?{_END}|\brəis(?:i)?{_END}|(?:शाखा|क्षेत्र|स्टोर) प्रबंधक",
    "director": rf"igazgató{_END}|riaditeľ|διευθυντ(?:[ήη][ςσ]|ρια)|דירקטור|ผู้อำนวยการ|\bdirektur|\bdirectoare\b"
    rf"|निदेशक",
    "executive": r"generalin(?:is|ė) direktor|tegevjuht|\bügyvezető igazgató|vezérigazgató|γενικ[όο][ςσ] διευθυντ"
    r"|(?:ס?מנכ|סמנכ)[\"״]ל|กรรมการผู้จัดการ|direktur utama|\b(?:baş|icraçı) direktor|generálny riaditeľ"
    r"|valdes (?:loceklis|priekšsēdētāj)",
}
_TRADES = (
    "accountant", "analyst", "animator", "baker", "barber", "barista", "bartender", "beautician", "bookkeeper",
    "brewer", "butcher", "buyer", "carpenter", "caretaker", "cashier", "cleaner", "clerk", "concierge", "croupier",
    "curator", "dealer", "dentist", "deskperson", "designer", "developer", "dietitian", "distiller", "doorman",
    "driver", "editor", "electrician", "engineer", "farmer", "fitter", "florist", "gamekeeper", "gardener",
    "greenkeeper", "groom", "groundsman", "groundsperson", "grower", "guard", "guide", "hairdresser", "host",
    "hostess", "housekeeper", "janitor", "jeweller", "keeper", "librarian", "lifeguard", "machinist", "mason",
    "mechanic", "midwife", "nurse", "operator", "optician", "optometrist", "painter", "pharmacist", "photographer",
    "physiotherapist", "platemaker", "plumber", "porter", "producer", "ranger", "receptionist", "recruiter",
    "rigger", "roaster", "scientist", "seamstress", "secretary", "server", "sommelier", "steward", "stewardess",
    "stockman", "storekeeper", "storeman", "stylist", "surgeon", "tailor", "technician", "teller", "therapist",
    "trader", "usher", "vet", "waiter", "waitress", "warden", "welder", "winemaker", "writer",
)  # fmt: skip
HEAD_OF_A_TRADE = rf"(?:^|[,(/|-] ?)head (?:[a-z-]{{3,}} )?(?:{'|'.join(_TRADES)})s?\b"
"""Who leads others of a trade; Head of Sales and Head, Sales are directors."""
ASSISTANTS_ABROAD = (
    r"(?:direktør|direktör|direktori|direktor|müdir|rəis|juhataja|juhi|johtaja|päällikö)\p{L}* (?:asistan|assistent"
    r"|asistent|sekreter|sekretor|sekretær|sekretär|sihteer|köməkçi|katib|sürücü|şof[öo]r|kuljettaj|padėjėj|palīg|abi"
    r"|sekretār)\p{L}*|igazgatói? (?:asszisztens|titkár)\p{L}*|ügyvezetői? (?:igazgatói? )?(?:asszisztens|titkár)\p{L}*"
    r"|(?:asistent|pomoćni[kc]|pomočni[kc]|tajni[kc]|sekretar)(?:ica|a|ka)? (?:generaln\p{L}+ )?(?:direktor"
    r"|riadite)\p{L}*"
    r"|(?:asistent|secretar)[ăa]? (?:de )?(?:direc|manager)\p{L}*"
    r"|(?:асистент|секретар|помощник)(?:ка)? на (?:\p{L}+ния )?(?:директор|управител)\p{L}*"
    r"|(?:βοηθ[όο][ςσ]|γραμματ[έε]α[ςσ]) (?:του |της )?(?:γενικού )?διευθυντ\p{L}*"
    r"|(?:עוזר|מזכיר|נהג|אסיסטנט)(?:ת|/ת|ית)?(?: אישי(?:ת|/ת)?)? (?:ל|של )?(?:ס?מנכ[\"״]ל|סמנכ[\"״]ל|מנהל"
    r"|דירקטור)\p{L}*"
    r"|เลขา(?:นุการ)?(?:กรรมการผู้จัดการ|ผู้อำนวยการ)|ผู้ช่วยกรรมการผู้จัดการ"
    r"|\b(?:asisten|sekretaris|sopir) (?:pribadi )?(?:direktur|direksi|manajer)[a-z]*"
)
"""Whose assistant, secretary or driver somebody is."""
