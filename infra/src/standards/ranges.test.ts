import { describe, expect, it } from 'vitest';
import { ImpossibleSetting } from '../errors.ts';
import { within } from './ranges.ts';

describe('within', () => {
  it.each([
    ['10.40.0.0/20', 0, 24, '10.40.0.0/24'],
    ['10.40.0.0/20', 256, 24, '10.40.1.0/24'],
    ['10.40.0.0/20', 560, 28, '10.40.2.48/28'],
    ['172.31.240.0/20', 3_840, 24, '172.31.255.0/24'],
    ['192.168.252.0/22', 1_020, 30, '192.168.255.252/30'],
  ])('of %s after %i addresses a /%i is %s', (range, addresses, bits, part) => {
    expect(within(range, addresses, bits)).toBe(part);
  });

  it.each([
    ['10.40.0.0/20', 4_096, 24],
    ['10.40.0.0/24', 0, 23],
    ['nothing', 0, 28],
  ])('refuses what %s has no room for', (range, addresses, bits) => {
    expect(() => within(range, addresses, bits)).toThrow(ImpossibleSetting);
  });
});
