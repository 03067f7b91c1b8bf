import { afterEach, expect, it } from 'vitest';
import { fakeServer, runCli } from '../testing.fixture.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

const run = async (args: readonly string[], body: object) => {
  const server = await fakeServer(() => ({ body }));
  cleanUps.push(server.close);
  return runCli(server.url, ['etl', 'run', ...args]);
};

const answer = {
  outcome: 'published',
  sequence: 4,
  counts: { read: 0, added: 0, duplicate: 0, corrected: 0, repeated: 0, malformed: 0, replaced: 0 },
  refused: [{ key: 'archive/staged/a.json.gz', reason: 'bytes 1 to 9 are no gzip member' }],
};

it('names an archive object that was not read, and fails', async () => {
  const { code, out, err } = await run([], answer);
  expect([code, out]).toEqual([1, expect.stringMatching(/^manifest 4\n/)]);
  expect(err).toMatch(
    /^not read: archive\/staged\/a\.json\.gz: bytes 1 to 9 are no gzip member\nsluice: some/,
  );
});

it('fails with --json too, which a script would ask for', async () => {
  const { code, out } = await run(['--json'], answer);
  expect([code, out]).toEqual([1, `${JSON.stringify(answer)}\n`]);
  expect(await run(['--json'], { ...answer, refused: [] })).toMatchObject({ code: 0, err: '' });
});
