import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Job postings")


@app.cell(hide_code=True)
def _(folder, mo, warehouse):
    published_at, posting_count = warehouse.execute(
        "select published_at, (select count(*) from marts.fct_job_postings) from published"
    ).fetchone()
    made_up = "They are made up: `jobhouse demo` wrote them. " if (folder / "DEMO").exists() else ""
    mo.md(f"""
    # Job postings

    {posting_count:,} postings, as published on {published_at:%Y-%m-%d at %H:%M} UTC. {made_up}Choose below, and all
    that follows counts the postings chosen. This notebook is yours: change a query and run it with Ctrl-Enter, add
    cells with SQL or Python; it is saved beside the warehouse, which cannot be changed from here.
    """)
    return


@app.cell(hide_code=True)
def _(country_names, currencies, first_day, last_day, mo, seniority_levels):
    since = mo.ui.date(value=first_day, label="From")
    until = mo.ui.date(value=last_day, label="To")
    countries = mo.ui.multiselect({f"{name} ({code})": code for code, name in country_names}, label="Countries")
    levels = mo.ui.multiselect([*(level for (level,) in seniority_levels), "not stated"], label="Seniority")
    remote = mo.ui.dropdown(
        {"any": "true", "remote": "is_remote", "not remote": "not is_remote"}, value="any", label="Remote"
    )
    currency = mo.ui.dropdown(
        [code for (code,) in currencies], value=currencies[0][0] if currencies else None, label="Pay in"
    )
    mo.hstack([since, until, countries, levels, remote, currency], justify="start", wrap=True)
    return countries, currency, levels, remote, since, until


@app.cell(hide_code=True)
def _(mo, totals):
    mo.hstack(
        [
            mo.stat(f"{totals['posting_count'][0]:,}", label="postings", caption="adverts, each once"),
            mo.stat(f"{totals['opening_count'][0]:,}", label="openings", caption="vacancies behind them"),
            mo.stat(f"{totals['company_count'][0]:,}", label="companies", caption="spellings joined"),
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
def _(mo):
    mo.md("""
    ## Postings and openings by month

    The first and the last month may not be whole.
    """)
    return


@app.cell(hide_code=True)
def _(alt, months):
    _shown = months.melt("month_date", ["posting_count", "opening_count"], "what", "count")
    _shown["what"] = _shown["what"].map({"posting_count": "postings", "opening_count": "openings"})
    (
        alt.Chart(_shown, width="container", height=220)
        .mark_line(point=True)
        .encode(
            x=alt.X("month_date:T", title=None),
            y=alt.Y("count:Q", title=None),
            color=alt.Color(
                "what:N",
                title=None,
                legend=alt.Legend(orient="top"),
                scale=alt.Scale(domain=["postings", "openings"], range=["#2b6c8a", "#b8701a"]),
            ),
            tooltip=[alt.Tooltip("month_date:T", format="%b %Y"), "what", alt.Tooltip("count:Q", format=",")],
        )
    )
    return


@app.cell
def _(chosen, mo, warehouse):
    months = mo.sql(
        f"""
        select
            month_date,
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
def _(mo):
    mo.md("""
    ## Skills asked for most

    Of the postings that name any skill.
    """)
    return


@app.cell(hide_code=True)
def _(alt, skills):
    (
        alt.Chart(skills, width="container", height=22 * len(skills))
        .mark_bar(color="#2b6c8a")
        .encode(
            x=alt.X("posting_share:Q", title=None, axis=alt.Axis(format="%", tickCount=6)),
            y=alt.Y("skill:N", title=None, sort=None),
            tooltip=[
                "skill",
                alt.Tooltip("posting_count:Q", format=","),
                alt.Tooltip("posting_share:Q", format=".1%"),
            ],
        )
    )
    return


@app.cell
def _(chosen, mo, warehouse):
    skills = mo.sql(
        f"""
        select
            skill,
            count(*) as posting_count,
            count(*) / (select count(distinct job_id) from chosen inner join marts.posting_skills using (job_id))
                as posting_share
        from chosen
        inner join marts.posting_skills using (job_id)
        group by skill
        order by posting_count desc, skill
        limit 20
        """,
        output=False,
        engine=warehouse
    )
    return (skills,)


@app.cell(hide_code=True)
def _(currency, mo):
    mo.md(f"""
    ## Annual pay by seniority, {currency.value}

    The middle half of the openings whose pay could be read, and the median; levels of ten openings or more.
    """)
    return


@app.cell(hide_code=True)
def _(alt, pay):
    _levels = alt.Chart(pay, width="container", height=26 * len(pay)).encode(
        y=alt.Y("seniority_level:N", title=None, sort=None),
        tooltip=["seniority_level", *(alt.Tooltip(f"{name}:Q", format=",") for name in pay.columns[1:])],
    )
    (
        _levels.mark_bar(color="#2b6c8a", height=10).encode(
            x=alt.X("salary_annual_p25:Q", title=None, axis=alt.Axis(format="~s", tickCount=6)),
            x2="salary_annual_p75:Q",
        )
        + _levels.mark_tick(color="#b8701a", thickness=3).encode(x="salary_annual_p50:Q")
    )
    return


@app.cell
def _(chosen, currency, mo, warehouse):
    pay = mo.sql(
        f"""
        with paid as (
            select
                -- one advert speaks for its opening, so that cross-posts do not weigh its pay several times
                arg_min(seniority_level, job_id) as seniority_level,
                arg_min((salary_annual_min + salary_annual_max) / 2, job_id) as salary_annual
            from chosen
            where
                salary_currency = '{currency.value}'
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
def _(mo):
    mo.md("""
    ## Who hires most
    """)
    return


@app.cell(hide_code=True)
def _(alt, companies):
    (
        alt.Chart(companies, width="container", height=22 * len(companies))
        .mark_bar(color="#2b6c8a")
        .encode(
            x=alt.X("opening_count:Q", title="openings", axis=alt.Axis(tickCount=6)),
            y=alt.Y("company_name:N", title=None, sort=None),
            tooltip=["company_name", "opening_count", "posting_count"],
        )
    )
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


@app.cell(hide_code=True)
def _(mo):
    mo.md("""
    ## Behind the page
    """)
    return


@app.cell
def _(countries, levels, mo, remote, since, until, warehouse):
    _df = mo.sql(
        f"""
        -- the postings chosen; no country or no seniority chosen means all of them
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
        where
            postings.post_date between date '{since.value}' and date '{until.value}'
            and ({not countries.value} or locations.country_code in {countries.value})
            and ({not levels.value} or coalesce(postings.seniority_level, 'not stated') in {levels.value})
            and {remote.value}
        """,
        output=False,
        engine=warehouse
    )
    return


@app.cell(hide_code=True)
def _(duckdb, mo):
    # the copy that `jobhouse publish` writes: nothing done here reaches the warehouse, and no load waits for it
    folder = mo.notebook_dir().parent
    warehouse = duckdb.connect(folder / "published" / "jobs.duckdb", read_only=True).execute("set TimeZone = 'UTC'")
    return folder, warehouse


@app.cell(hide_code=True)
def _(warehouse):
    # the days that were read, as in the report: adverts can claim any day
    first_day, last_day = warehouse.execute("""
        with days_read as (
            select date_day from ops.coverage_daily where status <> 'open' and date_day < current_date
        )

        select
            coalesce((select min(date_day) from days_read), min(post_date), current_date),
            coalesce((select max(date_day) from days_read), max(post_date), current_date)
        from marts.fct_job_postings
        where post_date <= current_date
    """).fetchone()
    country_names = warehouse.execute("""
        select country_code, any_value(country_name)
        from marts.fct_job_postings
        inner join marts.dim_locations using (location_id)
        group by country_code
        order by count(*) desc
    """).fetchall()
    seniority_levels = warehouse.execute("""
        select seniority_level from marts.fct_job_postings where seniority_level is not null
        group by all order by count(*) desc
    """).fetchall()
    currencies = warehouse.execute("""
        select salary_currency from marts.fct_job_postings where salary_annual_min is not null
        group by all order by count(*) desc
    """).fetchall()
    return country_names, currencies, first_day, last_day, seniority_levels


@app.cell(hide_code=True)
def _():
    import altair as alt
    import duckdb
    import marimo as mo

    return alt, duckdb, mo


if __name__ == "__main__":
    app.run()
