from sqlmesh import macro


@macro()
def seniority_of(evaluator, text, title):
    return f"lower({text.sql(dialect='duckdb')})"


@macro()
def job_type_of(evaluator, text):
    return f"lower({text.sql(dialect='duckdb')})"
