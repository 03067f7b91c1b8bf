import type { Deployed } from './deployed.ts';
import { batchBill, secondsOf } from './batch-services.ts';
import { flowOf, monthSeconds, type Flow } from './flow.ts';
import { assumptions, microsecondsPerEvent } from './footprint.ts';
import type { Traffic } from './options.ts';
import { priceLines } from './prices.ts';
import { queryBill, unpriced } from './query-service.ts';
import { scalersBill } from './scalers.ts';
import { billOf, type Bill, type Choice } from './services.ts';

/** Dollars per million events, all in, at requests of ten events a second (the issue's goals); between them by the lower rate. */
const goals: readonly (readonly [number, number])[] = [
  [10, 0.5],
  [100, 0.12],
  [1_000, 0.05],
];

export const goalAt = (requests: number): number =>
  goals.findLast(([from]) => requests >= from)?.[1] ?? goals[0]?.[1] ?? 0;

/** What would make a service cheaper, said when it is the one that stands in the way. */
const remedies: ReadonlyMap<string, string> = new Map([
  [
    'front door',
    'more events in a request, or the own front door: a gateway takes its price for each request',
  ],
  ['Lambda ingest', 'more events in a request, less memory while it waits, or the own front door'],
  ['Lambda consumers', 'a longer window: fewer, larger batches'],
  ['Kinesis', 'fewer shards (the autoscaler), 24 hours of retention in place of 168, gathered records'],
  ['DynamoDB', 'a longer window of store (larger chunks compress better), fewer weeks, provisioned capacity'],
  [
    'Firehose archives',
    'gathered records (one is billed as 5 KB at least), or an archive written by a consumer of ours',
  ],
  ['S3', 'a shorter archive, or a colder class with a restore step'],
  ['logs', "the functions' platform logs at WARN, no access log"],
  ['alarms, keys', 'fewer alarms, one key for several classes of data'],
]);

const sum = (bill: Bill): number => [...bill.values()].reduce((all, one) => all + one, 0);
const money = (dollars: number): string => dollars.toFixed(dollars < 100 ? 2 : 0).padStart(10);
const fine = (dollars: number): string => dollars.toFixed(4).padStart(10);
const name = (text: string): string => text.padEnd(34);

/** The own front door gathers the events of many requests into a record; a function has only its own request's. */
export const flowFor = (traffic: Traffic, deployed: Deployed, { frontDoor }: Choice): Flow => {
  const events = traffic.requestsPerSecond * traffic.eventsPerRequest;
  const gathered = Math.max(traffic.eventsPerRequest, Math.min(500, events * assumptions.gatherSeconds));
  return flowOf(traffic, deployed, frontDoor === 'own front door' ? gathered : undefined);
};

const standard: Choice = { frontDoor: 'HTTP API', streams: 'provisioned', tables: 'on-demand' };

const choices: readonly Choice[] = [
  standard,
  { ...standard, frontDoor: 'REST API' },
  { ...standard, frontDoor: 'own front door' },
  { ...standard, streams: 'on-demand' },
  { ...standard, tables: 'provisioned' },
  { frontDoor: 'own front door', streams: 'provisioned', tables: 'provisioned' },
];

const nameOf = ({ frontDoor, streams, tables }: Choice): string =>
  `${frontDoor}, ${streams === tables ? `all ${streams}` : `streams ${streams}`}`;

/** The whole answer, as text. */
export const report = (traffic: Traffic, deployed: Deployed): string => {
  const flow = flowFor(traffic, deployed, standard);
  const bill = billOf(flow, deployed, standard);
  const millions = (flow.events * monthSeconds) / 1e6;
  const lines = [
    `${traffic.requestsPerSecond} requests/s of ${traffic.eventsPerRequest} events of ${traffic.eventBytes} bytes: ${millions.toFixed(1)} million events a month; resources: ${deployed.source}`,
    packed(flow),
    '',
    `${name('HTTP API, streams provisioned')}   $/month  $/million`,
    ...[...bill].map(([service, dollars]) => `${name(service)}${money(dollars)} ${fine(dollars / millions)}`),
    `${name('all')}${money(sum(bill))} ${fine(sum(bill) / millions)}`,
    '',
    `${name('compared')}   $/month  $/million`,
    ...choices.map((choice) => compared(choice, traffic, deployed, millions)),
    '',
    ...verdicts(traffic, deployed, millions),
    '',
    ...behind(traffic, deployed, flow, millions),
    ...besideEvents(deployed),
    ...looking(deployed),
    'prices',
    ...priceLines().map((line) => `  ${line}`),
    `assumed: ${JSON.stringify({ ...assumptions, microsecondsPerEvent })}`,
    'not in it: data transfer out, what queries read, statements of users on the warehouse, support, taxes, free tiers',
  ];
  return `${lines.join('\n')}\n`;
};

/** A function ends after so many seconds. */
const mostSeconds = 900;

const tooLong = (what: string, remedy: string, seconds: number): readonly string[] =>
  seconds <= mostSeconds
    ? []
    : [
        `  a run of ${what} takes ${Math.round(seconds)} s, and a function may take ${mostSeconds}: ${remedy}, or on a machine (docs/runbooks/books-gap.md)`,
      ];

/** The lake, the warehouse and the checks: no part of the price of an event on its way into SQL. */
const behind = (traffic: Traffic, deployed: Deployed, flow: Flow, millions: number): readonly string[] => {
  const bill = batchBill(flow, traffic.eventBytes, deployed);
  if (bill.size === 0) return [];
  return [
    `${name('batch, lake, warehouse, books')}   $/month  $/million`,
    ...[...bill].map(([part, dollars]) => `${name(part)}${money(dollars)} ${fine(dollars / millions)}`),
    `${name('all')}${money(sum(bill))} ${fine(sum(bill) / millions)}`,
    ...tooLong('the books', 'fewer days (`books.days`)', secondsOf('books', flow, deployed)),
    ...tooLong('age-off', 'fewer weeks of retention', secondsOf('age-off', flow, deployed)),
    '',
  ];
};

/** What following the demand costs: that it saves more is shown by `npm run bench:capacity`. */
const looking = (deployed: Deployed): readonly string[] => {
  const bill = scalersBill(deployed);
  if (bill.size === 0) return [];
  return [
    `${name('scalers: looking, each minute')}   $/month`,
    ...[...bill].map(([part, dollars]) => `${name(part)}${money(dollars)}`),
    `${name('all')}${money(sum(bill))}`,
    '',
  ];
};

/** What there is for queries, whatever the traffic: no part of the price of an event. */
const besideEvents = ({ query, unpriced: types }: Deployed): readonly string[] => {
  if (query === undefined) return [];
  const { parts, unknown } = queryBill(query);
  return [
    `${name('beside events, while nobody asks')}   $/month`,
    ...[...parts].map(([part, dollars]) => `${name(part)}${money(dollars)}`),
    `${name('all')}${money(sum(parts))}${unknown === undefined ? '' : `, without instances: ${unknown} has no price in prices.json`}`,
    ...types.map((type) => `  not priced: ${type}: ${unpriced[type] ?? ''}`),
    '',
  ];
};

const packed = ({ raw, staged, chunk }: Flow): string =>
  `raw record ${Math.round(raw.bytes)} B of ${Math.round(raw.events)} events, staged ${Math.round(staged.bytes)} B of ${Math.round(staged.events)}, ` +
  `chunk ${Math.ceil((chunk.bytes + assumptions.chunkItemOverheadBytes) / 1_024)} write units of ${Math.round(chunk.events)}; shards ${raw.shards} and ${staged.shards}`;

const compared = (choice: Choice, traffic: Traffic, deployed: Deployed, millions: number): string => {
  const total = sum(billOf(flowFor(traffic, deployed, choice), deployed, choice));
  return `${name(nameOf(choice))}${money(total)} ${fine(total / millions)}`;
};

const verdicts = (traffic: Traffic, deployed: Deployed, millions: number): readonly string[] => {
  const goal = goalAt(traffic.requestsPerSecond);
  const head = `goal: at most $${goal} per million events (at ${traffic.requestsPerSecond} requests/s of 10 events)`;
  const all = choices.map((choice) =>
    verdict(choice, billOf(flowFor(traffic, deployed, choice), deployed, choice), goal * millions),
  );
  return [head, ...all.flat()];
};

/** Met or missed; when missed, the dearest services until what is left would meet it. */
const verdict = (choice: Choice, bill: Bill, goal: number): readonly string[] => {
  const over = sum(bill) - goal;
  if (over <= 0) return [`  met: ${nameOf(choice)}`];
  let left = over;
  const blamed = [...bill]
    .toSorted(([, a], [, b]) => b - a)
    .filter(([, dollars]) => {
      const counts = left > 0;
      left -= dollars;
      return counts;
    });
  return [
    `  missed by $${over.toFixed(0)} a month: ${nameOf(choice)}`,
    ...blamed.map(
      ([service, dollars]) => `    ${service} ($${dollars.toFixed(0)}): ${remedies.get(service) ?? ''}`,
    ),
  ];
};
