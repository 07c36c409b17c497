"""Which skills titles and texts name. The texts are made up; each shows one rule of the models."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pytest

from tests.support import identity_models, sql_models

NAMES = ("reference.skill_names", "intermediate.int_skill_names__worded")
PARSED = "intermediate.int_skill_texts__parsed"

NAMED = {
    "We use python, javascript (React/Redux) and Postgres.": "JavaScript|PostgreSQL|Python|React|Redux",
    "Experience with AWS or Google Cloud Platform; CI/CD and k8s are a plus": "AWS|CI/CD|GCP|Kubernetes",
    "C/C++, C#, Objective-C and .NET": ".NET|C|C#|C++|Objective-C",
    "Node.js. Vue.js. ASP.NET. Spring Boot.": "ASP.NET|Node.js|Spring Boot|Vue",
    "Amazon Web Services, SQL Server, Ruby on Rails": "AWS|Ruby on Rails|SQL Server",
    "熟悉Python和Go并了解机器学习": "Go|Machine Learning|Python",
    "<ul><li>Power BI</li><li>Go</li></ul><p>C&#x2F;C++&nbsp;or&nbsp;Rust</p>": "C|C++|Go|Power BI|Rust",
    "Erfahrung mit Java-Entwicklung 🚀 und\u200bDocker": "Docker|Java",
    "Kubernetes's operators, Python-based tooling, PowerBI dashboards": "Kubernetes|Power BI|Python",
}
COMMON_WORDS = {
    "Senior Go Developer": "Go",
    "You know Go": "Go",
    "Experience in R is welcome": "R",
    "You have worked with Spark": "Spark",
    "Kotlin or Swift": "Kotlin|Swift",
    "Go, Rust": "Go|Rust",
    "rust, python or go": "Go|Python|Rust",
    "Our Code is Swift 5": "Swift",
    "Go to market with Python": "Python",
    "Our go-to person will go and see": None,
    "Python. Go to our page": "Python",
    "R&D in Germany": None,
    "Series C company with a C-level team": None,
    "We work in Phoenix, Aurora and Spring": None,
    "Our swift response sparks joy": None,
    "Spring 2026 internship, Python": "Python",
    "Access to our offices, and an express train": None,
    "React quickly. React to alerts": None,
    "Registered Nurse (RN)": None,
    "Backend Engineer (Go)": "Go",
    "Data Scientist (R)": "R",
    "Data Scientist (R-15559)": None,
    "Engineer (Vault)": None,
    "Word and Excel": "Excel|Word",
    "Excel intermedio": "Excel",
    "Manejo de Excel avanzado": "Excel",
    "Excel nível avançado": "Excel",
    "Gute Excel-Kenntnisse": "Excel",
    "Maîtrise de Word niveau intermédiaire, et de Python": "Python|Word",
    "Excel in beginner courses": None,
    "Gatsby Africa": None,
    "Supports the Gatsby Benchmarks": None,
    "Gatsby, React": "Gatsby|React",
    "Účetní program Money S3": "Money S3",
    "Pohoda v práci": None,
    "Excel, Pohoda": "Excel|Pohoda",
}
"""Names that are common words too need something beside them that says that they are meant."""
SLASHES = {
    "(Azure / Databricks)": "Azure|Databricks",
    "AWS / Lambda / Terraform": "AWS|AWS Lambda|Terraform",
    "Oracle / SQL": "Oracle|SQL",
    "Java &#x2F; Spring Boot": "Java|Spring Boot",
    "CI / CD, TCP / IP and PL / SQL": "CI/CD|PL/SQL|TCP/IP",
    "AWS/Lambda": "AWS Lambda",
}
"""A slash between spaces divides, unless both sides are one name."""
VERBS = {
    "Experience with React and modern tooling": "React",
    "React with TypeScript": "React|TypeScript",
    "Vue, React in production": "React|Vue",
    "Services in Go and Python": "Go|Python",
    "Kotlin, Swift and Objective-C": "Kotlin|Objective-C|Swift",
    "APIs, both REST and GraphQL": "GraphQL|REST",
    "React and respond to alerts": None,
    "We use Rails and React to make booking easy": "React|Ruby on Rails",
    "Go and see our office": None,
    "You know Python, excel in teams and react to change": "Python",
    "Rest and recover, Access and inclusion": None,
}
"""A verb in its phrase hides a name, unless it is written as the name and something beside it says that it is one."""

LOOKALIKES = {
    "Python, R$ 7.000 a R$ 12.000 por mês": "Python",
    "Pagamos R$7.000, com Python e R": "Python|R",
    "We Pay Rust R$ 7.000, US$ 5,000, HK$ 30,000": None,
    "Python, R&D and Q&A": "Python",
    "Python, R & D": "Python",
    "C & C++": "C|C++",
    "Backed by the founders of Hugging Face, Datadog and Stripe": None,
    "Our CEO from Datadog likes Kubernetes": "Kubernetes",
    "Investors like Snowflake and Databricks; we use Snowflake": "Snowflake",
    "Laptop of your choice: Mac, Windows or Linux. Python": "Python",
    "Au choix: Mac ou Windows ou Linux": None,
    "You know Windows and Linux": "Linux|Windows",
    "#LI-R and Python, #BI-Remote": "Python",
    "Angels like the Founder of Hugging Face, CEO from Datadog, and Leaders": None,
    "$80,000-$130,000CAD/year, Python": "Python",
    "负责C端产品开发经验": None,
    "The Backbone of Java": "Java",
    # letters before a currency sign that belong to no currency
    "Stack: Python, Java, AWS $150k": "AWS|Java|Python",
    "Skills: PHP $60/hr": "PHP",
    "Java, SQL, Go €70k": "Go|Java|SQL",
    "Python, AWS, GCP $140,000 - $180,000": "AWS|GCP|Python",
    "Swift, Objective-C $150k": "Objective-C|Swift",
    "Python, C £60k": "C|Python",
    "Python, R$ 7.000-R$ 12.000 or CA$ 90k or NT$ 60,000": "Python",
    # a choice that is none of a computer, and a computer's system beside what an applicant must know
    "Choose the right tool for the job: Linux, Docker, Windows Server": "Docker|Linux|Windows Server",
    "Ability to choose between Windows and Linux servers, Ansible": "Ansible|Linux|Windows",
    "Experience with Linux and Docker; choice of laptop": "Docker|Linux",
    "Experience with Linux and Docker; the laptop is your choice": "Docker|Linux",
    "Linux and Docker, and a Mac or Windows laptop of your choice": "Docker|Linux",
    "Choice of machine learning tools: Linux, Python": "Linux|Machine Learning|Python",
    "Choice of operating system (macOS, Windows or Linux), Kubernetes": "Kubernetes",
    # what follows a company
    "Reporting to the CTO of Acme Python Developer": "Python",
    "You report to the CTO at Acme and Python is our language": "Python",
    "The CEO of Hugging Face, Python": "Python",
    "Founders of The Two High Towers, Datadog and Stripe": None,
    "精通C类语言和Python": "C|Python",
}
"""What is written like the name of a skill and is none: money, two initials, a founder's last company, equipment."""
BESIDE = {
    "熟练使用Rust": "Rust",
    "Go工程师": "Go",
    "Rust 개발 경험": "Rust",
    "C ve C++ bilgisi": "C|C++",
    "Go oraz Python": "Go|Python",
    "Python och R": "Python|R",
    "R and/or MATLAB": "MATLAB|R",
    "Python y/o R": "Python|R",
    "Java 70% e Delphi 30%": "Delphi|Java",
    "Java (70 %), Scala (30 %)": "Java|Scala",
    "We Hire #golang #Python": "Go|Python",
    "We Use C# #dotnet": ".NET|C#",
    "Java Spring Boot": "Java|Spring Boot",
    "API Rest": "REST",
    "prepare power-point slides": "PowerPoint",
    "MS Dynamics NAV": "Microsoft Dynamics NAV",
    "linguagem ASP clássico": "Classic ASP",
}
"""What stands beside a name, or between two, in other languages and as signs."""
ABROAD = {
    "Software contable y Excel.": "Excel",
    "Manejo de Excel": "Excel",
    "Dominio de Swift": "Swift",
    "Conhecimento em Access": "Microsoft Access",
    "Maîtrise d'Excel": "Excel",
    "Connaissance de Spring": "Spring",
    "Sicherer Umgang mit Word": "Word",
    "Buona conoscenza di Access": "Microsoft Access",
    "Utilizzo di Excel": "Excel",
    "Goede kennis van Swift": "Swift",
    "Kendskab til Unity": "Unity",
    "Goda kunskaper i Go": "Go",
    "Kjennskap til Spark": "Spark",
    "Znajomość programu Word": "Word",
    "Bardzo dobra znajomość R": "R",
    "Dobrá znalost Excelu": "Excel",
    "Cunoștințe de Word": "Word",
    "Sử dụng thành thạo Excel": "Excel",
    "Mahir Excel": "Excel",
    "İyi derecede Word bilgisi": "Word",
    "Word-osaaminen": "Word",
    "Sviluppatore, Go": "Go",
    "Mütəxəssis, SSIS": "SSIS",
    "Mütəxəssis": None,
    "React×Go": "Go|React",
    # words that are none in these languages, and employers
    "Pracuj w Unity": None,
    "Engelsk på C-niveau, erfaring med C-kørekort": None,
    "Programa Spring 2026": None,
}
"""Words for command of a skill, and letters that no word ends at."""
SCRIPTS = {
    "Программист 1С": "1C",
    "Знание Excel, 1с:Бухгалтерия": "1C|Excel",
    "Опыт работы в 1C": "1C",
    "1C-разработчик": "1C",
    "1C proqramı": "1C",
    "1C:Enterprise developer": "1C",
    "Excel, 1C": "1C|Excel",
    "ул. Новая, дом 1С": None,
    "офис 1C": None,
    "Building 1C, Unit 1C": None,
    "11С и 0,1с": None,
    "Эксель, Фотошоп": "Excel|Photoshop",
    "уверенно владеет автокадом": "AutoCAD",
    "работа с дельфинами": None,
    # its first letter is Latin
    "Cтарший Java": "Java",
    "델파이 개발자": "Delphi",
    "C Plus Plus, Punto Net": ".NET|C++",
}
"""Names in other letters, and of bookkeeping in Eastern Europe."""


@pytest.fixture(scope="module")
def db() -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    sql_models.build(db, *NAMES)
    return db


def skills_of(db: duckdb.DuckDBPyConnection, *texts: str) -> list[list[str] | None]:
    """What the model finds in each text."""
    db.execute("create or replace table texts (version_id varchar, description varchar)")
    db.executemany("insert into texts values (?, ?)", [[str(number), text] for number, text in enumerate(texts)])
    db.execute("create schema if not exists staging")
    sql_models.stage(
        db,
        "select version_id, '1' as load_id, (hash(description) >> 1)::bigint as description_hash, "
        "length(description) as description_length, null::varchar as job_title from texts",
    )
    db.execute("create or replace view staging.stg_sentrion__descriptions as select *, '1' as load_id from texts")
    identity_models.rebuild(db, PARSED)
    return [
        row[0]
        for row in db.execute(
            f"select skills from texts left join {PARSED} on text_hash = (hash(description) >> 1)::bigint "
            "order by version_id::integer"
        ).fetchall()
    ]


def named_in(db: duckdb.DuckDBPyConnection, texts: Iterable[str]) -> dict[str, str | None]:
    given = list(texts)
    return {
        text: "|".join(skills) if skills else None for text, skills in zip(given, skills_of(db, *given), strict=True)
    }


def test_names_of_skills_are_found(db: duckdb.DuckDBPyConnection) -> None:
    assert named_in(db, NAMED) == NAMED


def test_names_that_are_common_words_need_something_beside_them(db: duckdb.DuckDBPyConnection) -> None:
    assert named_in(db, COMMON_WORDS) == COMMON_WORDS


def test_a_slash_between_spaces_divides_two_names(db: duckdb.DuckDBPyConnection) -> None:
    assert named_in(db, SLASHES) == SLASHES


def test_a_verb_hides_a_name_unless_it_is_shown_to_be_one(db: duckdb.DuckDBPyConnection) -> None:
    assert named_in(db, VERBS) == VERBS


def test_what_looks_like_a_name_names_no_skill(db: duckdb.DuckDBPyConnection) -> None:
    assert named_in(db, LOOKALIKES) == LOOKALIKES


def test_what_stands_beside_a_name_is_read_in_other_languages_too(db: duckdb.DuckDBPyConnection) -> None:
    assert named_in(db, BESIDE) == BESIDE


def test_words_for_command_show_a_skill_in_other_languages(db: duckdb.DuckDBPyConnection) -> None:
    assert named_in(db, ABROAD) == ABROAD


def test_names_are_found_in_other_letters(db: duckdb.DuckDBPyConnection) -> None:
    assert named_in(db, SCRIPTS) == SCRIPTS


def test_addresses_and_pictures_name_no_skill(db: duckdb.DuckDBPyConnection) -> None:
    texts = (
        "See https://github.com/acme/react and www.python.org/jobs or write to java@kotlin.dev. Thank You",
        f"Hello There <img src='data:image/png;base64,{'iVBOR/R/Go/C++/Qt/AWS/' * 9_000}'>",
        '<a class="Python" href="https://x.org/Python">Our Page</a>',
    )
    assert skills_of(db, *texts) == [None, None, None]


def test_a_longer_name_hides_the_names_in_it(db: duckdb.DuckDBPyConnection) -> None:
    found = skills_of(db, "React Native", "Spring Boot", "Microsoft SQL Server", "Azure DevOps", "Ruby on Rails")
    assert found == [["React Native"], ["Spring Boot"], ["SQL Server"], ["Azure DevOps"], ["Ruby on Rails"]]


def test_texts_that_are_there_are_not_read_again(db: duckdb.DuckDBPyConnection) -> None:
    assert skills_of(db, "Python", "SQL")
    db.execute(f"update {PARSED} set skills = ['held'] where skills = ['Python']")
    db.execute("insert into texts values ('2', 'Docker')")
    sql_models.stage(
        db,
        "select version_id, '1' as load_id, (hash(description) >> 1)::bigint as description_hash, "
        "length(description) as description_length, 'Java Developer' as job_title from texts",
    )
    identity_models.update(db, PARSED)
    found = db.execute(f"select skills from {PARSED} order by skills").fetchall()
    assert found == [(["Docker"],), (["Java"],), (["SQL"],), (["held"],)]


def test_every_name_can_be_found(db: duckdb.DuckDBPyConnection) -> None:
    """A name that the words of a text never equal would find nothing."""
    rows = db.execute(
        "select name, skill from reference.skill_names where reading in ('plain', 'cased') order by name, skill"
    ).fetchall()
    found = skills_of(db, *(f"Our Team uses {name} daily" for name, _ in rows))
    assert [row for row, skills in zip(rows, found, strict=True) if row[1] not in (skills or [])] == []


def test_a_name_means_one_skill_unless_it_joins_several(db: duckdb.DuckDBPyConnection) -> None:
    rows = db.execute(
        "select name_key, list_sort(list(distinct skill)) from intermediate.int_skill_names__worded "
        "where skill is not null group by name_key having count(distinct skill) > 1 order by name_key"
    ).fetchall()
    assert rows == [
        ("c c#", ["C", "C#"]),
        ("c c++", ["C", "C++"]),
        ("html css", ["CSS", "HTML"]),
        ("java spring boot", ["Java", "Spring Boot"]),
    ]


def test_a_name_that_is_no_skill_is_no_skill_elsewhere(db: duckdb.DuckDBPyConnection) -> None:
    """A delivered skill of the one name would be dropped or kept by chance."""
    both = (
        "select name_key from intermediate.int_skill_names__worded group by name_key "
        "having bool_or(reading = 'no_skill') and bool_or(skill is not null)"
    )
    assert db.execute(both).fetchall() == []
    assert skills_of(db, "Remote. Senior. Flow, Python")[0] == ["Python"]


def test_benefits_that_boards_deliver_are_no_skills(db: duckdb.DuckDBPyConnection) -> None:
    benefits = ["五险一金", "年終獎金", "交通費支給", "퇴직금", "401, k", "vale refeição", "firmenwagen", "13 plat"]
    query = "select distinct name_key from intermediate.int_skill_names__worded where reading = 'no_skill'"
    known = {name for (name,) in db.execute(query).fetchall()}
    assert [benefit for benefit in benefits if benefit not in known] == []
