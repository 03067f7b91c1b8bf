import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import type { ErrorRecord } from '@sluice/core/forms';
import { errorSinkContract } from '@sluice/testing/contracts/error-sink';
import { anHour } from '@sluice/testing/factories/chunks';
import { type EmbeddedErrorSink, openErrorSink } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-errors-'));
const opened: EmbeddedErrorSink[] = [];
afterAll(async () => {
  for (const sink of opened) await sink.close();
  rmSync(root, { recursive: true });
});
let made = 0;

errorSinkContract('files', async () => {
  const folder = path.join(root, String((made += 1)));
  const sink = await openErrorSink({ folder, clock: { now: () => anHour } });
  opened.push(sink);
  return {
    sink,
    stored: async (stage, kind) => {
      const store = path.join(folder, 'errors/stream', stage, kind, '2026/11/23/03');
      const texts = readdirSync(store).map((name) =>
        gunzipSync(readFileSync(path.join(store, name))).toString(),
      );
      return texts
        .flatMap((text) => text.trimEnd().split('\n'))
        .map((line) => JSON.parse(line) as ErrorRecord);
    },
  };
});
