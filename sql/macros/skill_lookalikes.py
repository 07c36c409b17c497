"""What is written like the name of a skill and is none, and endings of names."""

from __future__ import annotations

from macros.skill_letters import CYRILLIC

INITIALS = r"\b[CR]&[A-Za-z]\b|\b[A-Za-z]&[CR]\b|\bR ?(?:&|and|und|\+) ?D\b|\b[CR](?:[端轮级類类座栋区]|ラウンド)"
"""Two letters that are short for two words (R&D), and one that counts something: round, class or house C."""
OF_CLASS_C = r"\bC-(?i:niveau|nivå|nivel|k[öøo]r|kort|førerkort|sertifikat|f[üu]hrerschein|schein|rijbewijs|ajokort)"
"""Lessons of level C and driving licences."""
_CLASS = (
    r"(?:categor(?:ia|ías?|ie|iei)|cat[ée]gories?|kategori(?:e|en|i|a|ja|je)?|kategorij[aeou]|kategóri[aeu]"
    r"|skupin[ayu]?"
    r"|klassen?|klass|klas[aey]|luokka|luokan|osztály|sınıf[ıi]?|ehliyeti?|hạng"
    r"|категори[яиюй]|категорі[яїюй]|класс?[аыу]?)"
)
_CLASS_CUT = r"(?:kat|cat|categ|ctg|sk|skup|kl|klas|ktg|кат|кл)"
_BEFORE_CLASS = (
    rf"(?i:(?:^|[^A-Za-z{CYRILLIC}])(?:{_CLASS} ?|{_CLASS_CUT}(?:[.] ?| )))[\"\x{{ab}}\x{{201c}}\x{{201e}}']?"
)
_LETTER = r"[ABCDEFMT][0-9]?E?"
_AND = "and|or|und|oder|et|ou|y|o|e|i|a|lub|oraz|nebo|en|of|og|och|eller|ir|un|ve|и|или|та|або"
OF_CLASSES = rf"{_BEFORE_CLASS}{_LETTER}(?:[ ,/+&]{{1,3}}(?:(?:{_AND}) )?{_LETTER}){{0,6}}([^A-Za-z0-9+#]|$)"
"""Classes of driving licences and other things: kat. C, категории B, C."""
MAY_BE_CLASS = rf"{_BEFORE_CLASS}[A-F]"
CLASS_AFTER_DOT = rf"(?i:(^|[^A-Za-z{CYRILLIC}])({_CLASS_CUT}))[.] ([A-F][0-9]?E?(?:[^A-Za-z0-9+#]|$))"
CLASS_AFTER_DOT_JOINED = r"\1\2 \3"
"""An abbreviation that ends no sentence."""
_ADDRESS = r"(?i:github|gitlab|bitbucket|stack ?overflow|kaggle|slack|discord|codepen)"
ON_GITHUB = (
    rf"\b(?i:hi|hello|hey|dear),? {_ADDRESS}\b"
    rf"|\b{_ADDRESS}['\x{{2019}}]?s?[ -](?i:communit(?:y|ies)|profiles?|accounts?|links?|handles?|user ?names?|urls?"
    rf"|portfolios?"
    r"|stars?|id)\b"
    rf"|\b(?i:(?:on|see|visit|follow|check|check out) (?:our|their)|your|my)(?i: own| public| personal)? "
    rf"{_ADDRESS}(?i: repo(?:s|sitory|sitories)?| projects?"
    rf"| page)?"
    r"( ?[,.;:!?()/&|]| (?i:and|or|if|with|as|so|to|for|at|that|which|where|is|are)\b| ?$)"
)
"""Where applicants show their work and an employer shows its own: no tool that the work is done with."""
MAY_BE_ADDRESS = _ADDRESS
_CAPITALIZED = r"[A-Z][A-Za-z0-9&-]*"
_COMPANY = (
    rf"(?:Amazon Web Services|Cloud Foundry|Google Cloud|Hugging Face|Red Hat|Scale AI|Sun Microsystems|{_CAPITALIZED})"
)
_OF = "(?i:of|from|at|like|such as|including) (?i:the )?"
_ONE_OF = rf"(?i:(?:co-?)?founder|c[eto]o|cfo|investor) {_OF}"
_SEVERAL_OF = (
    rf"(?:(?i:(?:co-?)?founders|c[eto]os|cfos|executives|alumni|veterans|investors|angels|backers) {_OF}"
    r"|(?i:investors?(?::| include[sd]?)) )"
)
_MONEY_FROM = r"(?i:(?:funded|financed) by|(?:funding|investments?|round) (?:from|by|led by)) "
_ANY_OF = rf"(?:{_ONE_OF}|{_SEVERAL_OF})?"
PEOPLE_OF = (
    rf"\b(?:{_SEVERAL_OF}{_ANY_OF}{_COMPANY}"
    rf"(?:(?: {_CAPITALIZED}){{0,2}}(?:, |,? and |,? & )(?i:the )?{_ANY_OF}{_COMPANY})*"
    rf"|(?:{_ONE_OF}|{_MONEY_FROM}){_ANY_OF}{_COMPANY})"
    r"|(?:投资(?:人|方|机构|者)|領投方|领投方|股东)(?:包括|有|为|是|\x{ff1a}|:) ?"
    rf"{_COMPANY}(?: [a-z]+)?(?: ?[、和与及\x{{ff0c}},/&] ?{_COMPANY}(?: [a-z]+)?)*"
)
"""Companies that lend an employer their name bear those of programs: founders of Redis, investors such as Stripe. Only
several people are followed by a list, and what follows its last company in capitals belongs to the text."""
_NAMES = (
    "JavaScript|TypeScript|Python|Kubernetes|Linux|Angular|Terraform|Jenkins|Photoshop|Excel"
    "|PostgreSQL|Postgres|MySQL|GitHub|GitLab|MATLAB|AutoCAD|WordPress|Symfony|Django|Laravel|Magento|Selenium|Hadoop"
    "|Elasticsearch|Postman|PowerPoint|SharePoint|Salesforce|Redux|Webpack|jQuery|GraphQL|MongoDB|Node[.]js|Vue[.]js"
)
INFLECTED = rf"\b({_NAMES})(?:-?(?:u|em|om|ie|owi|ovi|ów|ech|ach|y|a)|[\x{{2019}}'](?:a|u|em|owi))\b"
"""Slavic endings of names that are no words with them: JavaScriptu, Pythonem."""
MAY_BE_INFLECTED = rf"(?:{_NAMES})(?:[aeiouyó]|-|['\x{{2019}}])"
