import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { archiveLineBytes } from '@sluice/core/lake';
import { partsOf } from '../archive/members.ts';
import { isWholeGzip } from './whole-gzip.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-whole-gzip-'));
const file = join(folder, 'one.json.gz');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const members = (...texts: readonly string[]): Buffer => Buffer.concat(texts.map((text) => gzipSync(text)));

/** What looking at each member says of it. */
const isWholeByMembers = async (): Promise<boolean> => {
  const handle = await open(file, 'r');
  try {
    for await (const part of partsOf(handle)) if (part.kind !== 'member') return false;
    return true;
  } finally {
    await handle.close();
  }
};

const whole = members('{"a":1}\n', '', '{"b":2}\n'.repeat(1_000));

it.each([
  ['whole', whole, true],
  ['cut within a member', whole.subarray(0, -9), false],
  ['cut within a header', Buffer.concat([whole, whole.subarray(0, 5)]), false],
  ['followed by zeros', Buffer.concat([whole, Buffer.alloc(10)]), false],
  ['followed by something else', Buffer.concat([whole, Buffer.from('{"c":3}\n')]), false],
  ['no gzip', Buffer.from('{"c":3}\n'), false],
  ['of a line that is too long', members('{}\n', 'x'.repeat(archiveLineBytes), 'x\n'), false],
  ['of a line that is as long as one may be', members('{}\n', 'x'.repeat(archiveLineBytes), '\n'), true],
])('a file that is %s', async (_, bytes, expected) => {
  writeFileSync(file, bytes);
  expect(await isWholeGzip(file, 0, bytes.length)).toBe(expected);
});

it('a stretch of a file is looked at by itself, and a file that is not there is not whole', async () => {
  const first = members('{"a":1}\n');
  writeFileSync(file, Buffer.concat([first, members('{"b":2}\n'), Buffer.from('torn')]));
  expect(await isWholeGzip(file, first.length, first.length * 2)).toBe(true);
  expect(await isWholeGzip(file, first.length, first.length * 2 + 1)).toBe(false);
  expect(await isWholeGzip(join(folder, 'gone'), 0, 10)).toBe(false);
});

it('never calls a file whole of which a member is damaged', async () => {
  const damage = fc.record({ at: fc.nat(whole.length - 1), byte: fc.integer({ min: 1, max: 255 }) });
  await fc.assert(
    fc.asyncProperty(damage, async ({ at, byte }) => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ byte;
      writeFileSync(file, bytes);
      if (await isWholeGzip(file, 0, bytes.length)) expect(await isWholeByMembers()).toBe(true);
    }),
    { numRuns: 300 },
  );
});
