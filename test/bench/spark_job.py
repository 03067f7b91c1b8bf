"""What somebody would write by hand for the batch on Spark: spark_job.py FOLDER. Reads the staged lines, keeps the last of each identity,
writes the lake's Parquet and the warehouse's JSON. No ledger, no survey, no lake that is there already, no lines that do not parse."""
import sys
from pyspark.sql import SparkSession, Window, functions as f
spark = (SparkSession.builder.appName("by-hand").config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.parquet.compression.codec", "zstd").getOrCreate())
if len(sys.argv) > 1:
    folder = sys.argv[1]
    lines = spark.read.schema(
        "tenant STRING, metric STRING, eventId STRING, fingerprint STRING, `timestamp` BIGINT, receivedAt BIGINT, stagedAt BIGINT, "
        "device STRING, recordId STRING, `index` INT, fields STRUCT<f1: DOUBLE, f2: BIGINT, f3: STRING, f4: BOOLEAN>, "
        "unknown MAP<STRING, ARRAY<STRING>>, `as` STRING").json(folder + "/archive/staged/2026/11/23/10/*.json.gz")
    newest = Window.partitionBy("tenant", "metric", "timestamp", "eventId").orderBy(
        f.desc("receivedAt"), f.desc("recordId"), f.desc("index"), f.desc("stagedAt"))
    kept = (lines.withColumn("n", f.row_number().over(newest)).where("n = 1").drop("n")
        .withColumn("day", f.date_format(f.timestamp_millis("timestamp"), "yyyy-MM-dd"))
        .withColumn("unknown", f.expr("transform_values(unknown, (k, pair) -> pair[1])"))
        .select("*", "fields.*").drop("fields").cache())
    places = ["tenant", "metric", "day"]
    kept.repartition(*places).write.partitionBy(*places).parquet(folder + "/by-hand/lake")
    kept.drop("day").repartition(*places[:2]).write.partitionBy(*places[:2]).option("compression", "gzip").json(folder + "/by-hand/load")
    print(kept.count())
spark.stop()
