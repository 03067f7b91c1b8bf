import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { seededRandom } from '@sluice/testing/faults/random';
import { clientOf, createTenant, type Client, type Key, type TenantKeys } from '../process/client.ts';
import { startInstance, type Instance } from '../process/instance.ts';

const kills = Number(process.env['SLUICE_KILLS'] ?? 8);
const seed = Number(process.env['SLUICE_SEED'] ?? Math.floor(Math.random() * 1e9));

type Fate = 'ok' | 'info';
interface Ledger {
  readonly sent: Map<string, Fate>;
}

interface Answer {
  readonly records: readonly { readonly status: string }[];
}

/** Sends until told to stop; what has no answer is sent once more, as a client would. */
const sender = async (
  ledger: Ledger,
  worker: number,
  now: () => Client | undefined,
  stopped: () => boolean,
): Promise<void> => {
  for (let batch = 0; !stopped(); batch++) {
    const events = Array.from({ length: 20 }, (_, i) => ({
      eventid: `w${worker}-b${batch}-${i}`,
      metrictype: i % 2 === 0 ? 'pump' : 'valve',
      ...(i % 10 === 9 ? {} : { timestamp: Date.now() - (i % 3) * 3_600_000 }),
      level: i,
    }));
    for (const { eventid } of events) ledger.sent.set(eventid, 'info');
    for (let attempt = 0; attempt < 2; attempt++) {
      const client = now();
      const answer = await client
        ?.call('PUT', '/v1/stream/events', JSON.stringify(events))
        .catch(() => undefined);
      if (answer?.status !== 200) {
        await sleep(10);
        continue;
      }
      (JSON.parse(answer.body) as Answer).records.forEach(({ status }, i) => {
        if (status !== 'retry') ledger.sent.set(events[i]?.eventid ?? '', 'ok');
      });
      break;
    }
  }
};

interface Books {
  readonly balanced: boolean;
  readonly hours: readonly {
    readonly accepted: number;
    readonly stored: number;
    readonly rejected: number;
    readonly duplicate: number;
    readonly inFlight: number;
  }[];
}

const settled = async (client: Client): Promise<void> => {
  for (let i = 0; i < 600; i++) {
    if ((await client.json<{ inFlight: number }>('GET', '/v1/meta/progress')).inFlight === 0) return;
    await sleep(50);
  }
  throw new Error('the pipeline did not drain in 30 s');
};

const idsOf = async (client: Client): Promise<{ rows: string[]; errors: string[] }> => {
  const rows: string[] = [];
  for (const metric of ['pump', 'valve'])
    rows.push(
      ...(await client.query<{ id: string }>(`select _eventid as id from ${metric}`)).map(({ id }) => id),
    );
  const errors = await client.query<{ event: string }>('select event from errors.stream');
  return { rows, errors: errors.map(({ event }) => (JSON.parse(event) as { eventid: string }).eventid) };
};

it(
  `loses nothing over ${kills} kills with signal 9 under load (seed ${seed})`,
  { timeout: 240_000 },
  async () => {
    const random = seededRandom(seed);
    const data = mkdtempSync(join(tmpdir(), 'sluice-kill-'));
    const ledger: Ledger = { sent: new Map() };
    let instance: Instance | undefined;
    let client: Client | undefined;
    let key: TenantKeys | undefined;
    let stop = false;
    const begin = async (): Promise<void> => {
      instance = await startInstance(data);
      const connect = (as: Key): Client => clientOf(instance?.file.http ?? '', as, 4);
      if (key === undefined) {
        const operator = connect(instance.file.admin);
        key = await createTenant(operator, 'kill');
        operator.close();
      }
      client = connect(key);
    };
    await begin();
    const senders = Array.from({ length: 4 }, (_, worker) =>
      sender(
        ledger,
        worker,
        () => client,
        () => stop,
      ),
    );
    for (let kill = 0; kill < kills; kill++) {
      await sleep(100 + random() * 1_200);
      const dead = client;
      client = undefined;
      await instance?.kill();
      dead?.close();
      await begin();
    }
    await sleep(500);
    stop = true;
    await Promise.all(senders);
    if (client === undefined) throw new Error('no client');
    await settled(client);

    const { rows, errors } = await idsOf(client);
    const found = new Map<string, number>();
    for (const id of [...rows, ...errors]) found.set(id, (found.get(id) ?? 0) + 1);
    const acknowledged = [...ledger.sent].filter(([, fate]) => fate === 'ok').map(([id]) => id);
    const books = await client.json<Books>('GET', '/v1/meta/books');
    console.log(
      `seed ${seed}: ${kills} kills, ${acknowledged.length} of ${ledger.sent.size} events acknowledged, ${rows.length} rows, ${errors.length} error records, books ${JSON.stringify(books.hours)}`,
    );
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    expect([...found].filter(([, times]) => times > 1)).toEqual([]);
    expect([...found.keys()].filter((id) => !ledger.sent.has(id))).toEqual([]);
    expect(books.balanced).toBe(true);
    expect(acknowledged.length).toBeGreaterThan(100);
    expect(await instance?.stop()).toBe(0);
    client.close();
    rmSync(data, { recursive: true, force: true });
  },
);
