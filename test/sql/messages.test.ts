import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  bind, closeStatement, describePortal, describeStatement, execute, flush, gssRequest, int16, int32, message, packet, parse, query, sslRequest, startup, sync, zero,
} from './messages.ts'; // prettier-ignore
import { clientFirst, errorOf, fieldsOf, lettersOf, saslInitial, valuesOf } from './talk.ts';
import { startWireWorld, user, type WireWorld } from './wire-world.ts';

let world: WireWorld;
beforeAll(async () => {
  world = await startWireWorld();
});
afterAll(() => world.wire.close());
afterEach(() => expect(world.faults.splice(0)).toEqual([]));

const headed = (letter: string, length: number): Buffer =>
  Buffer.concat([Buffer.from(letter), int32(length)]);

describe('before the login', () => {
  it.each<readonly [string, Buffer, string]>([
    ['a negative length', int32(-1), 'FATAL 08P01'],
    ['the least length', int32(-(2 ** 31)), 'FATAL 08P01'],
    ['a length of 0', int32(0), 'FATAL 08P01'],
    ['a length of 3', int32(3), 'FATAL 08P01'],
    ['a length of 4: no code', int32(4), 'FATAL 08P01'],
    ['a length of 7: half a code', Buffer.concat([int32(7), Buffer.alloc(3)]), 'FATAL 08P01'],
    ['a length past the limit', int32(10_001), 'FATAL 08P01'],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'FATAL 08P01'],
    ['TLS without asking', Buffer.from('16030100f8010000f40303', 'hex'), 'FATAL 08P01'],
    ['protocol 2', packet(2 << 16, zero('x')), 'FATAL 0A000'],
    ['no end of the parameters', packet(3 << 16, zero('user'), zero('x')), 'FATAL 08P01'],
    ['a parameter without a value', packet(3 << 16, zero('user')), 'FATAL 08P01'],
    ['more after the parameters', packet(3 << 16, zero('user'), zero('x'), Buffer.alloc(3)), 'FATAL 08P01'],
    ['no user', packet(3 << 16, zero('database'), zero('x'), Buffer.alloc(1)), 'FATAL 28000'],
    ['a user that is not UTF-8', packet(3 << 16, zero('user'), Buffer.from([0xff, 0, 0])), 'FATAL 22021'],
    ['requests for encryption without end', Buffer.concat(Array<Buffer>(9).fill(gssRequest)), 'FATAL 08P01'],
    ['a cancel that is too short', packet(80_877_102, int32(1)), 'FATAL 08P01'],
    ['a query for a login', Buffer.concat([startup(user), query('echo 0')]), 'FATAL 08P01'],
    ['a huge password message', Buffer.concat([startup(user), headed('p', 20_000_000)]), 'FATAL 08P01'],
    ['another mechanism', Buffer.concat([startup(user), saslInitial('SCRAM-SHA-256-PLUS')]), 'FATAL 28000'],
    [
      'a mechanism and no message',
      Buffer.concat([startup(user), message('p', zero('SCRAM-SHA-256'), int32(-1))]),
      'FATAL 08P01',
    ],
    ['no SCRAM', Buffer.concat([startup(user), saslInitial('SCRAM-SHA-256', 'hello')]), 'FATAL 08P01'],
    [
      'a wrong proof',
      Buffer.concat([startup(user), saslInitial(), message('p', Buffer.from('c=biws,r=x,p=AAAA'))]),
      'FATAL 08P01',
    ],
  ])('%s is refused and the connection closed', async (_, bytes, error) => {
    const talk = await world.dial();
    talk.say(bytes);
    // Answers to requests for encryption have no length: they are before the first error.
    const text = (await talk.bytes(1_000_000)).toString('latin1');
    expect(text).toContain(`S${error.split(' ')[0] ?? ''}\0`);
    expect(text).toContain(`\0C${error.split(' ')[1] ?? ''}\0`);
    expect(await world.alive()).toBe(true);
  });

  it('a newer minor version and unknown options are negotiated down to 3.0', async () => {
    const talk = await world.dial();
    talk.say(startup(user, { '_pq_.wide': 'on' }, (3 << 16) | 2), saslInitial());
    const reply = await talk.next();
    expect(reply?.letter).toBe('v');
    expect(reply?.body.readInt32BE(0)).toBe(3 << 16);
    expect(reply?.body.subarray(4).toString()).toBe(`${int32(1).toString()}_pq_.wide\0`);
    talk.socket.destroy();
  });

  it('without a certificate TLS is not offered', async () => {
    const talk = await world.dial();
    talk.say(sslRequest);
    expect((await talk.bytes(1)).toString()).toBe('N');
    talk.say(startup(user), saslInitial('SCRAM-SHA-256', `n,,${clientFirst}`));
    expect((await talk.next())?.letter).toBe('R');
    talk.socket.destroy();
  });

  it('a client that says nothing is closed after the time for the login, and too many are refused', async () => {
    const small = await startWireWorld({ loginMs: 50, connections: 1 });
    const silent = await small.dial();
    expect(await silent.rest()).toEqual([]);
    const first = await small.enter();
    expect(first.greeting.at(-1)?.letter).toBe('Z');
    expect(errorOf((await small.enter()).greeting)).toBe('FATAL 53300');
    await small.wire.close();
  });

  it('settings of the startup packet are the session’s', async () => {
    const { talk } = await world.enter({
      application_name: "it's",
      options: '-c statement_timeout=5s -c geqo=off',
    });
    expect(world.seen.statements.slice(-2)).toEqual([
      "SET application_name = 'it''s'",
      "SET statement_timeout = '5s'",
    ]);
    talk.socket.destroy();
  });
});

describe('after the login', () => {
  it.each<readonly [string, Buffer]>([
    ['a negative length', headed('Q', -5)],
    ['a length of 0', headed('Q', 0)],
    ['a length of 3', headed('Q', 3)],
    ['a length past the limit', headed('Q', (16 << 20) + 1)],
    ['an unknown type', message('!', zero('x'))],
    ['an unknown type with a huge length', headed('!', 2 ** 31 - 1)],
    ['a second startup', startup(user)],
    ['a request for encryption', sslRequest],
    ['a password', saslInitial()],
    ['a message of the server', message('Z', Buffer.from('I'))],
  ])('%s ends the connection', async (_, bytes) => {
    const { talk } = await world.enter();
    talk.say(bytes);
    const replies = await talk.rest();
    expect([lettersOf(replies), errorOf(replies)]).toEqual(['E', 'FATAL 08P01']);
    expect(await world.alive()).toBe(true);
  });

  const one = [parse('s', 'echo 1'), sync] as const;
  const long = Buffer.concat([Buffer.alloc(2), int16(-1)]);
  it.each<readonly [string, readonly Buffer[], string]>([
    ['a query without its end', [message('Q', Buffer.from('echo'))], '08P01'],
    ['a query with more after its end', [message('Q', zero('echo 0'), zero('x'))], '08P01'],
    ['a query that is not UTF-8', [message('Q', Buffer.from([0xc3, 0x28, 0]))], '22021'],
    ['an empty Parse', [message('P'), sync], '08P01'],
    ['two statements in a Parse', [parse('', 'echo 0; echo 0'), sync], '42601'],
    ['a name that is taken', [parse('s', 'echo 0'), sync], '42P05'],
    ['more types than are there', [message('P', zero('t'), zero('echo 0'), int16(9)), sync], '08P01'],
    ['Bind of no statement', [bind({ statement: 'none' }), sync], '26000'],
    ['Bind with too few values', [bind({ statement: 's' }), sync], '08P01'],
    ['Bind with too many values', [bind({ statement: 's', values: ['1', '2'] }), sync], '08P01'],
    [
      'Bind with more formats than values',
      [bind({ statement: 's', formats: [0, 0], values: ['1'] }), sync],
      '08P01',
    ],
    [
      'Bind with more result formats than columns',
      [bind({ statement: 's', values: ['1'], results: [0, 0] }), sync],
      '08P01',
    ],
    [
      'Bind with a format that is none',
      [bind({ statement: 's', formats: [2], values: ['1'] }), sync],
      '22023',
    ],
    [
      'Bind with a value of length -2',
      [message('B', zero(''), zero('s'), int16(0), int16(1), int32(-2), int16(0)), sync],
      '08P01',
    ],
    [
      'Bind with a value past the message',
      [message('B', zero(''), zero('s'), int16(0), int16(1), int32(2 ** 31 - 1)), sync],
      '08P01',
    ],
    ['Bind with 65,535 values announced', [message('B', zero(''), zero('s'), long), sync], '08P01'],
    [
      'Bind with more at its end',
      [message('B', zero(''), zero('s'), int16(0), int16(1), int32(-1), int16(0), zero('x')), sync],
      '08P01',
    ],
    [
      'Bind with text that is not UTF-8',
      [bind({ statement: 's', values: [Buffer.from([0xff])] }), sync],
      '22021',
    ],
    ['Bind with a zero in a text', [bind({ statement: 's', values: ['a\0b'] }), sync], '22021'],
    ['Describe of what is neither', [message('D', Buffer.from('X'), zero('s')), sync], '08P01'],
    ['Describe of no portal', [describePortal('none'), sync], '34000'],
    ['Execute of no portal', [execute('none'), sync], '34000'],
    ['Execute without a count', [message('E', zero('')), sync], '08P01'],
    ['Close of what is neither', [message('C', Buffer.from('X'), zero('s')), sync], '08P01'],
    ['a function call', [message('F', int32(1)), sync], '0A000'],
    ['a failing statement', [query('fail')], '22012'],
  ])('%s is an error, and the session goes on', async (_, bytes, sqlstate) => {
    const { talk } = await world.enter();
    await talk.ask(...one);
    const replies = await talk.ask(...bytes);
    expect(errorOf(replies)).toBe(`ERROR ${sqlstate}`);
    expect(lettersOf(await talk.ask(query('rows 1')))).toBe('TDCZ');
    talk.socket.destroy();
  });

  it('an error comes at once, without Sync; everything up to Sync is skipped then', async () => {
    const { talk } = await world.enter();
    talk.say(parse('', 'selec 1'), flush, bind({}), execute(''));
    expect((await talk.next())?.letter).toBe('E');
    expect(lettersOf(await talk.ask(query('rows 1'), sync))).toBe('Z');
    talk.socket.destroy();
  });

  it('a fault of ours tells nothing of the inside', async () => {
    const { talk } = await world.enter();
    const replies = await talk.ask(query('burst'));
    expect(errorOf(replies)).toBe('ERROR XX000');
    expect(replies.map(({ body }) => body.toString()).join('')).not.toContain('secret');
    expect(world.faults.splice(0)).toEqual(['a SQL message failed: Error: a secret of the inside']);
    talk.socket.destroy();
  });

  it('the position of an error counts characters of the whole text', async () => {
    const { talk } = await world.enter();
    const error = (await talk.ask(query('echo 0 🙂; selec 1'))).find(({ letter }) => letter === 'E');
    expect(error && fieldsOf(error)).toMatchObject({ C: '42601', P: '11' });
    talk.socket.destroy();
  });

  it('NULL, empty and binary values pass', async () => {
    const { talk } = await world.enter();
    const values = [null, '', 'é', Buffer.from([0, 0, 0, 7])];
    const replies = await talk.ask(
      parse('', 'echo 4', [0, 0, 0, 23]), bind({ formats: [0, 0, 0, 1], values, results: [1] }), execute(''), sync,
    ); // prettier-ignore
    expect(lettersOf(replies)).toBe('12DCZ');
    expect(valuesOf(replies[2] ?? { letter: '', body: Buffer.alloc(2) }).map(String)).toEqual([
      'null',
      '',
      'é',
      '7',
    ]);
    talk.socket.destroy();
  });

  it('takes 65,535 parameters', async () => {
    const { talk } = await world.enter();
    const values = Array<string>(65_535).fill('1');
    const replies = await talk.ask(parse('', 'echo 65535'), bind({ values }), sync);
    expect(lettersOf(replies)).toBe('12Z');
    // So many columns have no place in a row.
    expect(errorOf(await talk.ask(parse('', 'echo 65535'), describeStatement(''), sync))).toBe('ERROR 54011');
    talk.socket.destroy();
  });

  it('a large message that comes in small pieces', async () => {
    const { talk } = await world.enter();
    const text = 'x'.repeat(4_000_000);
    const replies = await talk.ask(parse('', 'echo 1'), bind({ values: [text] }), execute(''), sync);
    expect(valuesOf(replies[2] ?? { letter: '', body: Buffer.alloc(2) })[0]?.length).toBe(text.length);
    talk.socket.destroy();
  });
});

describe('portals and statements', () => {
  it('a portal gives its rows in parts, and none after its end', async () => {
    const { talk } = await world.enter();
    const replies = await talk.ask(
      query('BEGIN'), parse('', 'rows 5'), bind({ portal: 'p' }), execute('p', 2), execute('p', 2), execute('p', 2), execute('p', 2), sync,
    ); // prettier-ignore
    expect(lettersOf([...replies, ...(await talk.until('Z'))])).toBe('CZ12DDsDDsDCCZ');
    talk.socket.destroy();
  });

  it('two portals of one statement are read side by side', async () => {
    const { talk } = await world.enter();
    await talk.ask(query('BEGIN'));
    const replies = await talk.ask(
      parse('s', 'rows 4'), bind({ portal: 'a', statement: 's' }), bind({ portal: 'b', statement: 's' }), execute('a', 2), execute('b', 1), execute('a', 2), execute('b', 3), sync,
    ); // prettier-ignore
    const rows = replies.filter(({ letter }) => letter === 'D').map((reply) => valuesOf(reply).join());
    expect(rows).toEqual(['0', '1', '0', '2', '3', '1', '2', '3']);
    talk.socket.destroy();
  });

  it('nothing stays behind: unnamed statements in a transaction, names, portals, a client that goes', async () => {
    const before = world.seen.open;
    const { talk } = await world.enter();
    await talk.ask(query('BEGIN'));
    for (let i = 0; i < 50; i++) await talk.ask(parse('', 'rows 3'), bind({}), execute('', 1), sync);
    expect(world.seen.open - before).toBeLessThanOrEqual(2);
    await talk.ask(parse('kept', 'rows 3'), bind({ portal: 'p', statement: 'kept' }), execute('p', 1), sync);
    await talk.ask(closeStatement('kept'), sync);
    talk.socket.destroy();
    await expect.poll(() => world.seen.open).toBe(before);
  });

  it('a session holds so many statements and no more', async () => {
    const { talk } = await world.enter();
    const text = `rows 1 ${' '.repeat(15_000_000)}`;
    const errors: string[] = [];
    for (let i = 0; i < 6; i++) errors.push(errorOf(await talk.ask(parse(`s${i}`, text), sync)));
    expect(errors).toEqual(['none', 'none', 'none', 'none', 'none', 'ERROR 53400']);
    expect(
      errorOf(await talk.ask(closeStatement('s0'), closeStatement('s1'), parse('again', 'rows 1'), sync)),
    ).toBe('none');
    talk.socket.destroy();
  });
});

describe('transactions', () => {
  const status = async (
    talk: Awaited<ReturnType<WireWorld['enter']>>['talk'],
    sql: string,
  ): Promise<string> => {
    const replies = await talk.ask(query(sql));
    const tag = replies
      .findLast(({ letter }) => letter === 'C')
      ?.body.toString()
      .slice(0, -1);
    return `${tag ?? errorOf(replies)} ${replies.at(-1)?.body.toString() ?? ''}`;
  };

  it('the status follows BEGIN, errors, savepoints and the end', async () => {
    const { talk } = await world.enter();
    const said = [
      'rows 1',
      'fail',
      'BEGIN',
      'rows 1',
      'fail',
      'rows 1',
      'ROLLBACK TO a',
      'rows 1',
      'fail',
      'COMMIT',
      'BEGIN',
      'COMMIT AND CHAIN',
      'ROLLBACK',
    ];
    const told: string[] = [];
    for (const sql of said) told.push(await status(talk, sql));
    expect(told).toEqual([
      'SELECT 1 I', 'ERROR 22012 I', 'BEGIN T', 'SELECT 1 T', 'ERROR 22012 E', 'ERROR 25P02 E', 'ROLLBACK T', 'SELECT 1 T', 'ERROR 22012 E',
      'ROLLBACK I', 'BEGIN T', 'COMMIT T', 'ROLLBACK I',
    ]); // prettier-ignore
    talk.socket.destroy();
  });
});
