import { SluiceError } from '@sluice/core/failure';
import { tableKeys, type TenantId } from '@sluice/core/layout';
import { bytesOf, type Item, textOf } from './attributes.ts';
import type { Key, KeyedTable } from './keyed-table.ts';
import { type Packed, unpackLines } from './packed-lines.ts';

/** A row of the counts table. The tenant is the whole partition key, so that a policy on leading keys can hold a reader to its tenant. */
export interface PackedRow {
  readonly key: Key;
  readonly item: Item;
}

const bodyName = 'b';
const separator = '#';

/** @param parts the sort key: the kind, what orders the rows of the kind, and the digest */
export const packedRow = (tenant: TenantId, parts: readonly string[], { body }: Packed): PackedRow => ({
  key: { pk: tenant, sk: parts.join(separator) },
  item: { [bodyName]: { B: body } },
});

const damaged = (tenant: string, sk: string, cause?: unknown): SluiceError =>
  new SluiceError(
    {
      class: 'ours',
      code: 'CountsDamaged',
      message: `the counts ${tenant} / ${sk} are not what was written; restore their table to a point before`,
    },
    { cause },
  );

const linesOf = (tenant: string, sk: string, item: Item): readonly string[] => {
  try {
    return unpackLines(bytesOf(item, bodyName) ?? new Uint8Array());
  } catch (error) {
    throw damaged(tenant, sk, error);
  }
};

/**
 * The rows of a kind of a tenant, in the order of their sort keys.
 * @param from rows are of this or later, as what orders the kind's rows begins
 * @param read gives a line's entry, undefined when it is none; that, and a body that is no gzip, throws SluiceError (`CountsDamaged`)
 */
export async function* packedRows<Entry>(
  table: KeyedTable,
  tenant: TenantId,
  kind: string,
  read: (line: string) => Entry | undefined,
  from = '',
): AsyncGenerator<{ readonly parts: readonly string[]; readonly entries: readonly Entry[] }> {
  for await (const item of table.query(tenant, `${kind}${separator}`, { from })) {
    const sk = textOf(item, tableKeys.sort) ?? '';
    const entries = linesOf(tenant, sk, item).map((line) => {
      const entry = read(line);
      if (entry === undefined) throw damaged(tenant, sk);
      return entry;
    });
    yield { parts: sk.split(separator), entries };
  }
}
