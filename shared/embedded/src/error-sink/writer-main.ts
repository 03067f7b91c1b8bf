/** A process for the tests: puts error records into the sink in the folder given until it is killed, and prints what was acknowledged. */
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { anErrorRecord } from '@sluice/testing/factories/chunks';
import { openErrorSink } from './index.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [folder = '', round = ''] = positionals;
const sink = await openErrorSink({ folder, clock: { now: () => Date.now() } });

for (let batch = 0; ; batch += 1) {
  const kind = batch % 3 === 0 ? 'commit' : 'malformed';
  const records = [0, 1, 2].map((index) => anErrorRecord({ kind, recordId: `${round}-${batch}`, index }));
  const outcomes = await sink.put(records);
  if (outcomes.every(({ ok }) => ok)) writeSync(1, `${round}-${batch}\n`);
}
