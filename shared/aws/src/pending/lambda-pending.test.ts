import { once } from 'node:events';
import { createServer } from 'node:http';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tally } from '@sluice/core/ports';
import { aTenantId, anId } from '@sluice/testing/factories/directory';
import { memoryAcceptedLedger } from '@sluice/testing/memory/accepted-ledger';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { clientSettings } from '../clients/index.ts';
import { onEmulator, portOf } from '../testing/clients.ts';
import { lambdaPending } from './index.ts';

/** CloudWatch as far as it is asked: the greatest age in each of some minutes, by function, or a refusal. */
let ages: Readonly<Record<string, readonly number[]>> | undefined;
const watch = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const asked = Buffer.concat(chunks).toString('latin1');
    const [, maxima = []] = Object.entries(ages ?? {}).find(([name]) => asked.includes(name)) ?? [];
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.statusCode = ages === undefined || !asked.includes('IteratorAge') ? 403 : 200;
    response.end(JSON.stringify({ Datapoints: maxima.map((Maximum) => ({ Maximum })) }));
  });
});
watch.listen(0, '127.0.0.1');
await once(watch, 'listening');
afterAll(() => {
  watch.closeAllConnections();
  watch.close();
});

const minute = 60_000;
const now = Date.UTC(2026, 10, 23, 3);
const tenant = aTenantId();
const tallies = [10, 40, 100, 300].map((age): Tally => ({
  tenant,
  recordId: anId(),
  receivedAt: now - age * minute,
  events: 1,
}));

const pendingAges = async (): Promise<readonly number[]> => {
  const ledger = memoryAcceptedLedger();
  await ledger.add(tallies);
  const pending = lambdaPending({
    ledger,
    clock: { now: () => now },
    cloudWatch: new CloudWatchClient({
      ...clientSettings({ attempts: 1 }),
      ...onEmulator(portOf(watch.address())),
    }),
    onFailure: memoryObjectStore(),
    functions: { validate: 'sluice-dev-validate', store: 'sluice-dev-store' },
  });
  const found = await Array.fromAsync(pending.raw(tenant));
  return found.map(({ receivedAt }) => (now - receivedAt) / minute).toSorted((a, b) => a - b);
};

beforeEach(() => {
  ages = {};
});

describe('lambdaPending', () => {
  it('has the last minutes where no function tells an age', async () => {
    expect(await pendingAges()).toEqual([10]);
  });

  it('reaches as far back as the function that is furthest behind', async () => {
    ages = { 'sluice-dev-validate': [1_000, 30 * minute], 'sluice-dev-store': [5_000] };
    expect(await pendingAges()).toEqual([10, 40]);
    ages = { 'sluice-dev-validate': [], 'sluice-dev-store': [90 * minute, 20 * minute] };
    expect(await pendingAges()).toEqual([10, 40, 100]);
  });

  it('is out of service when CloudWatch does not tell', async () => {
    ages = undefined;
    await expect(pendingAges()).rejects.toMatchObject({ name: 'OutOfService' });
  });
});
