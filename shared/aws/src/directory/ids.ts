import { SluiceError } from '@sluice/core/failure';

/** Ids come from requests (those of the identity pool have a colon), so anything may be looked up: what cannot be an id (DynamoDB's keys are limited) is just not there. */
export const isId = (text: string): boolean => /^[\w.:-]{1,128}$/.test(text);

/** Tenant names are ruled by who creates them; here they only must fit a partition key: 2,048 bytes, and no character has more than 4. */
export const isName = (text: string): boolean => text.length > 0 && text.length <= 256;

/** For writes: refuses what {@link isId} does not allow. */
export const checkIds = (...ids: readonly string[]): void => {
  const wrong = ids.find((id) => !isId(id));
  if (wrong === undefined) return;
  const message = `${JSON.stringify(wrong)} cannot be an id in the directory: ids have 1 to 128 letters, digits, _ . : or -`;
  throw new SluiceError({ class: 'ours', code: 'BadDirectoryId', message });
};
