import { check, WrongAnswer } from './check.ts';
import { eventOf, readFlights, wrongEvents, type Flight } from './flights.ts';
import { startInstance, type Instance } from './instance.ts';
import { scatter } from './scatter.ts';
import { callWith, membersOf, type Client } from 'sluice/client';
import { ask, declare, makeTenant, readDeepBooks, sendEvents, settle, signer, type Sums } from './talk.ts';
import { warehouseCounts } from './warehouse.ts';
import { chapter, showTable, tell } from './tell.ts';

const flightCount = 220_000;
const repeatedCount = 1_000;
const laterCount = 1_000;

const shown = (n: number): string => n.toLocaleString('en-US');
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0);

/** The five airports with the most flights, as the data itself tells. */
const busiest = (flights: readonly Flight[]): readonly (readonly string[])[] => {
  const counts = Map.groupBy(flights, ({ origin }) => origin);
  return [...counts]
    .map(([origin, of]) => ({ origin, flights: of.length }))
    .toSorted((a, b) => b.flights - a.flights || (a.origin < b.origin ? -1 : 1))
    .slice(0, 5)
    .map(({ origin, flights }) => [origin, String(flights)]);
};

/** One of each: a flight that stands twice in the data set, alike in everything, is one event. */
const distinct = (flights: readonly Flight[]): readonly Flight[] => [
  ...new Map(flights.map((flight) => [eventOf(flight), flight])).values(),
];

const story = async (instance: Instance): Promise<void> => {
  const now = Date.now();
  tell(`Sluice runs at ${instance.url}, in a folder of its own.`);
  const client = await makeTenant(instance, 'airline');
  tell(
    'A tenant "airline" was made, with a key. All that follows is signed with it and sees nothing of other tenants.',
  );

  chapter('Send events, without declaring anything');
  const all = await readFlights(flightCount + laterCount, now);
  const flights = all.slice(0, flightCount);
  const later = distinct(all.slice(flightCount));
  const stored = distinct(flights);
  const wrong = wrongEvents(now);
  const repeated = stored.slice(0, repeatedCount);
  tell(
    `${shown(flightCount)} flights of January 2001 (U.S. Bureau of Transportation Statistics, from the npm package vega-datasets),
moved by whole weeks to the last ones. The second half has a field "gate" that nobody told us of.
${shown(repeatedCount)} are sent twice, as after a lost connection, and some events are wrong on purpose:`,
  );
  showTable(
    ['what is wrong', 'how many'],
    wrong.map(({ kind, events }) => [kind, String(events.length)]),
  );
  const events = scatter(flights.map(eventOf), repeated.map(eventOf), ...wrong.map((one) => one.events));
  const begun = Date.now();
  const tally = await sendEvents(client, events);
  const seconds = (Date.now() - begun) / 1000;
  tell(
    `${shown(events.length)} events sent over signed HTTP in ${seconds.toFixed(1)} s: ${shown(Math.round(events.length / seconds))} a second.`,
  );
  const refusedCount = sumOf(wrong.filter(({ isRejected }) => isRejected).map((one) => one.events.length));
  const errorCount = sumOf(wrong.map((one) => one.events.length)) - refusedCount;
  check(
    `${shown(refusedCount)} were refused at the door: nothing of them is stored`,
    tally.counts.rejected,
    refusedCount,
  );
  check(
    `${shown(errorCount)} were taken with a warning: they will be error records`,
    tally.counts.warnings,
    errorCount,
  );
  check(
    `${shown(flightCount + repeatedCount)} were accepted`,
    tally.counts.accepted,
    flightCount + repeatedCount,
  );
  const accepted = flightCount + repeatedCount + errorCount;
  await settle(client, accepted);

  chapter('Ask SQL: every field is a column of text at once');
  check(
    `each flight is one row, however often it was sent (${flightCount - stored.length} stand twice in the data set itself)`,
    await ask(client, 'SELECT count(*) AS flights FROM flights'),
    [[String(stored.length)]],
  );
  check(
    'the busiest airports are those of the data set',
    await ask(
      client,
      'SELECT origin, count(*) AS flights FROM flights GROUP BY origin ORDER BY flights DESC, origin LIMIT 5',
    ),
    busiest(stored),
  );
  const gates = stored.flatMap(({ gate }) => (gate === undefined ? [] : [gate]));
  const textMax = gates.map(String).reduce((a, b) => (a > b ? a : b), '');
  check(
    'the field nobody declared is there by its name, as text: its "greatest" value is the last in the alphabet',
    await ask(client, 'SELECT count(gate) AS with_gate, max(gate) AS last_gate FROM flights'),
    [[String(gates.length), textMax]],
  );

  chapter('Declare the metric and its fields: types, and names of your choice');
  await declare(client, 'schema/metric', { metricName: 'flights', aliases: ['departures'] });
  await declare(client, 'schema/field', { metricName: 'flights', fieldName: 'delay', fieldType: 'INTEGER' });
  await declare(client, 'schema/field', {
    metricName: 'flights',
    fieldName: 'distance',
    fieldType: 'INTEGER',
  });
  await declare(client, 'schema/field', {
    metricName: 'flights',
    fieldName: 'gate_number',
    fieldType: 'INTEGER',
    aliases: ['gate'],
  });
  tell('Nothing that was sent before is rewritten, and it reads with the new types:');
  const total = sumOf(stored.map(({ delay }) => delay));
  check(
    'the gate is a number now, for all that was ever sent, and 40 is more than 9',
    await ask(
      client,
      'SELECT count(gate_number) AS with_gate, max(gate_number) AS last_gate FROM departures',
    ),
    [[String(gates.length), String(gates.reduce((a, b) => Math.max(a, b), 0))]],
  );
  check(
    'delays add up',
    await ask(client, 'SELECT sum(delay) AS minutes, max(distance) AS farthest FROM flights'),
    [[String(total), String(stored.reduce((most, { distance }) => Math.max(most, distance), 0))]],
  );
  tell(`\n${shown(later.length)} more flights are sent, under the metric's other name.`);
  const more = later.map((flight) => eventOf(flight).replace('"flights"', '"departures"'));
  check('they are accepted', (await sendEvents(client, more)).counts.accepted, later.length);
  const books = await settle(client, accepted + later.length);
  check(
    'old and new are one table',
    await ask(client, 'SELECT count(*) AS flights, sum(delay) AS minutes FROM flights'),
    [[String(stored.length + later.length), String(total + sumOf(later.map(({ delay }) => delay)))]],
  );

  chapter('Nothing disappears: what was wrong is kept, with its reason');
  check(
    'each wrong event is one error record',
    await ask(
      client,
      'SELECT code, count(*) AS events, min(reason) AS reason FROM errors.stream GROUP BY code ORDER BY events DESC',
    ).then((rows) => rows.map((row) => row.slice(0, 2))),
    wrong.filter(({ isRejected }) => !isRejected).map(({ code, events: of }) => [code, String(of.length)]),
  );

  chapter('The books balance: accepted = stored + rejected + duplicate + corrected + in flight');
  process.stdout.write(books.text.replaceAll(/^(?=.)/gm, '  '));
  const expected: Sums = {
    accepted: accepted + later.length,
    stored: stored.length + later.length,
    rejected: errorCount,
    duplicate: flightCount - stored.length + repeatedCount,
    corrected: 0,
    inFlight: 0,
  };
  check('every event that was accepted is accounted for', books.sums, expected);
  check('the books say so themselves', books.balanced, true);
  await batchChapter(instance, client, stored.length + later.length);
};

/** The same rows three times: in the near-line tables, in the lake, in the warehouse. */
const batchChapter = async (instance: Instance, client: Client, rows: number): Promise<void> => {
  chapter('Batch: the archive goes into the lake, deduplicated, and from there into the warehouse');
  const begun = Date.now();
  const ran = membersOf(
    await callWith(signer(instance, instance.admin), { method: 'POST', path: 'meta/etl' }, {}),
  );
  const counts = membersOf(ran.get('counts'));
  tell(
    `${shown(Number(counts.get('read')))} archived lines were read in ${((Date.now() - begun) / 1000).toFixed(1)} s.`,
  );
  check('the lake has each flight once', Number(counts.get('added')), rows);
  check(
    'what was sent twice was told apart',
    Number(counts.get('duplicate')) + rows,
    Number(counts.get('read')),
  );
  check(
    'SQL shows the same, over lake and near-line tables as one',
    await ask(client, 'SELECT count(*) AS flights FROM flights'),
    [[String(rows)]],
  );
  const warehouse = await warehouseCounts(instance);
  showTable(['table of the warehouse', 'rows'], warehouse);
  check('and so does the warehouse', sumOf(warehouse.map(([, count]) => Number(count))), rows);
  const checking = Date.now();
  const books = await readDeepBooks(client);
  check('the books of all three, row by row, balance', books, {
    balanced: true,
    lake: rows,
    warehouse: rows,
  });
  tell(`They were made in ${((Date.now() - checking) / 1000).toFixed(1)} s.`);
};

const demo = async (): Promise<void> => {
  const begun = Date.now();
  const instance = await startInstance();
  try {
    await story(instance);
  } finally {
    const status = await instance.stop();
    if (status !== 0) process.exitCode = 1;
    tell(`\nSluice was stopped (exit status ${status ?? 'none'}) and its folder removed.`);
  }
  tell(`All answers were as they must be, in ${((Date.now() - begun) / 1000).toFixed(0)} s.`);
};

demo().catch((error: unknown) => {
  process.exitCode = 1;
  const what = error instanceof WrongAnswer ? 'A wrong answer' : 'The demo failed';
  process.stderr.write(`\n${what}: ${error instanceof Error ? error.message : String(error)}\n`);
});
