import { buffer } from 'node:stream/consumers';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';

export type Request = Parameters<NodeHttpHandler['handle']>[0];
type Answer = Awaited<ReturnType<NodeHttpHandler['handle']>>;
export type Send = (request: Request) => Promise<Answer>;
/** Stands between the SDK and the wire: it may answer itself, or send, and change what comes and goes. */
export type Rewrite = (request: Request, send: Send) => Promise<Answer>;

/** A request handler for any client, `{ ...settings, requestHandler: new RewritingHandler(…) }`: above it the SDK is whole, retries included. */
export class RewritingHandler extends NodeHttpHandler {
  readonly #rewrite: Rewrite;
  /** Requests that came by. */
  calls = 0;

  constructor(rewrite: Rewrite, options?: NodeHttpHandlerOptions) {
    super(options);
    this.#rewrite = rewrite;
  }

  override handle(...[request, options]: Parameters<NodeHttpHandler['handle']>): Promise<Answer> {
    this.calls += 1;
    return this.#rewrite(request, (next) => super.handle(next, options));
  }
}

/** The first stands before the second. */
export const before =
  (first: Rewrite, second: Rewrite): Rewrite =>
  (request, send) =>
    first(request, (next) => second(next, send));

/** A service's answer, made up; the SDK looks at these three alone. */
export const answer = (statusCode: number, body: string, type: string): Answer => {
  const response: unknown = { statusCode, headers: { 'content-type': type }, body: Buffer.from(body) };
  return { response: response as Answer['response'] };
};

export const jsonAnswer = (body: unknown, statusCode = 200): Answer =>
  answer(statusCode, JSON.stringify(body), 'application/x-amz-json-1.1');

const bodyText = ({ body }: Request): string =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);
export const jsonOf = (request: Request): unknown => JSON.parse(bodyText(request));
/** Of a service that takes forms, as IAM does. */
export const formOf = (request: Request): URLSearchParams => new URLSearchParams(bodyText(request));

export type Form = 'json' | 's3' | 'query';

const errorAnswer = (form: Form, name: string, status: number): Answer => {
  const error = `<Error><Type>Sender</Type><Code>${name}</Code><Message>as the test wants</Message></Error>`;
  switch (form) {
    case 'json':
      return jsonAnswer({ __type: name, message: 'as the test wants' }, status);
    case 's3':
      return answer(status, `<?xml version="1.0"?>${error}`, 'application/xml');
    case 'query':
      return answer(status, `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`, 'text/xml');
  }
};

interface Entry {
  readonly Data: string;
  readonly PartitionKey?: string;
}

export type Fault =
  /** The call is refused whole; nothing happens. */
  | { readonly name: string; readonly status?: number }
  /** The service does it, and the answer never comes. */
  | 'lost'
  /** The socket breaks before anything happens. */
  | 'reset'
  /** Some entries fail, by the code that is given for them; the others are done. */
  | { readonly entries: (entry: Entry, index: number) => string | undefined };

const ofSocket = (code: string): Error => Object.assign(new Error('socket hang up'), { code });

interface BatchAnswer {
  readonly Records?: readonly unknown[];
  readonly RequestResponses?: readonly unknown[];
}

/** Sends the entries that do not fail, and puts the failures between the answers to the others, as Kinesis and Firehose do. */
const partly = async (
  request: Request,
  send: Send,
  codeOf: (entry: Entry, index: number) => string | undefined,
): Promise<Answer> => {
  const input = jsonOf(request) as { Records: Entry[] };
  const codes = input.Records.map(codeOf);
  const body = JSON.stringify({ ...input, Records: input.Records.filter((_, i) => codes[i] === undefined) });
  const headers = { ...request.headers, 'content-length': String(Buffer.byteLength(body)) };
  const isSent = codes.includes(undefined);
  const sent = isSent
    ? (await send(Object.assign(Object.create(request) as Request, { body, headers }))).response
    : undefined;
  const output = (sent === undefined ? {} : JSON.parse((await bytesOf(sent.body)).toString())) as BatchAnswer;
  const taken = [...(output.Records ?? output.RequestResponses ?? [])];
  const all = codes.map((code) =>
    code === undefined ? taken.shift() : { ErrorCode: code, ErrorMessage: 'as the test wants' },
  );
  const failures = codes.filter((code) => code !== undefined).length;
  return jsonAnswer({
    FailedRecordCount: failures,
    FailedPutCount: failures,
    Records: all,
    RequestResponses: all,
  });
};

const bytesOf = async (body: unknown): Promise<Buffer> =>
  body instanceof Uint8Array ? Buffer.from(body) : buffer(body as NodeJS.ReadableStream);

/** Makes faults happen. @param faultOf what happens to a request; `call` counts from 0 */
export const faults = (
  form: Form,
  faultOf: (call: number, request: Request) => Fault | undefined,
): Rewrite => {
  let calls = 0;
  return async (request, send) => {
    const fault = faultOf(calls, request);
    calls += 1;
    if (fault === undefined) return send(request);
    if (fault === 'reset') throw ofSocket('ECONNRESET');
    if (fault === 'lost') {
      await send(request);
      throw Object.assign(new Error('the answer was lost'), { name: 'TimeoutError' });
    }
    if ('entries' in fault) return partly(request, send, fault.entries);
    return errorAnswer(form, fault.name, fault.status ?? 400);
  };
};
