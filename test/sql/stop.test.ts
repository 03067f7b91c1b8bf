import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clientOf, createTenant } from '../process/client.ts';
import { startInstance } from '../process/instance.ts';
import { bind, execute, flush, parse, query, sync } from './messages.ts';
import { dial, errorOf, login, type Talk } from './talk.ts';

it(
  'SIGTERM ends an instance with 0, whatever its SQL clients do; those that listen are told 57P01',
  { timeout: 60_000 },
  async () => {
    const data = mkdtempSync(join(tmpdir(), 'sluice-stop-'));
    const instance = await startInstance(data);
    const operator = clientOf(instance.file.http, instance.file.admin);
    const key = await createTenant(operator, 'stop');
    operator.close();
    const enter = async (): Promise<Talk> => {
      const talk = await dial(instance.file.sql.port);
      expect((await login(talk, key.accessKeyId, key.secretAccessKey)).at(-1)?.letter).toBe('Z');
      return talk;
    };
    const [idle, busy, deaf] = [await enter(), await enter(), await enter()];
    busy.say(parse('', 'select count(*) from range(100000000000) t(n) where n % 7 = 3'), bind({}), flush);
    await busy.until('2');
    busy.say(execute(''), sync);
    deaf.say(query("select repeat('x', 1000) from range(100000000) t(n)"));
    await deaf.next();
    deaf.socket.pause();
    const told = [idle.rest(), busy.rest()];
    expect(await instance.stop()).toBe(0);
    expect((await Promise.all(told)).map(errorOf)).toEqual(['FATAL 57P01', 'FATAL 57P01']);
    deaf.socket.destroy();
    rmSync(data, { recursive: true, force: true });
  },
);
