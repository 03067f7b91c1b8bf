import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import dynalite from 'dynalite';
import kinesalite from 'kinesalite';
import S3rver from 's3rver';

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** The services, each at an address of its own, and what may be done to them. */
export interface Emulators {
  /** Address by the name that the SDK's endpoint variables have: `KINESIS`. */
  readonly urls: Readonly<Record<'KINESIS' | 'DYNAMODB' | 'S3' | 'FIREHOSE', string>>;
  /** Error records that delivery streams took, by stream. */
  readonly delivered: ReadonlyMap<string, readonly unknown[]>;
  /** Share of PutRecords entries that Kinesis refuses as over its throughput; the rest of a call is taken. */
  throttle(share: number): void;
  readonly throttled: () => number;
  close(): Promise<void>;
}

export const startEmulators = async (
  folder: string,
  buckets: readonly string[],
  random: () => number,
): Promise<Emulators> => {
  const kinesis = kinesalite({ createStreamMs: 0, shardLimit: 100 });
  const dynamo = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  const s3 = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: folder,
    configureBuckets: buckets.map((name) => ({ name })),
  });
  const throttling = throttlingProxy(await listening(kinesis), random);
  const delivered = new Map<string, unknown[]>();
  const firehose = firehoseOf(delivered);
  const urls = {
    KINESIS: await listening(throttling.server),
    DYNAMODB: await listening(dynamo),
    FIREHOSE: await listening(firehose),
    S3: `http://127.0.0.1:${(await s3.run()).port}`,
  };
  const servers = [kinesis, dynamo, firehose, throttling.server];
  return {
    urls,
    delivered,
    throttle: (share) => {
      throttling.share = share;
    },
    throttled: () => throttling.count,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
      await s3.close();
    },
  };
};

/** PutRecords with partial failures, which kinesalite never has: a share of the entries is refused, the rest goes on. */
const throttlingProxy = (target: string, random: () => number) => {
  const state = { share: 0, count: 0, server: undefined as unknown as Server };
  const refuse = (body: Buffer): { readonly kept: Buffer; readonly refused: ReadonlySet<number> } => {
    const call = JSON.parse(body.toString()) as { Records: unknown[] };
    const refused = new Set(call.Records.flatMap((_, i) => (random() < state.share ? [i] : [])));
    const Records = call.Records.filter((_, i) => !refused.has(i));
    return { kept: Buffer.from(JSON.stringify({ ...call, Records })), refused };
  };
  const merge = (answer: Buffer, refused: ReadonlySet<number>): Buffer => {
    const { Records } = JSON.parse(answer.toString()) as { Records: unknown[] };
    const all: unknown[] = [...Records];
    for (const i of [...refused].toSorted((a, b) => a - b))
      all.splice(i, 0, {
        ErrorCode: 'ProvisionedThroughputExceededException',
        ErrorMessage: 'Rate exceeded',
      });
    return Buffer.from(JSON.stringify({ FailedRecordCount: refused.size, Records: all }));
  };
  state.server = createServer((incoming, response) => {
    void buffer(incoming).then((body) => {
      const isPut = String(incoming.headers['x-amz-target']).endsWith('.PutRecords');
      const { kept, refused } =
        isPut && state.share > 0 ? refuse(body) : { kept: body, refused: new Set<number>() };
      state.count += refused.size;
      if (refused.size > 0 && (JSON.parse(kept.toString()) as { Records: unknown[] }).Records.length === 0) {
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        response.end(merge(Buffer.from('{"Records":[]}'), refused));
        return;
      }
      const headers = { ...incoming.headers, 'content-length': kept.length };
      const onward = httpRequest(
        target,
        { method: incoming.method ?? 'POST', path: incoming.url ?? '/', headers },
        (answer) => {
          void buffer(answer).then((bytes) => {
            const out = refused.size > 0 && answer.statusCode === 200 ? merge(bytes, refused) : bytes;
            const type = answer.headers['content-type'] ?? 'application/x-amz-json-1.1';
            response.writeHead(answer.statusCode ?? 500, { 'content-type': type }).end(out);
          });
        },
      );
      onward.on('error', () => response.destroy());
      onward.end(kept);
    });
  });
  return state;
};

/** PutRecordBatch of Firehose: takes all, and keeps the lines. */
const firehoseOf = (delivered: Map<string, unknown[]>): Server =>
  createServer((incoming, response) => {
    void buffer(incoming).then((body) => {
      const { DeliveryStreamName: name, Records } = JSON.parse(body.toString()) as {
        DeliveryStreamName: string;
        Records: { Data: string }[];
      };
      const lines = Records.flatMap(({ Data }) =>
        gunzipSync(Buffer.from(Data, 'base64')).toString().trimEnd().split('\n'),
      );
      delivered.set(name, [
        ...(delivered.get(name) ?? []),
        ...lines.map((line) => JSON.parse(line) as unknown),
      ]);
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(
        JSON.stringify({
          FailedPutCount: 0,
          Encrypted: true,
          RequestResponses: Records.map((_, i) => ({ RecordId: String(i) })),
        }),
      );
    });
  });
