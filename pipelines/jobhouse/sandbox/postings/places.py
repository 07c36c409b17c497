"""The places of the generated jobs: cities, and the spellings in which boards deliver them."""

from __future__ import annotations

from typing import NamedTuple

from jobhouse.sandbox.postings.seeded_random import wheel


class Country(NamedTuple):
    """One country.

    ISO code, spellings (the first is the commonest), currency, pay against the US, units per USD.
    """

    code: str
    spellings: tuple[str, ...]
    currency: str
    pay: float
    per_usd: float


class Place(NamedTuple):
    """One city; `state` is the true state code ("" where states are not in use)."""

    city: str
    state: str
    state_name: str
    country: Country
    weight: float
    city_spellings: tuple[str, ...]


COUNTRIES = (
    Country("US", ("United States", "US", "USA", "United States of America", "U.S."), "USD", 1.0, 1.0),
    Country("CA", ("Canada", "CA", "CAN"), "CAD", 0.72, 1.36),
    Country("GB", ("United Kingdom", "UK", "GB", "England", "Great Britain"), "GBP", 0.66, 0.79),
    Country("DE", ("Germany", "DE", "Deutschland"), "EUR", 0.68, 0.92),
    Country("FR", ("France", "FR"), "EUR", 0.58, 0.92),
    Country("NL", ("Netherlands", "NL", "The Netherlands"), "EUR", 0.65, 0.92),
    Country("IE", ("Ireland", "IE"), "EUR", 0.68, 0.92),
    Country("ES", ("Spain", "ES", "España"), "EUR", 0.45, 0.92),
    Country("CH", ("Switzerland", "CH"), "CHF", 1.02, 0.89),
    Country("PL", ("Poland", "PL", "Polska"), "PLN", 0.42, 3.95),
    Country("IN", ("India", "IN", "IND"), "INR", 0.24, 83.0),
    Country("JP", ("Japan", "JP"), "JPY", 0.5, 148.0),
    Country("AU", ("Australia", "AU", "AUS"), "AUD", 0.75, 1.52),
    Country("SG", ("Singapore", "SG"), "SGD", 0.68, 1.34),
    Country("BR", ("Brazil", "BR", "Brasil"), "BRL", 0.3, 5.1),
)

# city (other spellings after |), state code, state name, country code, weight
_TABLE = """
New York|NYC|New York City;NY;New York;US;12
San Francisco|SF|San Francisco, CA;CA;California;US;10
Los Angeles|LA;CA;California;US;6
San Diego;CA;California;US;3
Austin;TX;Texas;US;6
Dallas|Dallas, TX;TX;Texas;US;5
Houston;TX;Texas;US;4
Chicago|Chicago, IL;IL;Illinois;US;6
Boston|Greater Boston;MA;Massachusetts;US;5
Seattle|Seattle, WA;WA;Washington;US;6
Atlanta;GA;Georgia;US;4
Denver;CO;Colorado;US;4
Phoenix;AZ;Arizona;US;3
Columbus;OH;Ohio;US;2.5
Raleigh;NC;North Carolina;US;2.5
Miami;FL;Florida;US;3
Minneapolis;MN;Minnesota;US;2
Portland;OR;Oregon;US;1.5
Portland;ME;Maine;US;0.5
Nashville;TN;Tennessee;US;2
Salt Lake City|SLC;UT;Utah;US;1.5
Detroit;MI;Michigan;US;1.5
Philadelphia;PA;Pennsylvania;US;3
Washington|Washington DC|Washington, D.C.;DC;District of Columbia;US;4
Toronto|Toronto, ON;ON;Ontario;CA;4
Vancouver;BC;British Columbia;CA;2
Montreal|Montréal;QC;Quebec;CA;2
London|London, UK|Greater London;;;GB;8
London;ON;Ontario;CA;0.4
Manchester;;;GB;2
Edinburgh;;;GB;1
Berlin;BE;Berlin;DE;4
Munich|München;BY;Bavaria;DE;3
Hamburg;HH;Hamburg;DE;1.5
Paris;;;FR;4
Lyon;;;FR;1
Amsterdam;;;NL;3
Dublin;;;IE;2.5
Barcelona;;;ES;1.5
Madrid;;;ES;1.5
Zurich|Zürich;ZH;Zurich;CH;1.5
Warsaw|Warszawa;;;PL;1.5
Kraków|Krakow|Cracow;;;PL;1
Bengaluru|Bangalore|Bengaluru, Karnataka;KA;Karnataka;IN;5
Hyderabad;TG;Telangana;IN;3
Pune;MH;Maharashtra;IN;2
Tokyo|Tōkyō;;;JP;2
Sydney|Sydney NSW;NSW;New South Wales;AU;2.5
Melbourne;VIC;Victoria;AU;2
Singapore;;;SG;2.5
São Paulo|Sao Paulo;SP;São Paulo;BR;2
"""

_BY_CODE = {country.code: country for country in COUNTRIES}


def _place(line: str) -> Place:
    cities, state, state_name, code, weight = line.split(";")
    spellings = tuple(cities.split("|"))
    return Place(spellings[0], state, state_name, _BY_CODE[code], float(weight), spellings)


PLACES = tuple(_place(line) for line in _TABLE.strip().splitlines())
PLACE_WHEEL = wheel([place.weight for place in PLACES])

_COUNTRY_NAMES = {name.casefold(): country.code for country in COUNTRIES for name in country.spellings}
_STATE_CODES = {place.state_name.casefold(): place.state.casefold() for place in PLACES if place.state}


def country_key(text: str) -> str:
    """One key for all spellings of a country, so that a filter on "USA" finds "United States"."""
    folded = text.strip().casefold()
    return _COUNTRY_NAMES.get(folded, folded)


def state_key(text: str) -> str:
    """One key for a state's code and its name."""
    folded = text.strip().casefold()
    return _STATE_CODES.get(folded, folded)
