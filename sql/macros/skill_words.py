"""The words beside a name that say that it is a skill, in the languages of adverts that are written in Latin letters.

Words of other scripts end a word, as all their letters do: `skills.py` replaces those that matter.
"""

from __future__ import annotations

CONNECTORS = (
    "and", "or", "und", "oder", "et", "ou", "y", "e", "o", "ed", "od", "en", "i", "oraz", "lub", "nebo", "či",
    "och", "og", "eller", "ja", "tai", "ve", "veya", "və", "và", "hoặc", "dan", "atau", "és", "vagy", "și", "sau",
    "ir", "un", "või", "ali",
)  # fmt: skip
"""Between two names."""
LEADING_WORDS = (
    "using", "proficient", "language", "languages", "ms", "microsoft", "apache", "know", "eg", "e.g", "advanced",
    "learn", "like", "including", "framework", "frameworks", "tools",
    "lenguaje", "lenguajes", "linguagem", "linguagens", "linguaggio", "linguaggi", "langage", "langages",
    "programmiersprache", "programmiersprachen", "programmeertaal", "języka", "język", "jazyk", "jazyka",
    "paquete", "pacote", "pacchetto", "logiciel", "logiciels", "programu", "programů", "arkusz", "arkusza",
    "arkuszy", "aplikacji", "programos", "programą",
    "manejo", "maîtrise", "maîtriser", "maîtrisez", "kenntnisse", "znajomość", "znajomości", "obsługa", "obsługi",
    "znalost", "znalosti", "ovládání", "ovládanie", "poznavanje", "poznavanja", "znanje", "znanja",
    "beherrschst", "behärskar", "behersker", "hallitset",
    "cunoștințe", "cunoaștere", "operare", "utilizare",
    "thạo", "dụng", "năng", "biết", "giỏi",
    "menguasai", "mahir", "menggunakan", "mengoperasikan", "penguasaan",
)  # fmt: skip
"""What stands before a skill rather than before a common word or a place."""
LEADING_PREPOSITIONS = (
    "in", "with", "of", "on", "mit", "en", "con", "von", "de", "d", "del", "du", "des", "avec", "sur", "di", "do", "da",
    "em", "no", "com", "van", "met", "w", "z", "ze", "s", "se", "v", "ve", "u", "sa", "av", "af", "i", "med",
    "om", "til", "för", "vid", "från", "cu", "în", "về", "dengan", "dalam", "tentang",
)  # fmt: skip
LEADING_NOUNS = (
    "experience", "experienced", "proficient", "proficiency", "knowledge", "fluent", "fluency", "skill", "skills",
    "skilled", "expertise", "expert", "familiarity", "familiar", "background", "programming", "code", "coding",
    "written", "write", "writing", "development", "built", "understanding", "exposure", "comfortable", "competency",
    "competence", "mastery", "hands", "command",
    "erfahrung", "erfahrungen", "kenntnisse", "kenntnissen", "umgang", "beherrschung", "anwendung", "vertraut",
    "wissen", "grundkenntnisse", "routine", "versiert", "sicher",
    "experiencia", "manejo", "dominio", "conocimiento", "conocimientos", "uso", "nociones", "habilidad", "habilidades",
    "familiaridad", "programación", "desarrollo",
    "experiência", "conhecimento", "conhecimentos", "domínio", "vivência", "noções", "familiaridade", "habilidade",
    "manuseio", "prática", "programação", "desenvolvimento",
    "expérience", "maîtrise", "connaissance", "connaissances", "utilisation", "notions", "compétence", "compétences",
    "bases", "aisance", "pratique", "programmation", "développement",
    "esperienza", "conoscenza", "conoscenze", "utilizzo", "padronanza", "dimestichezza", "competenza", "competenze",
    "programmazione", "sviluppo",
    "ervaring", "kennis", "beheersing", "vaardigheid", "vaardigheden", "vaardig", "bekend", "handig", "overweg",
    "doświadczenie", "doświadczenia", "doświadczeniem", "znajomość", "znajomości", "znajomością", "umiejętność",
    "umiejętności", "biegłość", "wiedza",
    "zkušenost", "zkušenosti", "zkušeností", "znalost", "znalosti", "znalostí", "skúsenosť", "skúsenosti",
    "erfarenhet", "kunskap", "kunskaper", "vana", "kompetens", "färdigheter",
    "erfaring", "kendskab", "kjennskap", "kunnskap", "kunnskaper", "kompetanse", "kompetencer", "fortrolig",
    "rutineret", "ferdigheter", "viden", "stærk", "trygg",
    "iskustvo", "znanje", "poznavanje", "rada", "izkušnje", "znanja",
    "experiență", "experiența", "cunoștințe", "cunoștințele", "cunoaștere", "utilizarea",
    "nghiệm", "thức", "pengalaman", "pengetahuan", "kemampuan", "keahlian", "keterampilan",
)  # fmt: skip
"""What stands before a skill with a preposition between: experience in Go."""
ROLES_BEFORE = (
    "engineer,", "developer,", "programmer,", "scientist,", "analyst,", "entwickler,", "desarrollador,",
    "desenvolvedor,", "développeur,", "entwicklerin,", "desarrolladora,", "desenvolvedora,", "développeuse,",
    "sviluppatore,", "ontwikkelaar,", "programista,", "vývojář,", "vývojár,", "programátor,", "utvecklare,",
    "utvikler,", "udvikler,", "kehittäjä,", "geliştirici,", "fejlesztő,",
)  # fmt: skip
"""What stands before the bracket or comma of a language in a title: Backend Engineer (Go)."""
FOLLOWING_WORDS = (
    "developer", "developers", "engineer", "engineers", "programming", "programmer", "programmers", "language", "dev",
    "devs", "code", "codebase", "experience", "skills", "script", "scripts", "scripting", "framework", "frameworks",
    "backend", "frontend", "services", "microservices", "library", "libraries", "spreadsheet", "spreadsheets",
    "formulas", "macros", "expert", "experts", "stack", "api", "apis", "templates", "cluster", "clusters", "pipelines",
    "playbooks", "certification", "certified", "database", "databases", "server", "entwickler", "desarrollador",
    "desenvolvedor", "développeur", "kenntnisse", "kenntnissen", "básico", "basico", "intermedio", "intermediário",
    "intermediario", "avanzado", "avançado", "avanzato", "avancé", "nível", "nivel", "niveau", "fortgeschritten",
    "ontwikkelaar", "sviluppatore", "programista", "vývojář", "vývojár", "programátor", "utvecklare", "utvikler",
    "udvikler", "kehittäjä", "ohjelmoija", "geliştirici", "geliştiricisi", "fejlesztő", "programozó", "programuotojas",
    "kennis", "kunskaper", "kunskap", "kunnskaper", "kendskab", "erfarenhet", "erfaring", "ervaring", "ferdigheter",
    "færdigheder", "osaaminen", "osaamista", "taidot", "kokemus", "kokemusta", "käyttö", "hallinta",
    "bilgisi", "bilgisine", "kullanımı", "kullanabilen", "programı", "programını", "programına", "programlarını",
    "programlarına", "deneyimi", "tecrübesi", "biliyi", "bilikləri", "proqramı", "proqramını", "proqramlarını",
    "ismeret", "ismerete", "tudás", "žinios", "žinių", "mokėjimas", "zināšanas", "prasmes", "oskus", "tundmine",
    "avanzata", "pokročilý", "zaawansowany",
)  # fmt: skip
VERSION = r"^[1-9](\.[0-9x]+)?\+?$"
