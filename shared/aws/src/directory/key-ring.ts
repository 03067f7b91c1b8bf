import { SluiceError, OutOfService } from '@sluice/core/failure';
import type { TenantId } from '@sluice/core/layout';
import { type Item, textOf } from '../dynamo/attributes.ts';
import { type Condition, isAbsent, type Key, type KeyedTable } from '../dynamo/keyed-table.ts';

/** Whose keys a ring holds. For a user the device is the key's own id. */
export interface Owner {
  readonly tenant: TenantId;
  readonly device: string;
}

/** The ids of the keys of one device, in one item: that is what a limit can be checked on in one step. */
const ringKey = ({ tenant, device }: Owner): Key => ({ pk: tenant, sk: `ring#${device}` });
const idsName = 'ids';

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

const idsOf = (item: Item | undefined, { tenant, device }: Owner): readonly string[] => {
  const ids: unknown = item === undefined ? [] : JSON.parse(textOf(item, idsName) ?? 'null');
  if (isTexts(ids)) return ids;
  const message = `the list of the keys of device ${device} of tenant ${tenant} is not what was written; restore the directory table to a point before`;
  throw new SluiceError({ class: 'ours', code: 'DirectoryDamaged', message });
};

/** The ring's whole content is its version: a write on what was read can undo nothing. */
const isStill = (item: Item | undefined): Condition =>
  item === undefined
    ? isAbsent
    : {
        ConditionExpression: '#ids = :ids',
        ExpressionAttributeNames: { '#ids': idsName },
        ExpressionAttributeValues: { ':ids': { S: textOf(item, idsName) ?? '' } },
      };

/** More writers than this at one device at once are a loop somewhere. */
const tries = 50;

export const readRing = async (table: KeyedTable, owner: Owner): Promise<readonly string[]> =>
  idsOf(await table.get(ringKey(owner)), owner);

/**
 * Changes a ring in one step, against any number of others: again on what is there now when someone else was first, which brings that one
 * forward each time.
 * @param next gives the ids to store; undefined to leave it as it is, and end
 */
export const changeRing = async (
  table: KeyedTable,
  owner: Owner,
  next: (ids: readonly string[]) => Promise<readonly string[] | undefined>,
): Promise<void> => {
  for (let i = 0; i < tries; i++) {
    const item = await table.get(ringKey(owner));
    const ids = await next(idsOf(item, owner));
    if (ids === undefined) return;
    const row = { [idsName]: { S: JSON.stringify(ids) } };
    if (await table.putIf(ringKey(owner), row, isStill(item))) return;
  }
  throw new OutOfService(`others changed the keys of device ${owner.device} ${tries} times meanwhile`);
};
