import { InvalidArgumentError, Option, type Command } from 'commander';
import { limits } from '@sluice/core/layout';
import { runSend, type SendOptions } from '../send/command.ts';
import { inputFormats } from '../send/source/sniff.ts';
import type { Surroundings } from '../surroundings.ts';
import { whole } from './arguments.ts';

const metricName = (text: string): string => {
  if (text !== '' && Buffer.byteLength(text) <= limits.metricNameBytes) return text;
  throw new InvalidArgumentError(`It takes a name of 1 to ${limits.metricNameBytes} bytes.`);
};

const help = `
The input is a JSON list, JSON objects one after the other, NDJSON, or CSV with the names of the fields in its first line; gzip is undone.
Cells of CSV are sent as texts, empty ones are left out. A row that is no event is told with its line, and the rest goes on.

An interrupted send of a file goes on where it stopped: run the same command again. How far it came is kept in FILE.sluice-progress.
Events that are sent twice are stored once. Exits 1 when a row was not stored.

Examples:
  sluice send flights.json --metric flights
  gzip -dc events.ndjson.gz | sluice send -`;

/** `sluice send FILE|-` */
export const addSendCommand = (program: Command, around: Surroundings): void => {
  program
    .command('send')
    .description('send the events of a file')
    .argument('<file>', 'a file, or - for standard input')
    .option('--metric <name>', 'the metric of events that name none in metrictype', metricName)
    .option('--batch <n>', 'events in a request', whole(1, limits.eventsPerRequest), limits.eventsPerRequest)
    .option('--concurrency <n>', 'requests at a time', whole(1, 64), 4)
    .addOption(
      new Option(
        '--input <format>',
        'what the input is (default: by its name, else by its beginning)',
      ).choices(inputFormats),
    )
    .option('--restart', 'send all of the file, also what an interrupted send has sent')
    .option('--json', 'print {"accepted","warnings","rejected","unreadable"}')
    .addHelpText('after', help)
    .action((file: string, options: SendOptions) => runSend(file, options, around));
};
