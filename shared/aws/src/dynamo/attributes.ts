import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item as the SDK takes and gives it. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** A text attribute; undefined when it is absent or of another type. */
export const textOf = (item: Item, name: string): string | undefined => item[name]?.S;

/** A binary attribute; undefined when it is absent or of another type. */
export const bytesOf = (item: Item, name: string): Uint8Array | undefined => item[name]?.B;

/** A number attribute that JavaScript holds exactly; undefined otherwise. */
export const integerOf = (item: Item, name: string): number | undefined => {
  const text = item[name]?.N;
  const number = Number(text);
  return text !== undefined && Number.isSafeInteger(number) ? number : undefined;
};
