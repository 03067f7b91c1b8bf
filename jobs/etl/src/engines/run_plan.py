"""Runs a plan of SQL steps (src/plan/plan.ts) on Spark 3.5: run_plan.py PLAN.json RESULT.json. It knows nothing of events."""
import json, re, sys
from pyspark.sql import SparkSession, functions as f
spark = (SparkSession.builder.appName("sluice-etl")
    .config("spark.sql.ansi.enabled", "true").config("spark.sql.ansi.doubleQuotedIdentifiers", "true")
    .config("spark.sql.session.timeZone", "UTC").config("spark.sql.mapKeyDedupPolicy", "LAST_WIN").config("spark.sql.variable.substitute", "false")
    .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
    .config("spark.sql.files.ignoreCorruptFiles", "false").config("spark.sql.parquet.compression.codec", "zstd").getOrCreate())
plan, result = json.loads(spark.read.text(sys.argv[1], wholetext=True).first()[0]), {"written": [], "rows": {}}
no_map, hadoop = f.expr("cast(map() AS MAP<STRING, STRING>)"), spark._jvm.org.apache.hadoop.fs
opened = lambda path: hadoop.Path(path).getFileSystem(spark._jsc.hadoopConfiguration())
def one(sql):
    return spark.sql(sql).first()[0] or 0

def empty(columns):
    # Not createDataFrame, which is rows of Python to Spark: of this it knows that there are none, and leaves out what they would go into.
    return spark.sql("SELECT " + ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in columns) + " WHERE false")

def read_lines(step):
    columns = step["columns"]
    pairs = [(name, "MAP<STRING, ARRAY<STRING>>") for name in step["pairs"]]
    schema = ", ".join(f"`{name}` {kind}" for name, kind in columns + pairs)
    lines = spark.read.text(step["paths"], lineSep="\n").where("value != ''") if step["paths"] else empty([["value", "STRING"]])
    # Not spark.read.json: of a line that is an array it makes a row for each element, or none.
    line = f.when(f.col("value").startswith("{"), f.from_json("value", schema))
    frame = lines.select(line.alias("line")).select("line.*")
    for name, kind in columns:
        if kind.startswith("MAP"):
            frame = frame.withColumn(name, f.coalesce(name, no_map))
    for name, _ in pairs:
        for at, part in enumerate(["kinds", "texts"]):
            texts = f.expr(f"transform_values(`{name}`, (k, pair) -> pair[{at}])")
            frame = frame.withColumn(f"{name}_{part}", f.coalesce(texts, no_map))
    return frame

def read_parquet(step):
    paths = [row[0] for row in spark.sql(step["from"]).collect()]
    places = ["tenant", "metric", "day"]
    if not paths:
        return empty([[name, "STRING"] for name in places + ["file"]] + step["columns"])
    frame = spark.read.option("mergeSchema", "true").option("basePath", paths[0].split("/tenant=")[0]).parquet(*paths)
    column = lambda name, kind: (f.col(f"`{name}`") if name in frame.columns else f.lit(None)).cast(kind).alias(name)
    return frame.select(*places, f.regexp_extract(f.input_file_name(), "[^/]+$", 0).alias("file"), *[column(name, kind) for name, kind in step["columns"]])

def move_into_place(step):
    # Spark names files as it likes: each gets the run's name, in its folder.
    staging = hadoop.Path(step["folder"] + "/_staging-" + plan["run"])
    store = opened(step["folder"])
    found, ending = store.listFiles(staging, True), "parquet" if step["format"] == "parquet" else "json.gz"
    statuses = iter(lambda: found.next() if found.hasNext() else None, None)
    sources = [(one.getPath().toString(), one.getLen()) for one in statuses if not one.getPath().getName().startswith((".", "_"))]
    for at, (source, size) in enumerate(sorted(sources)):
        folder = step["folder"] + source.split("/_staging-" + plan["run"])[1].rsplit("/", 1)[0]
        path = f"{folder}/{plan['run']}-{step['name']}-{at}.{ending}"
        store.mkdirs(hadoop.Path(folder))
        store.rename(hadoop.Path(source), hadoop.Path(path))
        yield path, size
    store.delete(staging, True)

def sha256(path):
    stream = opened(path).open(hadoop.Path(path))  # not binaryFile: a file may be larger than the memory
    digest = spark._jvm.org.apache.commons.codec.digest.DigestUtils.sha256Hex(stream)
    stream.close()
    return digest

def write(step):
    if (rows := one(step["when"])) == 0:
        return
    is_parquet, parts = step["format"] == "parquet", step["partitions"]
    frame, packing = spark.sql(step["sql"]), {} if is_parquet else {"compression": "gzip", "ignoreNullFields": "false", "maxRecordsPerFile": 1000000}
    (frame.repartition(*parts) if parts else frame.coalesce(1 + rows // 250000)).write.partitionBy(*parts).format(
        step["format"]).options(**packing).save(step["folder"] + "/_staging-" + plan["run"])
    files = {path.rsplit("/", 1)[1]: (path, size) for path, size in move_into_place(step)}
    if not (paths := [path for path, _ in files.values()]):
        return
    # All files at once, told apart by their names: a job for each takes longer than the writing.
    data = spark.read.parquet(*paths) if is_parquet else spark.read.text(paths)
    times = [f.min("timestamp"), f.max("timestamp")] if "timestamp" in data.columns else [f.lit(0), f.lit(0)]
    counts = data.groupBy(f.input_file_name()).agg(f.count(f.lit(1)), *times)
    counted = {path.rsplit("/", 1)[1]: numbers for path, *numbers in counts.collect()}
    for name, (path, size) in files.items():
        rows, first, last = counted.get(name, (0, None, None))
        result["written"].append({"step": step["name"], "path": path, "rows": rows, "bytes": size,
            "partitions": dict(re.findall(r"(?:^|/)([a-z]+)=([^/]+)", path)), "firstTimestamp": first,
            "lastTimestamp": last, "sha256": "" if is_parquet else sha256(path)})
read_text = lambda step: spark.read.text(step["paths"], lineSep="\n") if step["paths"] and one(step["when"]) > 0 else empty([["value", "STRING"]])
frames = {"lines": read_lines, "text": read_text, "parquet": read_parquet, "view": lambda step: spark.sql(step["sql"]),
    # A checkpoint cuts off the plan that a table is made of, which each query carries else, and takes it whole into memory: not for many rows.
    "keep": lambda step: spark.sql(step["sql"]).localCheckpoint() if step.get("few") else spark.sql(step["sql"]).cache()}
for step in plan["steps"]:
    if step["do"] == "write":
        write(step)
    elif step["do"] == "report" and ("when" not in step or one(step["when"]) > 0):
        result["rows"][step["name"]] = [list(row) for row in spark.sql(step["sql"]).collect()]
    elif step["do"] in frames:
        frames[step["do"]](step).createOrReplaceTempView(step["name"])
out = opened(sys.argv[2]).create(hadoop.Path(sys.argv[2]), True)
out.write(bytearray(json.dumps(result), "utf-8"))
out.close()
spark.stop()
