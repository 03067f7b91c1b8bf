import { ImpossibleSetting } from '../errors.ts';

const form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

const parsed = (range: string): { readonly address: number; readonly bits: number } | undefined => {
  const [, ...numbers] = form.exec(range) ?? [];
  const [a = 256, b = 256, c = 256, d = 256, bits = 33] = numbers.map(Number);
  if ([a, b, c, d].some((one) => one > 255) || bits > 32) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return address % 2 ** (32 - bits) === 0 ? { address, bits } : undefined;
};

const written = (address: number, bits: number): string =>
  `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${bits}`;

/** An IPv4 range in CIDR form, or ImpossibleSetting with the value and the form. `least` and `most` are bits of its prefix. */
export const rangeOf = (setting: string, range: string, least: number, most: number): string => {
  const found = parsed(range);
  if (found !== undefined && found.bits >= least && found.bits <= most) return range;
  throw new ImpossibleSetting(
    `${setting} is ${JSON.stringify(range)}; it must be the first address of a range and its bits, /${least} to /${most}: 10.40.0.0/20`,
  );
};

/** A part of a range: the one of so many bits that begins so many addresses after its start. */
export const within = (range: string, addresses: number, bits: number): string => {
  const found = parsed(range);
  if (found === undefined || addresses + 2 ** (32 - bits) > 2 ** (32 - found.bits))
    throw new ImpossibleSetting(`${range} has no room for a /${bits} after ${addresses} addresses`);
  return written(found.address + addresses, bits);
};
