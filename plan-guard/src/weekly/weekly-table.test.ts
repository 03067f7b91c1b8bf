import { describe, expect, it } from 'vitest';
import { destroyed, now, reasons, updated, type Handmade } from '../testing.fixture.ts';
import { readBooks, type Books } from './books.ts';

const drop = (week: string, environment = 'prod'): Handmade =>
  destroyed('aws_dynamodb_table', { name: `sluice-${environment}-near-line-${week}` });

const store = (from: string, to = from): Handmade =>
  updated(
    'aws_lambda_function',
    { environment: [{ variables: { RETENTION_WEEKS: from } }] },
    { environment: [{ variables: { RETENTION_WEEKS: to } }] },
  );

const hour = { tenant: 'acme', hour: '2026-09-14T10' };
const counts = { accepted: 5, stored: 3, rejected: 1, duplicate: 1, corrected: 0, inFlight: 0 };
const file = (over: object = {}): Books =>
  readBooks(
    JSON.stringify({
      environment: 'prod',
      takenAt: new Date(now - 3_600_000).toISOString(),
      balanced: true,
      hours: [{ ...hour, ...counts }],
      tables: [{ table: '2026-w38', sealed: true, hours: [hour] }],
      ...over,
    }),
  );

describe('the drop of a week', () => {
  // It is week 48; 8 weeks back is week 40, so week 39 is the newest that may go.
  it('is allowed past the retention, sealed and balanced', () => {
    expect(reasons([drop('2026-w38'), store('8')], { books: file() })).toEqual([]);
  });

  it.each([
    ['within the retention', drop('2026-w40'), 'within the retention of 8 weeks'],
    ['the late table', drop('late'), 'lost: its items'],
    ['a table of another name', destroyed('aws_dynamodb_table', { name: 'x-2026-w38' }), 'lost: its items'],
    ['a week that is none', drop('2026-w60'), 'lost: its items'],
    ['another environment', drop('2026-w38', 'dev'), 'of prod, the table of dev'],
    ['a week the file lacks', drop('2026-w37'), 'does not speak of 2026-w37'],
  ])('%s is refused', (_, change, message) => {
    expect(reasons([change, store('8')], { books: file() })).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['a gap', { hours: [{ ...hour, ...counts, stored: 2 }] }, 'a gap of 1 events'],
    ['an event too many', { hours: [{ ...hour, ...counts, stored: 4 }] }, 'a gap of -1 events'],
    ['an hour that is not in the books', { hours: [] }, 'lacks the hour'],
    ['no seal', { tables: [{ table: '2026-w38', sealed: false, hours: [] }] }, 'is not sealed'],
    ['books from within the retention', { takenAt: '2026-10-01T00:00:00Z' }, 'before the week left'],
    ['books of tomorrow', { takenAt: '2026-11-24T00:00:00Z' }, 'in the future'],
  ])('is refused with %s', (_, over, message) => {
    expect(reasons([drop('2026-w38'), store('8')], { books: file(over) })).toEqual([
      expect.stringContaining(message),
    ]);
  });

  it('is refused without a books file, and without a retention', () => {
    expect(reasons([drop('2026-w38'), store('8')])).toEqual([expect.stringContaining('--books')]);
    expect(reasons([drop('2026-w38')], { books: file() })).toEqual([
      expect.stringContaining('--retention-weeks'),
    ]);
    expect(reasons([drop('2026-w38')], { books: file(), retentionWeeks: 8 })).toEqual([]);
  });

  it('goes by the longer retention while the plan changes it', () => {
    const both = reasons([drop('2026-w38'), store('12', '8')], { books: file() });
    expect(both).toEqual([
      expect.stringContaining('within the retention of 12 weeks'),
      expect.stringContaining('RETENTION_WEEKS falls from 12 to 8'),
    ]);
  });

  it('never is a replacement', () => {
    const replaced = { ...drop('2026-w38'), actions: ['delete', 'create'], after: {} };
    expect(reasons([replaced, store('8')], { books: file() })).toEqual(['lost: its items']);
  });
});

describe('a books file that is none', () => {
  it.each([
    ['not JSON', '{', 'not JSON'],
    ['an array', '[]', 'not an object'],
    ['no time', '{"takenAt":"soon"}', 'takenAt is no time'],
    ['no environment', '{"takenAt":"2026-11-23T00:00:00Z"}', 'no text environment'],
    ['what `sluice books --json` prints alone', '{"balanced":true,"hours":[]}', 'no text takenAt'],
    [
      'an hour without a count',
      '{"takenAt":"2026-11-23T00:00:00Z","environment":"dev","hours":[{"accepted":1}],"tables":[]}',
      'hours[0], has no number stored',
    ],
  ])('%s is told', (_, text, message) => {
    expect(() => readBooks(text)).toThrow(message);
  });
});
