import { createGunzip, type Gunzip } from 'node:zlib';
import { FileFault } from './fault.ts';

/**
 * So much is handed to zlib at once. A block of a bomb grows at most 1,032-fold (deflate's bound), to 8 MB. Blocks are cut at fixed
 * places of the file: what of a broken file can be read does not depend on how it was handed over.
 */
const blockBytes = 8_192;

/** The same bytes in blocks. */
async function* inBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const all = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    let at = 0;
    for (; at + blockBytes <= all.length; at += blockBytes) yield all.subarray(at, at + blockBytes);
    held = Buffer.from(all.subarray(at));
  }
  if (held.length > 0) yield held;
}

/** zlib, one block after the other; gives what each made, and what it made before it failed. */
class Inflating {
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: 65_536 });
  #made: Buffer[] = [];
  #failure: Error | undefined;
  #settle: () => void = () => undefined;

  constructor() {
    this.#gunzip.on('readable', () => {
      this.#drain();
    });
    this.#gunzip.on('error', (error) => {
      this.#failure = error;
      this.#settle();
    });
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  #drain(): void {
    for (;;) {
      const made: unknown = this.#gunzip.read();
      if (!Buffer.isBuffer(made)) return;
      this.#made.push(made);
    }
  }

  async #settled(act: (done: () => void) => void): Promise<readonly Buffer[]> {
    if (this.#failure === undefined)
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        act(resolve);
      });
    this.#drain();
    const made = this.#made;
    this.#made = [];
    return made;
  }

  write(block: Buffer): Promise<readonly Buffer[]> {
    return this.#settled((done) => {
      this.#gunzip.write(block, () => {
        done();
      });
    });
  }

  end(): Promise<readonly Buffer[]> {
    return this.#settled((done) => {
      this.#gunzip.once('end', done);
      this.#gunzip.end();
    });
  }

  close(): void {
    this.#gunzip.destroy();
  }
}

const faultOf = (error: Error): FileFault => {
  const isCut = 'code' in error && error.code === 'Z_BUF_ERROR';
  return isCut
    ? new FileFault(
        'TruncatedGzip',
        'the gzip file ends before its end: what came before the cut was read; send the file again whole',
        { cause: error },
      )
    : new FileFault(
        'BrokenGzip',
        `the gzip file cannot be decompressed further (${error.message}): what came before was read; send the file again whole`,
        { cause: error },
      );
};

/** Decompresses gzip, of any number of members. Throws FileFault behind all that can be read of a broken file. */
export async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const inflating = new Inflating();
  try {
    for await (const block of inBlocks(chunks)) {
      yield* await inflating.write(block);
      if (inflating.failure !== undefined) throw faultOf(inflating.failure);
    }
    yield* await inflating.end();
    if (inflating.failure !== undefined) throw faultOf(inflating.failure);
  } finally {
    inflating.close();
  }
}

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;
