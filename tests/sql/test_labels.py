"""Seniority and job type in one form: the sandbox's labels, those of the real adverts, and titles."""

from __future__ import annotations

from jobhouse.sandbox.postings.occupations import LEVELS, TRADES
from tests.support.sql_models import macro_values

SENIORITY = {
    "Internship": "internship", "Intern": "internship", "Entry-level": "entry", "Junior": "entry", "entry": "entry",
    "Mid-level": "mid", "Mid": "mid", "Associate": "mid", "Intermediate": "mid", "Midweight": "mid",
    "Senior": "senior",
    "Senior-level": "senior", "SENIOR": "senior", "Lead": "lead", "Senior, Lead": "senior", "Staff": "lead",
    "Director": "director", "Executive": "executive", "Senior, Manager": "senior", "Manager": "manager",
    "Entry-level, Mid-level": "entry", "Manager, Senior": "senior", "Director, Executive": "director", "Any": None,
    "Executive, Director": "director", "Manager, Executive": "manager",
    # an underscore stands between words
    "c_level": "executive", "team_lead": "lead", "staff_engineer": "lead", "mid_senior_level": "mid",
    # what a title says means the same in a label
    "Semi Sr": "mid", "Semi-Senior": "mid", "Ssr": "mid", "Junior, Semi Sr": "entry", "Starszy specjalista": "senior",
    "Młodszy specjalista (Junior)": "entry", "Kierownik / koordynator": "manager", "старший": "senior",
    "실습, 신입": "entry",
    "Kıdemli": "senior", "Yeni mezun": "entry", "Dyrektor": "director", "Avdelingsleder": "manager",
    # a word that another one denies, or that is part of its opposite
    "Non-managerial": None, "Inexperienced": None, "Nicht Senior": None, "Paraprofessional": None,
    "Remote: No - Senior": "senior", "Remote - no - Senior": "senior", "Visa: No Senior": "senior",
    "Level: Non-managerial": None, "Level: not senior": None,
    "Junior/Senior": "entry", "Regular / Senior": "mid", "Head Nurse": "lead", "Начинающий": "entry",
    "Fresher": "entry", "New Grad": "entry", "Pl": "mid", "C Suite": "executive", "Filialleitung": "manager",
}  # fmt: skip
TITLES = {
    "Software Engineer": None, "Senior Software Engineer": "senior", "Sr. Data Engineer": "senior",
    "Director, Data": "director", "Head of Data": "director", "Senior Director of Sales": "director",
    "Associate Director": "director", "Staff Engineer": "lead", "Staff Machine Learning Engineer": "lead",
    "Staff Accountant": None, "Staff Nurse": None, "Senior Staff Accountant": "senior", "Principal Architect": "lead",
    "Tech Lead": "lead", "Lead Generation Specialist": None, "Product Manager": None, "Account Executive": None,
    "Executive Assistant to the CEO": None, "VP of Engineering": "executive", "Chief Technology Officer": "executive",
    "Software Engineer Intern": "internship", "Internal Auditor": None, "International Sales": None,
    "Werkstudent Marketing": "internship", "Jr. Developer": "entry", "Entry Level Analyst": "entry",
    "Sales Associate": None, "Senior Living Advisor": None, "Mid-Level Developer": "mid",
    # abbreviations
    "Data_Engineer_Sr": "senior", "Analista de Dados Pl": "mid", "Engenheira de Software (Pl)": "mid",
    "Desenvolvedor Java Pl/Sr": "mid", "Analista PL/SQL": None, "Driver (Warsaw, PL)": None,
    "Sr. Mgr., Analytics": "manager", "Software Engineer Co-op": "internship", "Dir. of Sales": "director",
    "AVP, Risk": "executive", "Snr Developer": "senior", "Mgr, Data": "manager",
    # the office of somebody else
    "CEO Office Strategy Analyst": None, "Analyst, CEO's Office": None, "CFO Advisory Consultant": None,
    "Office of the COO, Associate": None, "Assistenz der Geschäftsführung": None, "CEO, Head Office": "executive",
    # a manager leads people or a unit, other managers are occupations
    "Engineering Manager": "manager", "Manager, Data Science": "manager", "Supervisory Engineer": "manager",
    "Shift Supervisor": "manager", "Store Manager": "manager", "Senior Manager, Sales": "manager",
    "Account Manager": None, "Project Manager": None, "Customer Success Manager": None,
    "Senior Project Manager": "senior",
    "Senior Director, Engineering Managers": "director", "Leadership Coach": None, "Sales Lead Qualification": None,
    "Distinguished Engineer": "lead", "Member of Technical Staff": None, "Chief of Staff": None, "Art Director": None,
    "Assistant to the Director": None, "Mid-Market Account Executive": None, "Middle School Teacher": None,
    "Mid/Senior Engineer": "mid", "Student Trainee (Budget)": "internship", "New Grad Engineer": "entry",
    "Internship Coordinator": None, "Co-Founder & CTO": "executive", "Reporting to the CTO": None,
    # languages
    "高级前端工程师": "senior", "资深开发": "senior", "实习生": "internship", "产品总监": "director",
    "技术主管": "manager",
    "产品经理": None, "技术专家": "lead", "算法工程师\uff08校招\uff09": "entry", "Filialleiter": "manager",
    "Geschäftsstellenleiter": "manager", "Werksleiterin": "manager", "Rohrleitungsbauer": None, "Bauleitung": None,
    "Freshers welcome": "entry",
    "Projektleiter": None,
    "Leiter Finanzen": "manager", "Teamleiter Vertrieb": "lead", "Praktikum Marketing": "internship",
    "Geschäftsführer": "executive", "Stagiaire RH": "internship", "Chargé de communication": None,
    "Directrice commerciale": "director", "Chef de projet": None, "Gerente de ventas": "manager",
    "Gerente de proyecto": None, "Becario de marketing": "internship", "Desarrollador semi senior": "mid",
    "Desenvolvedor Sênior": "senior", "Desenvolvedor Júnior": "entry", "Estágio em TI": "internship",
    "Tirocinio curriculare": "internship", "Direttore vendite": "director", "Medior Developer": "mid",
    "Yeni Mezun Muhasebeci": "entry", "見習いスタッフ": "entry", "Brygadzista": "manager",
    "Kıdemli Geliştirici": "senior",
    "Старший бухгалтер": "senior", "Младший аналитик": "entry", "Бригадир": "manager", "Vedoucí prodejny": "manager",
    "Butikksjef": "manager", "Avdelingsleder": "manager", "Teamleder": "lead", "Myymäläpäällikkö": "manager",
    "Mağaza Müdürü": "manager", "Trưởng phòng": "manager", "매장 팀장": "lead", "Stážistka": "internship",
    "Polier": "manager", "Capoturno": "manager", "Genel Müdür": "executive",
    # the chief of a unit, and a cook
    "Gruppchef": "manager", "Økonomichef": "manager", "HR-chef": "manager", "Souschef": None, "Küchenchef": None,
    "Kjøkkensjef": None, "Chef de partie": None, "Sous Chef": None, "Projektchef": None, "Prosjektleder": None,
    "Grillchef": None, "Konditorchef": None, "Köksmästarchef": None, "Acme Masterchef": None, "Kallskänkchef": None,
    "Salgssjef": "manager", "Försäljningschef": "manager", "Afdelingschef": "manager", "IT-sjef": "manager",
    "Filialchef": "manager", "Platschef": "manager", "Verksamhetschef": "manager",
    # schools, clubs and those who are looked after
    "Elementary School Principal": None, "High School Principal": None, "School Principal": None,
    "Primary School Deputy Principal": None,
    "Caretaker, Junior School": None, "Cleaner - Junior & Infant School": None, "Teacher, Senior High School": None,
    "Coach, Junior College": None, "Berater Junior Enterprise": None, "Infirmière en résidence senior": None,
    "Opiekun osób starszych": None, "Воспитатель младшей группы": None,
    # whose assistant somebody is
    "Asystentka Dyrektora": None, "Assistante de direction": None, "Помощник директора": None,
    "Assistant Director": "director",
    "Trợ lý giám đốc": None, "Thư ký tổng giám đốc": None, "مساعد المدير التنفيذي": None,
    "سكرتيرة المدير التنفيذي": None,
    "مساعد مدير فرع": None, "Genel Müdür Asistanı": None, "Bölge Müdürü Sekreteri": None, "店长助理": None,
    "总经理秘书": None, "総務部長補佐": None, "店長候補": None, "점장 후보": None, "본부장 비서": None,
    "Toimitusjohtajan assistentti": None, "Assistent till verkställande direktör": None,
    "Asistentka vedoucího": None, "Помощник бригадира": None,
    "Quản lý thực tập sinh": None, "Наставник стажёров": None, "Thực tập sinh": "internship",
    "المدير التنفيذي": "executive", "店长": "manager", "점장": "manager", "Giám đốc": "director",
    "Analista Semi Sr": "mid", "Semi-Sr. Developer": "mid",
    "Direktör Asistanı": None, "Помощница директора": None, "Асистент директора": None, "Водитель директора": None,
    "Maliyyə Direktorunun Assistenti": None, "PA to Managing Director": None, "Chauffeur du directeur": None,
    "Assistente del direttore": None, "Asistente del Gerente General": None, "Igazgatói asszisztens": None,
    "Asistentka riaditeľa": None, "Direktoriaus padėjėjas": None, "Sekretaris Direktur": None,
    "עוזרת אישית למנכ\"ל": None, "Заместитель директора": "director",
    # two levels to choose from: the lowest, which is none where one of the two has none
    "(Jr./ Sr.) Engineer": "entry", "Junior/Senior Developer": "entry", "Junior to Senior Developer": "entry",
    "Junior-to-Senior Developer": "entry", "Developer (junior, mid-level, senior)": "entry",
    "Principal/Lead/Senior/Mid Level Engineer": "mid", "Medior/Senior Developer": "mid",
    "Developer (mid and senior)": "mid", "Младший/Старший аналитик": "entry", "工程师\uff08中级、高级\uff09": "mid",
    "Senior/Staff Engineer": "senior", "Staff or Senior Engineer": "senior", "Lead Analyst/Senior Analyst": "senior",
    "Senior Staff / Principal Engineer": "lead", "Senior Lead Engineer": "lead", "Analyst/Senior Analyst": None,
    "Developer / Senior Developer": None, "Engineer II / Sr. Engineer": None, "Consultant oder Senior Consultant": None,
    "Data Engineer - Entry/Senior level": "entry", "Data Entry - Senior Clerk": "senior",
    "Warsaw, PL, Senior Nurse": "senior",
    "Manager/Sr. Manager, Operations": "manager", "Junior & Senior High School": None,
    # who leads others of a trade is no director, and some trades have no level
    "Head Nurse": "lead", "Head Waiter": "lead", "Head Gardener": "lead", "Head Cashier": "lead",
    "Head Housekeeper": "lead", "Head Maintenance Engineer": "lead", "Head Chef": None, "Head Pastry Chef": None,
    "Head Teacher": None, "Head Coach": None, "Head Start Teacher": None, "Head, Data": "director",
    "Head Marketing": "director", "Head - Sales": "director",
    # who looks after apprentices
    "Apprenticeship Manager": None, "Skills Coach - Sales Apprenticeship": None, "Apprentice Electrician": "internship",
    # more languages
    "Restoranų vadovas": "manager", "Pamainos vadovė": "manager", "Pamainos vadovo padėjėjas": None,
    "Projektų vadovas": None, "Jaunesnysis programuotojas": "entry", "Veikala vadītājs": "manager",
    "Autovadītājs": None, "Kaupluse juhataja": "manager", "Klassijuhataja": None, "Műszakvezető": "manager",
    "Gépjárművezető": None, "Pályakezdő mérnök": "entry", "Gyakornok": "internship", "Șef de tură": "manager",
    "Șef de echipă": "lead", "Voditelj smjene": "manager", "Vodja izmene": "manager", "Vedúci predajne": "manager",
    "Vedúci projektu": None, "Управител на магазин": "manager", "Младши специалист": "entry",
    "Υπεύθυνος καταστήματος": "manager", "Διευθυντής πωλήσεων": "director", "מנהל חנות": "manager",
    "מנהל מוצר": None, "מפתח ג'וניור": "entry", "מפתחת בכירה": "senior", "ผู้จัดการฝ่ายขาย": "manager",
    "ผู้จัดการโครงการ": None, "วิศวกรอาวุโส": "senior", "Kepala Toko": "manager", "Manajer Proyek": None,
    "Kiçik mütəxəssis": "entry", "Mühasib üzrə təcrübəçi": "internship", "Şöbə müdiri": "manager",
    "Начинающий специалист": "entry", "Vendedor - 1era. exp. laboral": "entry", "Primera experiencia": "entry",
    "Starszy programista": "senior", "Młodszy analityk": "entry", "Avdelningschef": "manager",
}  # fmt: skip
JOB_TYPES = {
    ("full-time", None): "full_time", ("Full Time", None): "full_time", ("FULL_TIME", None): "full_time",
    ("Part Time", None): "part_time", ("Contractor", None): "contract", ("freelance", None): "contract",
    ("Other", None): "other", ("Intern", None): "internship", ("Temporary", None): "temporary",
    ("Side", None): "part_time",
    ("Volunteer", None): "volunteer", ("berufserfahren", None): "other", ("Working student", None): "part_time",
    ("Internship, hilfstätigkeit / student", None): "internship part_time",
    ("Contract, berufseinstieg", None): "contract",
    ("PERMANENT", None): "full_time", ("Festanstellung", None): "full_time", (None, None): "",
    ("Full-time and Part-time", None): "full_time part_time", ("Contract / Full-Time", None): "contract full_time",
    ("Full-time, Internship", None): "full_time internship", ("Part or Full time", None): "full_time part_time",
    ("Full/part time", None): "full_time part_time", ("Term", None): "temporary",
    ("Unbefristet, Teilzeit", None): "part_time",
    ("Full-time, Contractor, and Temp work", None): "contract full_time temporary", ("ONSITE, VISA", None): "",
    ("ONSITE, INTERNS, FULL-TIME", None): "full_time internship",
    # the title adds what it plainly says
    ("Permanent", "Clerk - Part time (25 hours)"): "part_time", ("Full-time", "Data Intern"): "full_time internship",
    (None, "Developer (Contract)"): "contract", (None, "Contract Manager"): "", (None, "Volunteer Coordinator"): "",
    (None, "Fulltime Cook, part-time possible"): "full_time part_time", (None, "Internal Auditor"): "", ("Other",
    "Intern"): "internship",
    ("Full-time", "Temporary Works Engineer"): "full_time temporary",
    # languages
    ("Vollzeit", None): "full_time", ("Teilzeit, befristet", None): "part_time temporary", ("CDI", None): "full_time",
    ("CDD - Temps plein", None): "full_time temporary", ("Stage", None): "internship",
    ("Jornada completa", None): "full_time",
    ("Tempo integral", None): "full_time", ("Estágio", None): "internship", ("Tempo determinato", None): "temporary",
    ("Tempo indeterminato", None): "full_time", ("Deeltijd", None): "part_time", ("全职", None): "full_time",
    ("兼职/实习", None): "internship part_time", ("正社員", None): "full_time", ("契約社員", None): "contract",
    ("アルバイト", None): "part_time", ("Pełny etat", None): "full_time", ("Heltid", None): "full_time",
    ("Deltid", None): "part_time", ("Efetivo", None): "full_time", ("Vaste baan", None): "full_time",
    ("Umowa na czas nieokreślony", None): "full_time", ("Contrat à durée indéterminée", None): "full_time",
    ("فول تايم", None): "full_time", ("دوام كامل", None): "full_time", ("Полный день", None): "full_time",
    ("Tam zamanlı", None): "full_time", ("Plný úvazek", None): "full_time", ("Toàn thời gian", None): "full_time",
    ("midlertidig", None): "temporary", ("Umowa o pracę tymczasową, Pełny etat", None): "full_time temporary",
    ("Brigáda", None): "temporary", ("Yarı zamanlı", None): "part_time", ("تدريب", None): "internship",
    # a word that is part of its opposite
    ("정규직", None): "full_time", ("비정규직", None): "temporary", ("무기계약직", None): "full_time",
    ("계약직", None): "contract", ("非正社員", None): "temporary", ("常勤", None): "full_time",
    ("非常勤", None): "part_time",
    ("有期雇用", None): "temporary", ("無期雇用", None): "full_time", ("非全日制", None): "part_time",
    ("无固定期限", None): "full_time", ("固定期限", None): "temporary", ("Niepełny etat", None): "part_time",
    ("Неполный день", None): "part_time", ("Onbepaalde tijd", None): "full_time", ("Bepaalde tijd", None): "temporary",
    ("Nicht befristet", None): "full_time", ("Durée déterminée", None): "temporary",
    ("Belirsiz süreli", None): "full_time",
    ("Non-permanent", None): "temporary", ("Não efetivo", None): "temporary", ("Keine Vollzeit", None): "part_time",
    ("Full-time, no C2C", None): "full_time", ("No freelancers", None): "", ("Contemporary", None): "other",
    # an answer to something else denies no type
    ("Remote - no - full time", None): "full_time", ("Relocation: no - Full-Time", None): "full_time",
    ("Remote: No - Full-time", None): "full_time", ("Sponsorship - No - Full-time", None): "full_time",
    ("Visa Sponsorship: No Full Time", None): "full_time", ("Visa: No - Contract", None): "contract",
    ("On-call: No - Part-time", None): "part_time", ("Visa? No Full-time", None): "full_time",
    ("Type: Non-permanent", None): "temporary", ("Art: keine Vollzeit", None): "part_time",
    ("Nicht-Vollzeit", None): "part_time", ("Full-time - no C2C", None): "full_time",
    ("не полная занятость", None): "part_time", ("Không toàn thời gian", None): "part_time",
    ("не повна зайнятість", None): "part_time", ("Nie pełny etat", None): "part_time",
    # the name of a field
    ("Contract Type: Permanent", None): "full_time", ("Type of contract: permanent", None): "full_time",
    ("Tipo de contrato: indefinido", None): "full_time", ("Type de contrat : CDI", None): "full_time",
    ("Vertragsart: unbefristet", None): "full_time", ("contract_type: Freelance", None): "contract",
    ("Soort contract: onbepaalde tijd", None): "full_time", ("Contract type: fixed-term", None): "temporary",
    # permanent or a contract is both, and a permanent contract is none of these
    ("CLT / PJ", None): "contract full_time", ("CLT ou PJ", None): "contract full_time", ("PJ", None): "contract",
    ("Umowa o pracę, kontrakt B2B", None): "contract full_time", ("Contract to permanent", None): "contract",
    ("Permanent contract", None): "full_time", ("Permanent, Part-time", None): "part_time",
    # an abbreviation beside the place in a title
    (None, "Web Developer - Saigon - FT"): "full_time", (None, "Cook (FT/PT)"): "full_time part_time",
    (None, "Reporter, FT Group"): "", (None, "Nurse - PT"): "",
    # permanent or for a time is both, side by side
    ("CDI/CDD", None): "full_time temporary", ("CDI ou CDD", None): "full_time temporary",
    ("CDD, puis CDI", None): "temporary", (None, "Technicien H/F - CDI/CDD"): "full_time temporary",
    ("Permanent / Temporary", None): "full_time temporary", ("Temp to perm", None): "temporary",
    ("befristet oder unbefristet", None): "full_time temporary",
    ("Contrato indefinido / Contrato temporal", None): "full_time temporary",
    ("Umowa o pracę na czas określony", None): "temporary",
    # one of two is written in half
    ("Jornada completa o parcial", None): "full_time part_time", ("Voll- oder Teilzeit", None): "full_time part_time",
    ("Teil- oder Vollzeit", None): "full_time part_time", ("Temps plein ou partiel", None): "full_time part_time",
    ("Tempo integral ou parcial", None): "full_time part_time", ("Tempo pieno o parziale", None): "full_time part_time",
    ("Vol- of deeltijd", None): "full_time part_time", ("Hel- eller deltid", None): "full_time part_time",
    ("Pełny lub niepełny etat", None): "full_time part_time", ("Koko- tai osa-aika", None): "full_time part_time",
    ("Plný nebo zkrácený úvazek", None): "full_time part_time", ("Tam veya yarı zamanlı", None): "full_time part_time",
    ("Полная или частичная занятость", None): "full_time part_time",
    ("Повна або часткова зайнятість", None): "full_time part_time",
    ("دوام كامل أو جزئي", None): "full_time part_time",
    (None, "Verkäufer in Voll- oder Teilzeit"): "full_time part_time",
    # a title names what a label would
    (None, "개발자 정규직/계약직"): "contract full_time", (None, "사업관리 파트타임"): "part_time",
    (None, "Operador - Contrato a término"): "temporary", (None, "Cajero, contrato a término indefinido"): "",
    (None, "Programador - Temporal"): "temporary", (None, "Analista temporal de datos"): "",
    (None, "Laikinas darbas"): "temporary", (None, "Sandėlininkas (0,5 etato)"): "part_time",
    (None, "Стажер-разработчик"): "internship", (None, "Наставник стажеров"): "",
    (None, "Technology Apprentice"): "internship", (None, "Apprenticeship Manager"): "",
    (None, "Internship Coordinator"): "", (None, "Dělník (HPP)"): "full_time", (None, "Lezec (IČO)"): "contract",
    (None, "HPP Operator"): "", (None, "DPP Coordinator"): "",
    (None, "Gerente de contas PF/PJ"): "", (None, "Full, Media Manager"): "",
    # more languages
    ("vacancy_type_effective", None): "full_time", ("vacancy_type_talent_pool", None): "",
    ("Interinidad / Sustitución", None): "temporary", ("Por Horas", None): "part_time", ("DPP", None): "temporary",
    ("Πλήρης απασχόληση", None): "full_time", ("ΜΕΡΙΚΗ ΑΠΑΣΧΟΛΗΣΗ", None): "part_time",
    ("Αορίστου χρόνου", None): "full_time", ("Ορισμένου χρόνου", None): "temporary",
    ("Teljes munkaidő", None): "full_time", ("Részmunkaidő", None): "part_time",
    ("Határozott idejű", None): "temporary", ("Normă întreagă", None): "full_time",
    ("Jumătate de normă", None): "part_time", ("Perioadă determinată", None): "temporary",
    ("Perioadă nedeterminată", None): "full_time", ("Пълно работно време", None): "full_time",
    ("Непълно работно време", None): "part_time", ("Puno radno vrijeme", None): "full_time",
    ("Nepuno radno vrijeme", None): "part_time", ("Na određeno vrijeme", None): "temporary",
    ("Na neodređeno vrijeme", None): "full_time", ("Polni delovni čas", None): "full_time",
    ("Krajši delovni čas", None): "part_time", ("Za določen čas", None): "temporary",
    ("Za nedoločen čas", None): "full_time", ("Plný pracovný úväzok", None): "full_time",
    ("Skrátený úväzok", None): "part_time", ("Na určitú dobu", None): "temporary", ("TPP", None): "full_time",
    ("Täistööaeg", None): "full_time", ("Osaline tööaeg", None): "part_time", ("Tähtajaline", None): "temporary",
    ("Tähtajatu", None): "full_time", ("Pilna slodze", None): "full_time", ("Nepilna slodze", None): "part_time",
    ("Visas etatas", None): "full_time", ("Nepilnas etatas", None): "part_time", ("Terminuota", None): "temporary",
    ("Neterminuota", None): "full_time", ("งานประจำ", None): "full_time", ("ไม่เต็มเวลา", None): "part_time",
    ("ชั่วคราว", None): "temporary", ("Penuh waktu", None): "full_time", ("Paruh waktu", None): "part_time",
    ("Kontrak", None): "contract", ("Karyawan tetap", None): "full_time", ("Magang", None): "internship",
    ("משרה מלאה", None): "full_time", ("משרה חלקית", None): "part_time", ("Tam ştat", None): "full_time",
    ("Natamam iş günü", None): "part_time", ("Müvəqqəti", None): "temporary", ("पूर्णकालिक", None): "full_time",
    ("अंशकालिक", None): "part_time", ("स्थायी", None): "full_time", ("अस्थायी", None): "temporary",
    ("0,5 FTE", None): "part_time", ("1/2 etatu", None): "part_time", ("Temps complet", None): "full_time",
    # where nothing is stated, the place of work, and its hours
    ("Non précisé", None): "", ("Keine Angabe", None): "", ("Не указано", None): "", ("Office", None): "",
    ("Удаленная работа", None): "", ("Гибкий график", None): "", ("Сменный график", None): "",
    ("Вахтовый метод", None): "", ("4 horas", None): "", ("Night shift", None): "", ("Schichtdienst", None): "",
    ("Full-time (night shift)", None): "full_time", ("Office assistant", None): "other",
    # not a type, in any language
    ("Remoto", None): "", ("Work From Home", None): "", ("Híbrida, presencial", None): "", ("在宅", None): "",
    ("WORK_FROM_HOME", None): "", ("Remoto, Efetivo", None): "full_time", ("Homeworker", None): "other",
}  # fmt: skip


def levels_of(rows: list[tuple[str | None, str | None]]) -> list[str | None]:
    labels = macro_values("labels", "level_label", [(label,) for label, _ in rows])
    read = [(label, title, None) for label, (_, title) in zip(labels, rows, strict=True)]
    return macro_values("labels", "seniority_of", read)


def test_every_label_has_its_level_and_of_several_the_lowest() -> None:
    read = levels_of([(label, "Head of Interns") for label in SENIORITY])
    expected = [level or "internship" for level in SENIORITY.values()]
    assert dict(zip(SENIORITY, read, strict=True)) == dict(zip(SENIORITY, expected, strict=True))


def test_without_a_label_the_title_speaks() -> None:
    read = levels_of([(None, title) for title in TITLES])
    assert dict(zip(TITLES, read, strict=True)) == TITLES


def test_where_neither_label_nor_title_names_a_level_an_internship_is_one() -> None:
    rows = [
        (None, "Web Developer", "[internship]"),
        (None, "Junior Developer", "[internship]"),
        (None, "Cook", "[other]"),
    ]
    assert macro_values("labels", "seniority_of", rows) == ["internship", "entry", None]


def test_the_sandbox_has_no_label_that_is_not_covered() -> None:
    labels = [label for level in LEVELS for label in level.labels]
    assert set(labels) <= set(SENIORITY)


def test_titles_of_the_sandbox_give_the_level_that_their_prefix_means() -> None:
    means = {"Intern": "internship", "Junior": "entry", "Senior": "senior", "Lead": "lead", "Director": "director"}
    marked = [
        (f"{prefix}{title}{suffix}", means[level.name])
        for level in LEVELS
        if level.name in means
        for trade in TRADES
        for title in trade.titles
        for prefix in level.prefixes
        for suffix in level.suffixes
        # here it is an occupation and no level
        if not f"{prefix}{title}".startswith(("Staff Accountant", "Staff Nurse"))
    ]
    read = levels_of([(None, title) for title, _ in marked])
    wrong = [(given, level) for given, level in zip(marked, read, strict=True) if given[1] != level]
    assert not wrong


def test_all_types_that_label_and_title_name_are_listed() -> None:
    labels = macro_values("labels", "type_label", [(label,) for label, _ in JOB_TYPES])
    rows = [(label, title) for label, (_, title) in zip(labels, JOB_TYPES, strict=True)]
    read = macro_values("labels", "job_types_of", rows)
    assert dict(zip(JOB_TYPES, [" ".join(types or []) for types in read], strict=True)) == JOB_TYPES
    assert None in read
    assert [] not in read


def test_nothing_gives_no_level() -> None:
    assert levels_of([(None, None)]) == [None]
