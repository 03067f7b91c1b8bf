import { FileFault } from './fault.ts';
import { gunzipped, isGzip } from './gunzip.ts';
import { headBytes, planFor, type FileFormat, type Plan } from './plan.ts';

/** A file's bytes from a position on. */
export type ReadFrom = (offset: number) => AsyncIterable<Uint8Array>;

/** A file's content: decompressed, with a plan of how to cut it. */
export interface Content {
  readonly plan: Plan;
  /** Content that is not compressed can be read from anywhere; else everything before is decompressed again. */
  readonly isCompressed: boolean;
  /** The content from an offset on. To be called once. */
  from(offset: number): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

async function* asBuffers(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const { buffer, byteOffset, byteLength } of chunks)
    if (byteLength > 0) yield Buffer.from(buffer, byteOffset, byteLength);
}

interface Peeked {
  readonly head: Buffer;
  readonly isWhole: boolean;
  /** Everything, the head included. */
  readonly all: AsyncGenerator<Buffer>;
  /** What ends it early. */
  readonly fault: FileFault | undefined;
}

async function* joined(
  first: Buffer,
  rest: AsyncGenerator<Buffer>,
  fault: FileFault | undefined,
): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  if (fault !== undefined) throw fault;
  yield* rest;
}

/** Looks at the first bytes without losing them. A fault of the file is thrown behind what came before it, all else at once. */
const peek = async (chunks: AsyncGenerator<Buffer>, bytes: number): Promise<Peeked> => {
  const first: Buffer[] = [];
  let length = 0;
  let isWhole = false;
  let fault: FileFault | undefined;
  try {
    while (length <= bytes && !isWhole) {
      const next = await chunks.next();
      isWhole = next.done === true;
      if (next.done === true) break;
      first.push(next.value);
      length += next.value.length;
    }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    fault = error;
  }
  const head = Buffer.concat(first);
  return { head: head.subarray(0, bytes), isWhole, all: joined(head, chunks, fault), fault };
};

async function* skipping(chunks: AsyncGenerator<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of chunks) {
    // Also what is skipped is handed on, as nothing: the reader can look at the clock.
    yield chunk.subarray(Math.min(left, chunk.length));
    left = Math.max(0, left - chunk.length);
  }
}

/**
 * Opens a file: undoes gzip, which it knows by its first bytes, and plans how to cut it.
 * @param told what the file was said to hold
 * @throws FileFault when it cannot be cut at all, and what `read` throws
 */
export const openContent = async (read: ReadFrom, told?: FileFormat): Promise<Content> => {
  const raw = await peek(asBuffers(read(0)), 2);
  const isCompressed = isGzip(raw.head);
  const plain = await peek(isCompressed ? gunzipped(raw.all) : raw.all, headBytes);
  const close = async (): Promise<void> => {
    await plain.all.return(undefined);
    await raw.all.return(undefined);
  };
  try {
    const plan = planFor({ bytes: plain.head, isWhole: plain.isWhole }, told);
    return {
      plan,
      isCompressed,
      from: (offset) =>
        isCompressed || offset <= plain.head.length
          ? skipping(plain.all, offset)
          : elsewhere(close, read, offset),
      close,
    };
  } catch (error) {
    await close();
    throw plain.fault ?? error;
  }
};

async function* elsewhere(
  close: () => Promise<void>,
  read: ReadFrom,
  offset: number,
): AsyncGenerator<Buffer> {
  await close();
  yield* asBuffers(read(offset));
}
