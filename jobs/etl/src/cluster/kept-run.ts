import { gunzipSync, gzipSync } from 'node:zlib';
import { SluiceError } from '@sluice/core/failure';
import type { ObjectStore } from '@sluice/core/ports';
import type { TenantId } from '@sluice/core/layout';
import type { TenantSchema } from '@sluice/core/tenant-schema';
import { isPlanResult, type PlanResult } from '../plan/plan.ts';
import { layout, type Prepared } from '../run/prepare.ts';

/** Keys of what a run needs between its beginning and its end. */
export const keysOf = (run: string) => ({
  plan: `${layout.run(run)}/plan.json`,
  result: `${layout.run(run)}/result.json`,
  prepared: `${layout.run(run)}/prepared.json.gz`,
});

/** All of a prepared run but its plan, which has an object of its own, and its snapshot, which the lake's log has. */
interface KeptRun extends Omit<Prepared, 'plan' | 'snapshot' | 'schemas'> {
  readonly v: 1;
  /** Of the snapshot that the run began with. */
  readonly sequence: number;
  readonly schemas: readonly (readonly [TenantId, TenantSchema])[];
}

/** What is known of a run at its end. */
export type Kept = Omit<Prepared, 'plan' | 'snapshot'> & { readonly sequence: number };

/** The plan last: a job whose plan is there has all that its end needs. */
export const keepRun = async (objects: ObjectStore, prepared: Prepared): Promise<void> => {
  const { plan, snapshot, schemas, ...rest } = prepared;
  const keys = keysOf(prepared.run);
  const kept: KeptRun = { v: 1, ...rest, sequence: snapshot.sequence, schemas: [...schemas] };
  await objects.put(keys.prepared, gzipSync(JSON.stringify(kept)));
  await objects.put(keys.plan, Buffer.from(JSON.stringify(plan)));
};

const gone = (key: string): SluiceError =>
  new SluiceError({
    class: 'ours',
    code: 'RunDamaged',
    message: `${key} is missing or is not what was written`,
  });

export const keptRun = async (objects: ObjectStore, run: string): Promise<Kept> => {
  const key = keysOf(run).prepared;
  const body = await objects.get(key);
  if (body === undefined) throw gone(key);
  // Our own object: written above.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  const { schemas, ...rest } = JSON.parse(gunzipSync(body).toString()) as KeptRun;
  return { ...rest, schemas: new Map(schemas) };
};

/** What the job wrote at its end. */
export const resultOf = async (objects: ObjectStore, run: string): Promise<PlanResult> => {
  const key = keysOf(run).result;
  const body = await objects.get(key);
  const value: unknown = body === undefined ? undefined : JSON.parse(Buffer.from(body).toString('utf8'));
  if (!isPlanResult(value)) throw gone(key);
  return value;
};
