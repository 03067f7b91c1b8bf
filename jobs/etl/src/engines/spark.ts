import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SluiceError } from '@sluice/core/failure';
import { isPlanResult, type PlanEngine } from '../plan/plan.ts';

const run = promisify(execFile);
const runner = join(import.meta.dirname, 'run_plan.py');

export interface SparkOptions {
  /** A Python that has pyspark 3.5. */
  readonly python: string;
  /** @default local[2] */
  readonly master?: string;
}

/** What a Python needs to have a Spark of this machine, which spills into the folder. Spark's own default of 1 GB is less than any worker of a cluster has. */
export const sparkEnvironment = (folder: string, master = 'local[2]'): Record<string, string> => ({
  PYSPARK_SUBMIT_ARGS: `--master ${master} --driver-memory 3g --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 --conf spark.driver.bindAddress=127.0.0.1 pyspark-shell`,
  SPARK_LOCAL_IP: '127.0.0.1',
  SPARK_LOCAL_DIRS: folder,
});

const failure = (error: unknown): SluiceError => {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  const reason = said.split('\n').findLast((line) => /(Error|Exception)/.test(line)) ?? said.slice(-500);
  return new SluiceError(
    { class: 'retryable', code: 'EngineFailed', message: `Spark failed: ${reason}` },
    { cause: error },
  );
};

/** Runs plans on a Spark of this machine, each in a process of its own, by the runner that a cluster has too. */
export const sparkEngine = ({ python, master }: SparkOptions): PlanEngine => ({
  name: 'spark',
  run: async (plan) => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-spark-'));
    const [planFile, resultFile] = [join(folder, 'plan.json'), join(folder, 'result.json')];
    try {
      await writeFile(planFile, JSON.stringify(plan));
      await run(python, [runner, planFile, resultFile], {
        maxBuffer: 64 * 1024 * 1024,
        env: sparkEnvironment(folder, master),
      });
      const result: unknown = JSON.parse(await readFile(resultFile, 'utf8'));
      if (!isPlanResult(result)) throw new Error('the runner wrote no result');
      return result;
    } catch (error) {
      throw failure(error);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});
