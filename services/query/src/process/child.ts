import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Answers, Failure, Op, RequestOf } from '../engine/protocol.ts';
import { SqlError } from '../sql-session.ts';

/** A child process that answers requests. */
export interface Child {
  /** Rejects with SqlError; when the process ended meanwhile, with the reason given to `kill`, else 57P02. */
  ask<O extends Op>(request: RequestOf<O>): Promise<Answers[O]>;
  /** Ends the process at once; what it was doing fails with this error. */
  kill(reason: SqlError): void;
  readonly ended: boolean;
  /** Megabytes of memory it holds now; 0 where the system does not tell. */
  memory(): number;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: SqlError) => void;
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: Failure;
}

const isReply = (message: unknown): message is Reply =>
  typeof message === 'object' && message !== null && 'id' in message && typeof message.id === 'number';

/** The shape of an answer is the child's to keep: both ends are this package, and an answer names nothing that the service would follow. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says which answer it asked for
const isAnswer = <O extends Op>(value: unknown): value is Answers[O] => value !== undefined;

const residentMegabytes = (pid: number | undefined): number => {
  try {
    const pages = readFileSync(`/proc/${pid ?? 0}/statm`, 'utf8').split(' ')[1];
    return (Number(pages) * 4096) / 1_000_000;
  } catch {
    return 0;
  }
};

const errorOf = (failure: Failure): SqlError =>
  new SqlError(failure.sqlstate, failure.message, failure.position);

interface Calls {
  readonly waiting: Map<number, Pending>;
  readonly ready: PromiseWithResolvers<null>;
  next: number;
  ended: boolean;
  reason: SqlError;
}

const callsOf = (child: ChildProcess): Calls => {
  const calls: Calls = {
    waiting: new Map(),
    ready: Promise.withResolvers<null>(),
    next: 1,
    ended: false,
    reason: new SqlError('57P02', 'the engine ended unexpectedly; send the statement again'),
  };
  const end = () => {
    calls.ended = true;
    for (const { reject } of calls.waiting.values()) reject(calls.reason);
    calls.waiting.clear();
    calls.ready.reject(calls.reason);
  };
  child.on('exit', end);
  child.on('error', end);
  child.on('message', (message: unknown) => {
    if (!isReply(message)) {
      calls.ready.resolve(null);
      return;
    }
    const pending = calls.waiting.get(message.id);
    calls.waiting.delete(message.id);
    if (message.failure === undefined) pending?.resolve(message.value);
    else pending?.reject(errorOf(message.failure));
  });
  return calls;
};

const askOver = <O extends Op>(
  child: ChildProcess,
  calls: Calls,
  request: RequestOf<O>,
): Promise<Answers[O]> =>
  new Promise((resolve, reject) => {
    if (calls.ended) {
      reject(calls.reason);
      return;
    }
    const id = calls.next++;
    const take = (value: unknown) => {
      if (isAnswer<O>(value)) resolve(value);
      else reject(new SqlError('XX000', 'the engine gave no answer'));
    };
    calls.waiting.set(id, { resolve: take, reject });
    child.send({ id, request }, (error) => {
      if (error !== null && calls.waiting.delete(id)) reject(calls.reason);
    });
  });

/** Starts a child with nothing of the service's environment, and waits until it is ready. */
export const startChild = async (main: URL, settings: unknown, heapMegabytes: number): Promise<Child> => {
  const child = fork(main, [JSON.stringify(settings)], {
    env: { TZ: 'UTC', UV_THREADPOOL_SIZE: '16' },
    execArgv: [`--max-old-space-size=${heapMegabytes}`, '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const calls = callsOf(child);
  await calls.ready.promise;
  return {
    ask: <O extends Op>(request: RequestOf<O>) => askOver<O>(child, calls, request),
    kill: (why) => {
      calls.reason = why;
      calls.ended = true;
      child.kill('SIGKILL');
    },
    get ended() {
      return calls.ended;
    },
    memory: () => residentMegabytes(child.pid),
  };
};
