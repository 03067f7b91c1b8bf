import { describe, expect, it } from 'vitest';
import { OutOfService } from '@sluice/core/failure';
import { writeRawLine } from '@sluice/core/forms';
import type { DeliveredRecord, Tally } from '@sluice/core/ports';
import { toMember } from '@sluice/core/stream';
import { aTenantId, anId } from '@sluice/testing/factories/directory';
import { count } from './index.ts';

const receivedAt = 1_790_000_000_000;

const aRecord = (tenant: ReturnType<typeof aTenantId>, events: number, sequence: string): DeliveredRecord => {
  const envelope = { tenant, device: 'd', recordId: anId(), receivedAt };
  const lines = Array.from({ length: events }, (_, i) =>
    writeRawLine(envelope, i, `{"n":${i},"event":{"a":1}}`),
  );
  const record = { partitionKey: `${tenant}${envelope.recordId}`, data: toMember(lines.join('')) };
  return { ...record, shard: 'shardId-000000000000', sequence, arrivedAt: receivedAt };
};

const aLedger = (fault?: Error) => {
  const added: Tally[] = [];
  const logged: string[] = [];
  const ledger = {
    add: async (tallies: readonly Tally[]) => {
      if (fault !== undefined) throw fault;
      added.push(...tallies);
    },
    records: () => {
      throw new Error('not read here');
    },
  };
  return { added, logged, services: { ledger, log: (message: string) => void logged.push(message) } };
};

describe('count', () => {
  it('counts the lines of each record under its tenant, record and arrival', async () => {
    const [a, b] = [aTenantId(), aTenantId()];
    const { added, services } = aLedger();
    expect(await count([aRecord(a, 3, '1'), aRecord(b, 500, '2')], services)).toEqual({
      batchItemFailures: [],
    });
    expect(added.map(({ tenant, events, receivedAt: at }) => [tenant, events, at])).toEqual([
      [a, 3, receivedAt],
      [b, 500, receivedAt],
    ]);
    expect(new Set(added.map(({ recordId }) => recordId)).size).toBe(2);
  });

  it('takes the tally that a record carries', async () => {
    const tally = { tenant: aTenantId(), recordId: anId(), receivedAt, events: 7 };
    const { added, services } = aLedger();
    await count([{ ...aRecord(tally.tenant, 1, '1'), tally }], services);
    expect(added).toEqual([tally]);
  });

  it('goes on past a record that cannot be read, and says so', async () => {
    const { added, logged, services } = aLedger();
    const bad = { ...aRecord(aTenantId(), 1, '8'), data: Buffer.from('no gzip') };
    const foreign = { ...aRecord(aTenantId(), 1, '9'), data: toMember('{"v":2}\n') };
    expect(await count([bad, foreign, aRecord(aTenantId(), 2, '10')], services)).toEqual({
      batchItemFailures: [],
    });
    expect(added.map(({ events }) => events)).toEqual([2]);
    expect(logged).toEqual([expect.stringContaining('record 8'), expect.stringContaining('record 9')]);
  });

  it('lets the batch come again while the ledger is away, and throws a fault of ours', async () => {
    const records = [aRecord(aTenantId(), 1, '41'), aRecord(aTenantId(), 1, '42')];
    const away = aLedger(new OutOfService('away'));
    expect(await count(records, away.services)).toEqual({ batchItemFailures: [{ itemIdentifier: '41' }] });
    await expect(count(records, aLedger(new TypeError('a bug')).services)).rejects.toThrow('a bug');
    expect(await count([], away.services)).toEqual({ batchItemFailures: [] });
  });
});
