import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

export interface LambdaOptions {
  /** The unpacked bundle. */
  readonly module: string;
  /** `handler` of `index.handler`. */
  readonly export: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

interface Invocation {
  readonly event: unknown;
  readonly done: PromiseWithResolvers<unknown>;
}

/**
 * A Lambda function: its bundle in a process of its own under a Runtime API, one event at a time, as one execution environment. An
 * invocation fails when the handler throws, the process dies, or its time is over; the next one gets a new process.
 */
export class Lambda {
  readonly #options: LambdaOptions;
  readonly #server: Server;
  readonly #queue: Invocation[] = [];
  #running: Invocation | undefined;
  #waiting: ServerResponse | undefined;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #number = 0;
  readonly errors: string[] = [];
  kills = 0;

  private constructor(options: LambdaOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      if (request.method === 'GET') {
        this.#waiting = response;
        this.#next();
        return;
      }
      void text(request).then((body) => {
        response.end();
        this.#finish(request.url?.endsWith('/response') === true, body);
      });
    });
  }

  static async start(options: LambdaOptions): Promise<Lambda> {
    const lambda = new Lambda(options);
    await new Promise<void>((resolve) => lambda.#server.listen(0, '127.0.0.1', resolve));
    return lambda;
  }

  invoke(event: unknown): Promise<unknown> {
    const done = Promise.withResolvers<unknown>();
    this.#queue.push({ event, done });
    if (this.#child === undefined) this.#spawn();
    this.#next();
    return done.promise;
  }

  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** `kill -9` of the process, whatever it does now. */
  kill(): void {
    this.kills++;
    this.#child?.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.#closed = true;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    if (this.#child === undefined) resolve(undefined);
    else this.#child.once('exit', () => resolve(undefined)).kill('SIGKILL');
    await promise;
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #spawn(): void {
    const { port } = this.#server.address() as AddressInfo;
    const { module, variables } = this.#options;
    const child = spawn(
      process.execPath,
      [
        join(import.meta.dirname, 'runtime-client.mjs'),
        pathToFileURL(module).href,
        this.#options.export,
        `http://127.0.0.1:${port}`,
      ],
      { env: { ...variables }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    child.stderr.on('data', (data: Buffer) => this.errors.push(data.toString()));
    child.on('exit', () => {
      this.#child = undefined;
      this.#waiting = undefined;
      this.#settle()?.reject(new Error(`the process ended: ${this.errors.at(-1) ?? ''}`));
      if (!this.#closed && this.#queue.length > 0) this.#spawn();
    });
    this.#child = child;
  }

  #next(): void {
    if (this.#waiting === undefined || this.#running !== undefined) return;
    const invocation = this.#queue.shift();
    if (invocation === undefined) return;
    const response = this.#waiting;
    this.#waiting = undefined;
    this.#running = invocation;
    this.#timer = setTimeout(() => this.kill(), this.#options.timeoutMs);
    response.setHeader('lambda-runtime-aws-request-id', `request-${++this.#number}`);
    response.end(JSON.stringify(invocation.event));
  }

  #settle(): PromiseWithResolvers<unknown> | undefined {
    clearTimeout(this.#timer);
    const done = this.#running?.done;
    this.#running = undefined;
    return done;
  }

  #finish(ok: boolean, body: string): void {
    const done = this.#settle();
    // A handler that gives nothing back has no body.
    if (ok) done?.resolve(body === '' ? undefined : JSON.parse(body));
    else done?.reject(new Error(body));
  }
}
