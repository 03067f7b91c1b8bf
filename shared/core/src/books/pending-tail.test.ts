import { describe, expect, it } from 'vitest';
import { OutOfService } from '@sluice/core/failure';
import { writeRawLine, writeStagedLine } from '@sluice/core/forms';
import type { DeliveredRecord } from '@sluice/core/ports';
import { toMember } from '@sluice/core/stream';
import { aBooksWorld, aStoredChunk, aTally, putChunks } from '@sluice/testing/factories/books';
import { anId, aTenantId } from '@sluice/testing/factories/directory';
import { balance, pendingTail } from './index.ts';

const minute = 60_000;
const now = Date.UTC(2026, 10, 23, 12);
const tenant = aTenantId();

const delivered = (partitionKey: string, text: string): DeliveredRecord => ({
  partitionKey,
  data: toMember(text),
  shard: 's',
  sequence: '1',
  arrivedAt: now,
});

/** A world with a tally for each age in minutes; none of them is anywhere else. */
const open = async (ages: readonly number[], behind = 0) => {
  const world = aBooksWorld();
  const tallies = ages.map((age) => aTally(tenant, { receivedAt: now - age * minute, events: 2 }));
  await world.ledger.add(tallies);
  const givenUp: { validate: DeliveredRecord[]; store: DeliveredRecord[] } = { validate: [], store: [] };
  const pending = pendingTail({
    ledger: world.ledger,
    clock: { now: () => now },
    behind: () => Promise.resolve(behind * minute),
    givenUp: async function* (consumer) {
      await Promise.resolve();
      yield* givenUp[consumer];
    },
  });
  const services = { ...world, pending };
  const sums = async () => {
    const { balanced, hours } = await balance(tenant, services);
    const sum = (column: 'accepted' | 'inFlight' | 'stored') =>
      hours.reduce((all, hour) => all + hour[column], 0);
    return { balanced, accepted: sum('accepted'), inFlight: sum('inFlight'), stored: sum('stored') };
  };
  return { tallies, givenUp, services, sums };
};

describe('pendingTail', () => {
  it('has what was accepted as long ago as the consumers are behind, and shows what is older as lost', async () => {
    const young = await open([0, 19]);
    expect(await young.sums()).toEqual({ balanced: true, accepted: 4, inFlight: 4, stored: 0 });
    const old = await open([19, 21]);
    expect(await old.sums()).toEqual({ balanced: false, accepted: 4, inFlight: 2, stored: 0 });
    const behind = await open([19, 21, 180], 165);
    expect(await behind.sums()).toEqual({ balanced: true, accepted: 6, inFlight: 6, stored: 0 });
  });

  it('counts what has arrived where it is', async () => {
    const { tallies, services, sums } = await open([1]);
    const recordId = tallies[0]?.recordId ?? '';
    await putChunks(services.chunks, aStoredChunk('2026-w48', [{ tenant, recordId, index: 1 }]));
    expect(await sums()).toEqual({ balanced: true, accepted: 2, inFlight: 1, stored: 1 });
  });

  it('has what a consumer gave up on, however old', async () => {
    const { tallies, givenUp, sums } = await open([300, 301]);
    const [raw, staged] = tallies;
    if (raw === undefined || staged === undefined) throw new Error('two tallies are needed');
    const envelope = { tenant, device: 'd', recordId: raw.recordId, receivedAt: raw.receivedAt };
    const lines = [0, 1].map((i) => writeRawLine(envelope, i, `{"n":${i},"event":{"a":1}}`));
    givenUp.validate.push(delivered(`${tenant}x`, '{"v":2}\n'), delivered(`${tenant}x`, lines.join('')));
    const { recordId, receivedAt } = staged;
    const line = (index: number) =>
      writeStagedLine({
        ...{ tenant, metric: `m_${anId()}`, eventId: `e${index}`, fingerprint: 'F'.repeat(26), device: 'd' },
        ...{
          recordId,
          index,
          as: 'pump',
          timestamp: 1,
          receivedAt,
          stagedAt: 1,
          fields: '{}',
          unknown: '{}',
        },
      });
    givenUp.store.push(delivered(`${tenant}y`, `${line(0)}${line(1)}`));
    expect(await sums()).toEqual({ balanced: true, accepted: 4, inFlight: 4, stored: 0 });
    // Another tenant's records are not looked into.
    givenUp.store.splice(0, 1, delivered(`${aTenantId()}y`, 'no line'));
    expect(await sums()).toMatchObject({ balanced: false, inFlight: 2 });
  });

  it('makes no books when nobody tells how far the consumers are', async () => {
    const { services } = await open([1]);
    const behind = () => Promise.reject(new OutOfService('CloudWatch is away'));
    const pending = pendingTail({
      ledger: services.ledger,
      clock: { now: () => now },
      behind,
      givenUp: () => expect.fail('not asked'),
    });
    await expect(balance(tenant, { ...services, pending })).rejects.toThrow('CloudWatch is away');
  });
});
