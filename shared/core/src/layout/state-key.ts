/** Of a document of the state store: below DynamoDB's 400 KB an item by a margin for keys, and half of its bound for partition keys. */
export const stateLimits = { valueBytes: 350_000, keyCharacters: 512 } as const;

const pattern = /^[A-Za-z0-9._=!+#/:-]{1,512}$/;

/** Why these cannot be stored in the state store: a fault of the caller. Undefined when they can. */
export const stateFault = (partition: string, key: string, value = ''): string | undefined => {
  for (const [what, text] of [
    ['partition', partition],
    ['key', key],
  ] as const)
    if (!pattern.test(text))
      return `the ${what} "${text.slice(0, 100)}" is not 1 to ${stateLimits.keyCharacters} of A-Z a-z 0-9 . _ = ! + - # / :`;
  const bytes = Buffer.byteLength(value);
  return bytes <= stateLimits.valueBytes
    ? undefined
    : `the value under ${partition} ${key} has ${bytes} bytes; at most ${stateLimits.valueBytes} are allowed`;
};
