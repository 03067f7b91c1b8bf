import type { Database } from 'lmdb';
import type { Row } from './rows.ts';

const maxRows = 10_000;

/**
 * Reads rows by id; parsing and decrypting are remembered for the bytes they were done on. The bytes are read and compared at every
 * call, so a change or revocation by another process shows at once.
 */
export const cachedRows = <Entity>(
  table: Database<Buffer, string>,
  row: Row<Entity>,
): ((id: string) => Entity | undefined) => {
  const known = new Map<string, { readonly bytes: Buffer; readonly entity: Entity }>();
  return (id) => {
    const shared = table.getBinaryFast(id);
    if (shared === undefined) {
      known.delete(id);
      return undefined;
    }
    // The buffer is used again by the next read, and longer than its `length` says.
    const bytes = shared.subarray(0, shared.length);
    const cached = known.get(id);
    if (cached?.bytes.equals(bytes) === true) return cached.entity;
    const kept = Buffer.from(bytes);
    const entity = row.read(kept);
    if (known.size >= maxRows)
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    known.set(id, { bytes: kept, entity });
    return entity;
  };
};
