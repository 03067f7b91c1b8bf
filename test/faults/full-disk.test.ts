import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { clientOf, createTenant, type Client } from '../process/client.ts';
import { startInstance } from '../process/instance.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-full-'));
const mounted = ((): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('skipped: a small disk cannot be mounted here (it takes root)');
    return false;
  }
})();

const eventsOf = (batch: number): string =>
  JSON.stringify(
    Array.from({ length: 100 }, (_, i) => ({
      eventid: `b${batch}-${i}`,
      metrictype: 'pump',
      timestamp: Date.now(),
      note: `${batch * 7919 + i}`.repeat(20),
    })),
  );

const count = async (client: Client): Promise<number> =>
  (await client.query<{ n: number }>('select count(*) as n from pump'))[0]?.n ?? -1;

const drained = async (client: Client): Promise<void> => {
  for (let i = 0; i < 400; i++) {
    if ((await client.json<{ inFlight: number }>('GET', '/v1/meta/progress')).inFlight === 0) return;
    await sleep(50);
  }
  throw new Error('the pipeline did not drain in 20 s');
};

it.skipIf(!mounted)(
  'a full disk: writes are refused with 503, reads go on, and with space again everything works without repair',
  { timeout: 120_000 },
  async () => {
    const data = join(folder, 'data');
    const instance = await startInstance(data);
    try {
      const operator = clientOf(instance.file.http, instance.file.admin);
      const client = clientOf(instance.file.http, await createTenant(operator, 'full'));
      let acknowledged = 0;
      const send = async (batch: number): Promise<number> => {
        const { status } = await client.call('PUT', '/v1/stream/events', eventsOf(batch));
        if (status === 200) acknowledged += 100;
        return status;
      };
      for (let batch = 0; batch < 5; batch++) expect(await send(batch)).toBe(200);
      await drained(client);
      expect(await count(client)).toBe(500);

      const free = statfsSync(folder);
      const filler = join(folder, 'filler');
      writeFileSync(filler, Buffer.alloc(Math.max(0, free.bavail * free.bsize - 200_000), 1));
      const statuses: number[] = [];
      for (let batch = 5; batch < 400 && statuses.at(-1) !== 503; batch++) statuses.push(await send(batch));
      expect(new Set(statuses)).toEqual(new Set([200, 503]));
      expect(await count(client)).toBeGreaterThanOrEqual(500);

      rmSync(filler);
      expect(await send(1_001)).toBe(200);
      await drained(client);
      expect(await count(client)).toBe(acknowledged);
      expect((await client.json<{ balanced: boolean }>('GET', '/v1/meta/books')).balanced).toBe(true);
      operator.close();
      client.close();
    } catch (error) {
      throw new Error(`the instance said: ${instance.errors.slice(-12).join('\n')}`, { cause: error });
    } finally {
      await instance.stop();
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
