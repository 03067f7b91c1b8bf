import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchProgress } from '@sluice/core/ports';
import type { TenantId } from '@sluice/core/layout';
import type { PlanContext, Planned } from './moves.ts';
import { plan, tokenMs, type LoadEvent } from './plan.ts';
import { standInDialect } from './redshift.fixture.ts';
import { newLoad, readLoadState, writeLoadState, type LoadState } from './state/load-state.ts';
import { aMetricId } from './testing.fixture.ts';

const tenant = '01JD0000000000000000000001' as TenantId;
const metric = aMetricId();
const load = {
  loadId: `3-${tenant}-${metric}`,
  tenant,
  metric,
  metricName: 'pumps',
  schemaVersion: 1,
  columns: [],
  rows: 0,
  files: [],
};
const context: PlanContext = { now: 1_000_000, load, dialect: standInDialect, prepared: 1 };
const fresh = newLoad(load, { loadId: load.loadId, sequence: 3, tenant, metric }, 0);
const empty = { columns: new Map(), loaded: undefined, views: [] };
const failure = { class: 'customer', code: 'x', message: 'no such file' } as const;

/** Plans one event after the other; gives the last. */
const after = (state: LoadState, ...events: readonly LoadEvent[]): Planned =>
  events.reduce<Planned>((planned, event) => plan(planned.next, event, context), {
    next: state,
    effect: { do: 'wait' },
  });

const looking = after(fresh, { kind: 'woken' }, { kind: 'proved', fault: undefined }).next;
const loading = after(
  looking,
  { kind: 'submitted', id: 'look-1' },
  { kind: 'progress', progress: { state: 'finished' } },
  { kind: 'facts', facts: empty },
).next;
const submitted = after(loading, { kind: 'submitted', id: 'load-1' }).next;

describe('a load', () => {
  it('proves its files, looks, and loads, with the token stored before each call', () => {
    expect(after(fresh, { kind: 'woken' }).effect).toEqual({ do: 'prove' });
    expect(looking.work).toMatchObject({
      kind: 'look',
      id: null,
      token: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(loading).toMatchObject({ state: 'loading', work: { kind: 'load', id: null } });
    expect(loading.work?.token).not.toBe(looking.work?.token);
    expect(submitted.work?.id).toBe('load-1');
  });

  it('prepares the schema first where it is not known to be', () => {
    const planned = plan({ ...fresh, proved: true }, { kind: 'woken' }, { ...context, prepared: 0 });
    expect(planned.next).toMatchObject({ state: 'migrating', work: { kind: 'prepare' } });
  });

  it('that died before its answer came submits the same token, until it is too old to be relied on', () => {
    const at = loading.work?.at ?? 0;
    const young = plan(loading, { kind: 'woken' }, { ...context, now: at + tokenMs - 1 });
    expect(young).toEqual({ next: loading, effect: { do: 'submit' } });
    const old = plan(loading, { kind: 'woken' }, { ...context, now: at + tokenMs });
    expect(old.next.work).toMatchObject({ kind: 'look', id: null });
  });

  it.each<BatchProgress>([
    { state: 'unknown' },
    { state: 'failed', failure, statement: 3 },
    { state: 'aborted', failure },
  ])('whose transaction is $state looks at the truth before it says anything', (progress) => {
    const { next } = after(submitted, { kind: 'progress', progress });
    expect(next).toMatchObject({ work: { kind: 'look' }, look: null, state: 'pending' });
    const truth: LoadEvent[] = [
      { kind: 'submitted', id: 'look-2' },
      { kind: 'progress', progress: { state: 'finished' } },
    ];
    const loaded = { at: 1, merged: 1, replaced: 0 };
    expect(after(next, ...truth, { kind: 'facts', facts: { ...empty, loaded } }).next.state).toBe('loaded');
    const without = after(next, ...truth, { kind: 'facts', facts: empty }).next;
    if (progress.state === 'unknown') expect(without.work?.kind).toBe('load');
    else
      expect(without).toMatchObject({
        state: 'failed',
        failures: 1,
        reason: expect.stringContaining('no such file') as string,
      });
  });

  it('names the statement that failed', () => {
    const { next } = after(submitted, {
      kind: 'progress',
      progress: { state: 'failed', failure, statement: 1 },
    });
    expect(next.doubt?.reason).toBe('guard: not loaded yet: no such file');
  });

  it('that waits does nothing', () => {
    expect(after(submitted, { kind: 'progress', progress: { state: 'started' } })).toEqual({
      next: submitted,
      effect: { do: 'wait' },
    });
    const later = { ...context, now: context.now + 25 * 3_600_000 };
    expect(plan(submitted, { kind: 'progress', progress: { state: 'started' } }, later).next.work?.kind).toBe(
      'look',
    );
  });
});

const events: fc.Arbitrary<LoadEvent> = fc.constantFrom<LoadEvent>(
  { kind: 'woken' },
  { kind: 'proved', fault: undefined },
  { kind: 'proved', fault: 'changed' },
  { kind: 'submitted', id: 'x' },
  { kind: 'lost' },
  { kind: 'prepared' },
  { kind: 'facts', facts: undefined },
  { kind: 'facts', facts: empty },
  { kind: 'fault', failure },
  ...(['submitted', 'started', 'finished', 'unknown'] as const).map(
    (state) => ({ kind: 'progress', progress: { state } }) as const,
  ),
  { kind: 'progress', progress: { state: 'failed', failure, statement: 0 } },
);

it('whatever happens in whichever order, a token is never used for two batches, and the state survives being stored', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 40 }), (happened) => {
      const digests = new Map<string, string>();
      let state = fresh;
      for (const [i, event] of happened.entries()) {
        const { next } = plan(state, event, { ...context, now: context.now + i * 3_600_000 });
        expect(readLoadState(writeLoadState(next))).toEqual(next);
        const { token = '', digest = '' } = next.work ?? {};
        expect(digests.get(token) ?? digest).toBe(digest);
        digests.set(token, digest);
        state = next;
      }
    }),
  );
});

it.each(['', '[]', '{"v":1}', '{"loadId":"x"}'])('the stored text %j is no state', (text) => {
  expect(() => readLoadState(text)).toThrow(/a stored document|is no load’s id|is no load's id/);
});
