"""The DuckDB file: loads packages, judges and shows what is stored, builds the models, publishes. Knows no HTTP.

A folder imports only folders that stand before it (tests/warehouse/test_imports.py holds the code to this order):

    verify     the verdict on each window: the ledger's counts, receipts and stored rows compared
    ledger     what was asked, delivered and spent, read back: coverage by the verdicts, credits, outcomes of runs
    load       batches into dlt packages into the file; recovery after a kill
    build      SQLMesh runs the models of `sql/`
    runs       backfill, nightly and repair from the first request to the last record, and what they will spend
    serve      answers to SQL, the published copy, and the lake
    spark      the same marts by Spark, from the files of a lake

The modules beside the folders are what all of them share: the folder and its locks, connections, waits, the columns of
raw tables, and how a file of an earlier version or of a killed load is put right. They import none of the folders.
"""
