"""The occupations of the generated jobs: titles, departments, pay and skills, and how skills rise and fall."""

from __future__ import annotations

from typing import NamedTuple

from jobhouse.sandbox.postings.seeded_random import wheel


class Trade(NamedTuple):
    """One occupation.

    Titles in use, departments, pay of the middle level in the US (USD a year), skills, weight.
    """

    name: str
    titles: tuple[str, ...]
    departments: tuple[str, ...]
    pay: int
    skills: tuple[int, ...]
    weight: float


class Level(NamedTuple):
    """One seniority: the labels boards give it, the prefixes it puts before a title, pay factor, weight."""

    name: str
    labels: tuple[str, ...]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    pay: float
    weight: float


# skill: how readily an advert names it in 2020 and in 2027, with a straight line between the two
_TRENDS = {
    "Python": (0.6, 0.9), "SQL": (0.8, 0.75), "Java": (0.7, 0.5), "JavaScript": (0.7, 0.5),
    "TypeScript": (0.3, 0.9), "React": (0.5, 0.75), "Angular": (0.5, 0.15), "jQuery": (0.45, 0.05),
    "Go": (0.3, 0.55), "Rust": (0.08, 0.5), "C++": (0.45, 0.4), "C#": (0.5, 0.4), "PHP": (0.45, 0.15),
    "Ruby on Rails": (0.35, 0.15), "Kubernetes": (0.35, 0.8), "Docker": (0.6, 0.7), "AWS": (0.65, 0.75),
    "Azure": (0.4, 0.6), "GCP": (0.3, 0.5), "Terraform": (0.25, 0.7), "Hadoop": (0.5, 0.05),
    "Spark": (0.5, 0.5), "dbt": (0.05, 0.7), "Airflow": (0.3, 0.6), "Snowflake": (0.2, 0.65),
    "Machine Learning": (0.5, 0.75), "LLM": (0.01, 0.85), "PyTorch": (0.3, 0.7), "TensorFlow": (0.55, 0.25),
    "Tableau": (0.6, 0.45), "Power BI": (0.4, 0.7), "Excel": (0.8, 0.6), "Statistics": (0.5, 0.5),
    "R": (0.5, 0.25), "Salesforce": (0.6, 0.6), "HubSpot": (0.3, 0.5), "Negotiation": (0.5, 0.5),
    "Cold Calling": (0.5, 0.25), "SEO": (0.6, 0.4), "Google Analytics": (0.6, 0.45),
    "Content Marketing": (0.5, 0.5), "Figma": (0.2, 0.85), "Sketch": (0.6, 0.1), "User Research": (0.4, 0.6),
    "Prototyping": (0.5, 0.5), "Agile": (0.7, 0.55), "Scrum": (0.6, 0.45), "Jira": (0.5, 0.5),
    "Roadmapping": (0.4, 0.6), "Selenium": (0.6, 0.25), "Playwright": (0.02, 0.6), "Cypress": (0.25, 0.45),
    "Linux": (0.6, 0.5), "Jenkins": (0.55, 0.2), "CI/CD": (0.4, 0.7), "SIEM": (0.4, 0.5),
    "Penetration Testing": (0.4, 0.4), "Zero Trust": (0.05, 0.5), "Patient Care": (0.7, 0.7),
    "Electronic Health Records": (0.5, 0.65), "BLS": (0.6, 0.6), "Telehealth": (0.15, 0.5),
    "GAAP": (0.6, 0.6), "QuickBooks": (0.5, 0.4), "SAP": (0.5, 0.45), "Forecasting": (0.5, 0.5),
    "Payroll": (0.5, 0.4), "Recruiting": (0.6, 0.5), "Onboarding": (0.5, 0.5), "Customer Service": (0.8, 0.7),
    "Zendesk": (0.4, 0.45), "Forklift": (0.6, 0.6), "Inventory Management": (0.6, 0.6),
    "Logistics": (0.5, 0.6), "AutoCAD": (0.6, 0.4), "SolidWorks": (0.5, 0.5), "MATLAB": (0.5, 0.3),
    "Contract Law": (0.6, 0.6), "Compliance": (0.5, 0.6), "Spanish": (0.3, 0.35), "Communication": (0.8, 0.8),
    "Prompt Engineering": (0.0, 0.45), "Swift": (0.6, 0.6), "Kotlin": (0.35, 0.65),
    "Objective-C": (0.4, 0.05), "Flutter": (0.2, 0.4),
}  # fmt: skip

SKILLS = tuple(_TRENDS)
FIRST_TREND_YEAR, TREND_YEARS = 2020, 8

# share of each skill in each year from 2020 on: SHARES[year - 2020][skill]
SHARES = tuple(
    tuple(start + (end - start) * year / (TREND_YEARS - 1) for start, end in _TRENDS.values())
    for year in range(TREND_YEARS)
)

# titles|..;departments|..;pay;weight;skills
_TABLE = """
Software Engineer|Software Developer|SWE;Engineering|Technology|R&D;140000;14;Python,Java,JavaScript,TypeScript,Go,Rust,C++,C#,AWS,Docker,Kubernetes,SQL,Agile,LLM
Frontend Engineer|Front-End Developer|UI Engineer;Engineering|Product Engineering;130000;6;JavaScript,TypeScript,React,Angular,jQuery,Figma,Cypress,Playwright
Backend Engineer|Back End Developer;Engineering|Platform;142000;7;Python,Java,Go,PHP,Ruby on Rails,SQL,AWS,Docker,Kubernetes,Rust
Mobile Engineer|iOS Developer|Android Developer;Engineering|Mobile;138000;3;Swift,Kotlin,Objective-C,Flutter,CI/CD,Agile
Data Engineer|Analytics Engineer|ETL Developer;Data|Engineering|Data & Analytics;145000;6;Python,SQL,Spark,Hadoop,Airflow,dbt,Snowflake,AWS,GCP,Azure,Terraform
Data Scientist|Applied Scientist;Data|Data Science|R&D;150000;4;Python,R,SQL,Machine Learning,Statistics,PyTorch,TensorFlow,LLM,Spark
Machine Learning Engineer|ML Engineer|AI Engineer;AI|Engineering;175000;4;Python,PyTorch,TensorFlow,Machine Learning,LLM,Prompt Engineering,Kubernetes,AWS
Data Analyst|Business Intelligence Analyst|BI Analyst;Data|Business Intelligence|Finance;88000;5;SQL,Excel,Tableau,Power BI,Python,R,Statistics,Communication
DevOps Engineer|Site Reliability Engineer|Platform Engineer;Engineering|Infrastructure|IT;148000;5;Kubernetes,Docker,Terraform,AWS,Azure,GCP,Linux,Jenkins,CI/CD,Python,Go
Security Engineer|Cyber Security Analyst;Security|IT;150000;3;SIEM,Penetration Testing,Zero Trust,Linux,AWS,Python,Compliance
QA Engineer|Test Automation Engineer|SDET;Engineering|Quality;105000;3;Selenium,Playwright,Cypress,Python,Java,CI/CD,Jira,Agile
Product Manager|Product Owner;Product|Product Management;145000;5;Roadmapping,Agile,Scrum,Jira,SQL,User Research,Communication,LLM
UX Designer|Product Designer|UI/UX Designer;Design|Product;120000;3;Figma,Sketch,Prototyping,User Research,Communication
Project Manager|Program Manager;PMO|Operations;105000;4;Agile,Scrum,Jira,Excel,Communication,Forecasting
Marketing Manager|Growth Marketer|Digital Marketing Specialist;Marketing|Growth;92000;5;SEO,Google Analytics,Content Marketing,HubSpot,Salesforce,Communication
Account Executive|Sales Representative|Business Development Representative;Sales|Business Development;95000;8;Salesforce,HubSpot,Negotiation,Cold Calling,Communication,Spanish
Customer Support Specialist|Customer Success Associate;Customer Success|Support;58000;6;Customer Service,Zendesk,Communication,Salesforce,Spanish
Accountant|Staff Accountant|Financial Accountant;Finance|Accounting;75000;4;GAAP,QuickBooks,SAP,Excel,Forecasting,Compliance
Financial Analyst|FP&A Analyst;Finance|FP&A;90000;3;Excel,Forecasting,SQL,Power BI,SAP,Tableau
HR Generalist|Recruiter|Talent Acquisition Partner;People|Human Resources|HR;78000;4;Recruiting,Onboarding,Payroll,Excel,Communication
Registered Nurse|RN|Staff Nurse;Nursing|Clinical|Patient Services;86000;8;Patient Care,BLS,Electronic Health Records,Telehealth,Communication
Warehouse Associate|Warehouse Worker|Order Picker;Logistics|Warehouse|Operations;40000;6;Forklift,Inventory Management,Logistics,SAP
Mechanical Engineer|Design Engineer;Engineering|Manufacturing;98000;3;AutoCAD,SolidWorks,MATLAB,Excel,C++
Legal Counsel|Corporate Counsel;Legal|Compliance;165000;1.5;Contract Law,Compliance,Negotiation,Communication
"""  # noqa: E501 - a table reads better with one occupation a line


def _trade(line: str) -> Trade:
    titles, departments, pay, weight, skills = line.split(";")
    known = {name: number for number, name in enumerate(SKILLS)}
    names = tuple(titles.split("|"))
    wanted = tuple(known[skill] for skill in skills.split(","))
    return Trade(names[0], names, tuple(departments.split("|")), int(pay), wanted, float(weight))


TRADES = tuple(_trade(line) for line in _TABLE.strip().splitlines())
TRADE_WHEEL = wheel([trade.weight for trade in TRADES])

LEVELS = (
    Level("Intern", ("Internship", "Intern"), ("",), (" Intern", " - Internship"), 0.45, 3),
    Level(
        "Junior",
        ("Entry-level", "Junior", "entry"),
        ("Junior ", "Jr. ", "Entry Level "),
        ("", " I"),
        0.68,
        14,
    ),
    Level("Mid", ("Mid-level", "Mid", "Associate", "Intermediate"), ("",), ("", "", " II"), 1.0, 42),
    Level("Senior", ("Senior", "Senior-level", "SENIOR"), ("Senior ", "Sr. ", "Sr "), ("", " III"), 1.3, 28),
    Level("Lead", ("Lead", "Senior, Lead", "Staff"), ("Lead ", "Staff ", "Principal "), ("",), 1.55, 8),
    Level("Director", ("Director", "Executive", "Senior, Manager"), ("Director, ", "Head of "), ("",), 1.95, 5),
)
LEVEL_WHEEL = wheel([level.weight for level in LEVELS])
