import { ok } from '@sluice/core/http';
import { afterEach, describe, expect, it } from 'vitest';
import { call, closeAll, errorOf, raw, rawSigned, start } from './testing.ts';

afterEach(closeAll);

describe('closing', () => {
  it('finishes the requests under way, refuses new connections, and drops idle ones', async () => {
    const { promise: started, resolve: starting } = Promise.withResolvers<undefined>();
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
    const { edge, host } = await start({
      handle: async (event) => {
        starting(undefined);
        await gate;
        return ok({ done: true }, event.requestContext.requestId);
      },
    });
    const silent = raw(edge, '');
    const answer = raw(edge, rawSigned(host, '{}'));
    await started;
    const closing = edge.close();
    expect(await silent).toBe('');
    await expect(fetch(`http://${host}/v1/t`)).rejects.toThrow();
    open(undefined);
    expect(errorOf(await answer)).toEqual({ done: true });
    await closing;
  });

  it('is soon, with connections kept alive', async () => {
    const { edge, host } = await start();
    await call(host, {});
    const before = performance.now();
    await edge.close();
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('waits no longer than its deadline', async () => {
    const { promise: started, resolve: starting } = Promise.withResolvers<undefined>();
    const { edge, host } = await start({
      drainMs: 100,
      handle: async () => {
        starting(undefined);
        return new Promise(() => undefined);
      },
    });
    const answer = raw(edge, rawSigned(host, '{}'));
    await started;
    await edge.close();
    expect(await answer.catch(() => '')).toBe('');
  });
});

it('says which address it cannot listen on', async () => {
  const { edge } = await start();
  await expect(start({ port: edge.port })).rejects.toThrow(`127.0.0.1:${edge.port}`);
});
