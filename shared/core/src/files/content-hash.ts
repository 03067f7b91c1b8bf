import { createHash, hash, type Hash } from 'node:crypto';

/** A hash of content that can be taken up again at the borders of blocks. */
export interface HashedUpTo {
  /** A multiple of the block size. */
  readonly offset: number;
  /** Hexadecimal. */
  readonly chain: string;
}

const blockBytes = 4_194_304;

export const hashedNothing: HashedUpTo = { offset: 0, chain: '' };

/**
 * A hash of a file's bytes, over a chain of SHA-256 of blocks of 4 MiB: `chain = SHA-256(chain, SHA-256(block))`, in hexadecimal, and at
 * the end `SHA-256(chain, SHA-256(rest), size)`. Unlike SHA-256 itself it can be stored half done, so that a large file is hashed in
 * several goes.
 */
export class ContentHash {
  #upTo: HashedUpTo;
  #block: Hash = createHash('sha256');
  #inBlock = 0;

  constructor(from: HashedUpTo = hashedNothing) {
    this.#upTo = from;
  }

  /** As far as it can be taken up again. */
  get upTo(): HashedUpTo {
    return this.#upTo;
  }

  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + blockBytes - this.#inBlock);
      this.#block.update(part);
      this.#inBlock += part.length;
      at += part.length;
      if (this.#inBlock === blockBytes) this.#endBlock();
    }
  }

  #endBlock(): void {
    const chain = hash('sha256', this.#upTo.chain + this.#block.digest('hex'));
    this.#upTo = { offset: this.#upTo.offset + blockBytes, chain };
    this.#block = createHash('sha256');
    this.#inBlock = 0;
  }

  /** Hexadecimal; ends it. */
  digest(): string {
    const size = this.#upTo.offset + this.#inBlock;
    return hash('sha256', `${this.#upTo.chain}${this.#block.digest('hex')}${size}`);
  }
}

/** The content hash of bytes that are all there. */
export const contentHash = (bytes: Uint8Array): string => {
  const hashing = new ContentHash();
  hashing.update(bytes);
  return hashing.digest();
};
