import { isIPv4, isIPv6 } from 'node:net';

interface Range {
  readonly bits: 32 | 128;
  readonly prefix: number;
  readonly address: bigint;
}

/** Whether the address range `outer` holds all of `inner`; false for what is no range. */
export const coversCidr = (outer: string, inner: string): boolean => {
  const [o, i] = [rangeOf(outer), rangeOf(inner)];
  if (o === undefined || i?.bits !== o.bits || i.prefix < o.prefix) return false;
  const shift = BigInt(o.bits - o.prefix);
  return o.address >> shift === i.address >> shift;
};

const rangeOf = (text: string): Range | undefined => {
  const [address = '', length = ''] = text.split('/');
  const prefix = Number(length);
  if (!/^\d+$/.test(length)) return undefined;
  if (isIPv4(address) && prefix <= 32)
    return { bits: 32, prefix, address: number(address.split('.'), 8, 10) };
  if (isIPv6(address) && prefix <= 128)
    return { bits: 128, prefix, address: number(groupsOf(address), 16, 16) };
  return undefined;
};

const number = (parts: readonly string[], bits: number, radix: number): bigint =>
  parts.reduce((all, part) => (all << BigInt(bits)) | BigInt(Number.parseInt(part, radix)), 0n);

/** The eight groups of an IPv6 address, `::` filled up. */
const groupsOf = (address: string): readonly string[] => {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  if (tail === undefined) return left;
  const right = tail === '' ? [] : tail.split(':');
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
};
