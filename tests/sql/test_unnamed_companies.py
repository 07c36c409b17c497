"""What adverts write where their employer stays unsaid, and names that look alike."""

from __future__ import annotations

from tests.support.sql_models import macro_values

UNNAMED = [
    "Confidential", "Company Confidential", "Confidential Client", "(Stealth)", "Stealth AI startup",
    "Stealth (YC S21)", "In stealth mode", "Undisclosed", "N/A", "TBD", "Private", "Private company",
    "Our client", "Early stage startup", "Empresa Confidencial", "Azienda riservata", "Vertraulich",
    "Confidentiel", "Poufne", "广州某公司", "保密", "非公開",
    "A leading company", "Reputed Organisation", "Grande empresa do setor financeiro", "Führendes Unternehmen",
    "Société renommée", "Empresa multinacional líder", "Our client in the energy sector", "A client of Acme Search",
    "Un cliente de Acme", "...", "-",
    "Senior Software Engineer", "Full-stack Developer (Django/Python)", "Designers or Developers", "Full Time",
    "C Company", "Company A", "Компания Б", "Dövlət qurumu", "Özel Şirket", "State institution", "Empresa privada",
    "Частная компания", "Firma prywatna", "נאסף מרחבי הרשת", "Collected from the web", "Unser Kunde", "Наш клиент",
    "Company hidden", "Hidden Company", "Anonymer Arbeitgeber", "Bedrijfsnaam vertrouwelijk", "Ukryty pracodawca",
    "Tajný klient", "Reserved client", "Nom de l'entreprise confidentiel", "Empresa oculta", "Скрытая компания",
    "Private Advertiser", "Частное лицо", "Privatperson", "Particulier", "Anunciante particular", "Soukromá osoba",
    "Client of Globexa", "Klant van Globexa", "Klient firmy Globexa", "Leading Bank", "Führende Bank", "Primaria banca",
    "Banco importante", "Recruiter", "Hiring Company", "Recruteur", "Agencja pracy", "Staffing Agency",
    "Конфиденциально", "Công ty bảo mật", "חברה חסויה", "شركة سرية", "Důvěrné", "Gizli şirkət",
]  # fmt: skip
NAMED = [
    "Stealth Monitoring", "Stealth-ISS", "Private Internet Access", "Unknown Worlds", "Client Solutions", "Group One",
    "Startup Grind", "The Company Store", "Confident LIMS", "Private Limited Brands", "Anonymous Content",
    "Power Engineers", "Career Developers", "Designer Brands", "Byte Architect", "Corps of Engineers", "Remote",
    "Leading Edge", "International Business Machines", "Société Générale", "Grande Vision", "Top Golf", "Clientela",
    "Client First", "Organización Internacional del Trabajo", "Organisation Internationale de la Francophonie",
    "International Organization of Employers", "Compañía Internacional de Seguros", "Firma Internacional de Abogados",
    "The Big Company", "Top Company", "Customer of One", "Client De Groot", "Kunde Van Lines",
    "Grande Società Trasporti",
    "Société Internationale de Télécommunications Aéronautiques",
    "Senior plc", "Software Engineer at Acme", "Product Hunt", "Data Systems", "Steel.dev",
    "Hidden", "Reserved", "Hidden Road", "Hidden Level Inc", "Grand Bank", "Major Hospital", "Leading Edge Bank",
    "Recruiter.com", "HeadHunter", "Private Advertising Group", "Secret Company",
    "H Company", "Company 3", "Public Storage", "State Farm", "State Street", "Private Medical",
    "Devlet Opera ve Balesi",
    "Our Client Solutions", "Компания Самолет", "Anonim Şirketi",
]  # fmt: skip


def test_what_names_no_company_is_none() -> None:
    read = macro_values("unnamed_companies", "names_no_company", [(name,) for name in UNNAMED + NAMED])
    expected = [True] * len(UNNAMED) + [False] * len(NAMED)
    assert dict(zip(UNNAMED + NAMED, read, strict=True)) == dict(zip(UNNAMED + NAMED, expected, strict=True))
