import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** How far a consumer has come in a shard. */
export interface Checkpoints {
  /** The last sequence number that is done with; 0 at first. */
  get(shard: string): number;
  set(shard: string, sequence: number): void;
  close(): void;
}

const slotBytes = 32;

const slot = (sequence: number): string => {
  const number = String(sequence).padStart(20, '0');
  return `${number} ${crc32(number).toString(16).padStart(8, '0')} \n\n`;
};

const parse = (text: string): number => {
  const number = text.slice(0, 20);
  return slot(Number(number)) === text ? Number(number) : 0;
};

/**
 * Checkpoints of one consumer in files of two slots written in turn, so that a torn write leaves the one before. Not synced: after a
 * power cut an older checkpoint only means that some records come again. A checkpoint is never ahead of its effects, which are
 * synced before it is written.
 */
export const fileCheckpoints = (folder: string, consumer: string): Checkpoints => {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, { readonly fd: number; turn: number }>();
  const pathOf = (shard: string): string => join(folder, `${consumer}-${shard}`);
  const fileOf = (shard: string): { readonly fd: number; turn: number } => {
    const known = files.get(shard);
    if (known !== undefined) return known;
    closeSync(openSync(pathOf(shard), 'a')); // makes it when it is not there
    const opened = { fd: openSync(pathOf(shard), 'r+'), turn: 0 };
    files.set(shard, opened);
    return opened;
  };
  return {
    get: (shard) => {
      fileOf(shard);
      const text = readFileSync(pathOf(shard), 'latin1');
      return Math.max(parse(text.slice(0, slotBytes)), parse(text.slice(slotBytes)));
    },
    set: (shard, sequence) => {
      const file = fileOf(shard);
      writeSync(file.fd, slot(sequence), file.turn * slotBytes, 'latin1');
      file.turn = 1 - file.turn;
    },
    close: () => {
      for (const { fd } of files.values()) closeSync(fd);
      files.clear();
    },
  };
};
