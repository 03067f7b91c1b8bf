import { isTableName } from '@sluice/core/layout';
import { describe, expect, it } from 'vitest';
import { tablesAround } from './within-retention.ts';

describe('tablesAround', () => {
  it('is one week before the retention to two ahead, over the end of a year of 53 weeks, and the late table', () => {
    const tables = tablesAround(Date.parse('2026-12-30T12:00:00Z'), 2);
    expect(tables).toEqual(['2026-w50', '2026-w51', '2026-w52', '2026-w53', '2027-w01', '2027-w02', 'late']);
    expect(tables.every(isTableName)).toBe(true);
  });
});
