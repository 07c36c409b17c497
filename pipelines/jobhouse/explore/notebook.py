import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Job postings")


@app.cell(hide_code=True)
def _(choices, folder, mo, warehouse):
    _counts = "select count(*), count(*) filter (where post_date between ? and ?) from marts.fct_job_postings"
    posting_count, dated = warehouse.execute(_counts, [choices.first_day, choices.last_day]).fetchone()
    (published_at,) = warehouse.execute("select published_at from published").fetchone()
    other_count = posting_count - dated
    others = f"{other_count:,} of them have no day of posting among those read whole, and no dates choose them. "
    made_up = "They are made up: `jobhouse demo` wrote them. " if (folder / "DEMO").exists() else ""
    mo.md(f"""
    # Job postings

    {posting_count:,} postings, as published on {published_at:%Y-%m-%d at %H:%M} UTC. {made_up}
    {others if other_count else ""}Choose below, and all that follows counts the postings chosen. The pencil, below on
    the right, shows the code. This notebook is yours: change a query and run it with Ctrl-Enter, add cells with SQL or
    Python; it is saved beside the warehouse, which cannot be changed from here.
    """)
    return


@app.cell(hide_code=True)
def _(choices, mo):
    countries = mo.ui.multiselect(choices.countries, label="Countries")
    _days = {"start": choices.first_day, "stop": choices.last_day}
    filters = mo.ui.dictionary(
        {
            "since": mo.ui.date(value=choices.first_day, label="From", **_days),
            "until": mo.ui.date(value=choices.last_day, label="To", **_days),
            "levels": mo.ui.multiselect(choices.seniority_levels, label="Seniority"),
            "remote": mo.ui.dropdown(choices.remote, value="any", label="Remote"),
            "title_words": mo.ui.text(label="Words of the title", debounce=True),
            "company_words": mo.ui.text(label="Company", debounce=True),
            "place_words": mo.ui.text(label="Place", debounce=True),
            "skills": mo.ui.multiselect(choices.skills, label="Skills, any of"),
            "boards": mo.ui.multiselect(choices.boards, label="Boards"),
        }
    )
    return countries, filters


@app.cell(hide_code=True)
def _(choices, countries, mo):
    # pay is shown in the currency of the countries chosen, until another is
    currency = mo.ui.dropdown(choices.currencies, value=choices.currency_in(countries.value), label="Pay in")
    return (currency,)


@app.cell(hide_code=True)
def _(countries, currency, filters, mo):
    mo.hstack([countries, *filters.elements.values(), currency], justify="start", wrap=True)
    return


@app.cell(hide_code=True)
def _(filters, mo, totals):
    _is_swapped = filters.value["since"] > filters.value["until"]
    _advice = "take a From that is not after To" if _is_swapped else "choose fewer filters"
    mo.hstack(
        [
            mo.stat(f"{totals['posting_count'][0]:,}", label="postings", caption="adverts, each once"),
            mo.stat(f"{totals['opening_count'][0]:,}", label="openings", caption="vacancies behind them"),
            mo.stat(f"{totals['company_count'][0]:,}", label="companies", caption="spellings joined"),
            mo.md("" if totals["posting_count"][0] else f"**No posting is like that: {_advice}.**"),
        ],
        justify="start",
        wrap=True,
    )
    return


@app.cell
def _(chosen, mo, warehouse):
    totals = mo.sql(
        f"""
        select
            count(*) as posting_count,
            count(distinct opening_id) as opening_count,
            count(distinct company_id) as company_count
        from chosen
        """,
        output=False,
        engine=warehouse
    )
    return (totals,)


@app.cell(hide_code=True)
def _(charts, mo, months):
    _heading = mo.md("""
    ## Postings and openings by month

    Paler points are months of which not all days were read and chosen.
    """)
    mo.vstack([_heading, charts.shown(charts.months, months, "No posting is chosen.")])
    return


@app.cell
def _(chosen, filters, mo, warehouse, whole_months):
    months = mo.sql(
        f"""
        select
            month_date,
            {whole_months(filters.value)} as is_whole,
            count(*) as posting_count,
            count(distinct opening_id) as opening_count
        from chosen
        group by month_date
        order by month_date
        """,
        output=False,
        engine=warehouse
    )
    return (months,)


@app.cell(hide_code=True)
def _(charts, mo, skills):
    _heading = mo.md("""
    ## Skills asked for most

    Of the postings with a list of skills or a text that may name them.
    """)
    mo.vstack([_heading, charts.shown(charts.skills, skills, "No posting chosen names a skill.")])
    return


@app.cell
def _(chosen, mo, warehouse):
    skills = mo.sql(
        f"""
        select
            skill,
            count(*) as posting_count,
            count(*) / (select count(*) from chosen where has_skill_source) as posting_share
        from chosen
        inner join marts.posting_skills using (job_id)
        where has_skill_source
        group by skill
        order by posting_count desc, skill
        limit 20
        """,
        output=False,
        engine=warehouse
    )
    return (skills,)


@app.cell(hide_code=True)
def _(charts, currency, mo, pay):
    _heading = mo.md(f"""
    ## Annual pay by seniority, {currency.value or "in no currency"}

    The middle half of the openings whose pay could be read, and the median; levels of ten openings or more.
    """)
    mo.vstack([_heading, charts.shown(charts.pay, pay, "No level has ten openings with a pay.", currency.value)])
    return


@app.cell
def _(chosen, currency, mo, warehouse):
    pay = mo.sql(
        f"""
        with paid as (
            select
                -- an opening counts once, with the level and the pay of the first of its adverts that names each,
                -- one whose pay was delivered (fields) before one whose text states it
                arg_min(seniority_level, (salary_source, job_id)) as seniority_level,
                arg_min((salary_annual_min + salary_annual_max) / 2, (salary_source, job_id)) as salary_annual
            from chosen
            where
                salary_currency = '{currency.value}'
                and not is_currency_guessed
                and salary_annual_min is not null
                and salary_annual_max is not null
            group by opening_id
        )

        select
            coalesce(seniority_level, 'not stated') as seniority_level,
            count(*) as opening_count,
            round(quantile_cont(salary_annual, 0.25)) as salary_annual_p25,
            round(quantile_cont(salary_annual, 0.5)) as salary_annual_p50,
            round(quantile_cont(salary_annual, 0.75)) as salary_annual_p75
        from paid
        group by seniority_level
        having opening_count >= 10
        order by salary_annual_p50
        """,
        output=False,
        engine=warehouse
    )
    return (pay,)


@app.cell(hide_code=True)
def _(charts, companies, mo):
    _heading = mo.md("""
    ## Who hires most
    """)
    mo.vstack([_heading, charts.shown(charts.companies, companies, "No posting chosen names a company.")])
    return


@app.cell
def _(chosen, mo, warehouse):
    companies = mo.sql(
        f"""
        select
            company_name,
            count(distinct opening_id) as opening_count,
            count(*) as posting_count
        from chosen
        where company_id is not null
        group by company_id, company_name
        order by opening_count desc, posting_count desc, company_id
        limit 15
        """,
        output=False,
        engine=warehouse
    )
    return (companies,)


@app.cell(hide_code=True)
def _(mo):
    mo.md("""
    ## Ask something else

    Change the query, and run it with Ctrl-Enter. The panel of data sources, on the left, lists all tables and columns;
    `chosen` has the columns of `marts.fct_job_postings`, the company's name, country, city and month.
    """)
    return


@app.cell
def _(chosen, mo, warehouse):
    _df = mo.sql(
        f"""
        select company_name, job_title, city, country_code, seniority_level, salary_offered, post_date
        from chosen
        order by post_date desc, job_id
        limit 100
        """,
        engine=warehouse
    )
    return


@app.cell
def _(condition_of, countries, filters, mo, warehouse):
    _df = mo.sql(
        f"""
        -- where the data comes from: the postings chosen; a filter that is empty means all of them
        create or replace temp view chosen as
        select
            postings.*,
            companies.company_name,
            locations.country_code,
            locations.city,
            date_trunc('month', postings.post_date)::date as month_date
        from marts.fct_job_postings as postings
        left join marts.dim_companies as companies on postings.company_id = companies.company_id
        left join marts.dim_locations as locations on postings.location_id = locations.location_id
        where {condition_of({**filters.value, "countries": countries.value})}
        """,
        output=False,
        engine=warehouse
    )
    return


@app.cell(hide_code=True)
def _(choices_of, duckdb, mo):
    # the copy that `jobhouse publish` writes: nothing done here reaches the warehouse, and no load waits for it
    folder = mo.notebook_dir().parent
    warehouse = duckdb.connect(folder / "published" / "jobs.duckdb", read_only=True).execute("set TimeZone = 'UTC'")
    choices = choices_of(warehouse)
    return choices, folder, warehouse


@app.cell(hide_code=True)
def _():
    import duckdb
    import marimo as mo

    from jobhouse.explore import charts
    from jobhouse.explore.choices import choices_of, condition_of, whole_months

    return charts, choices_of, condition_of, duckdb, mo, whole_months


if __name__ == "__main__":
    app.run()
