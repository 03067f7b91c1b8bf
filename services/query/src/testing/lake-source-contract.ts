import { readFileSync, readdirSync } from 'node:fs';
import { relative } from 'node:path';
import type { LakeFile } from '@sluice/core/lake';
import { aTenantId } from '@sluice/testing/factories/directory';
import { describe, expect, it } from 'vitest';
import type { LakeSource } from '../index.ts';

export interface LakeSourceWorld {
  readonly lake: LakeSource;
  /** Publishes files that hold `bytes`, beside those of before or in the place of some of them. */
  readonly publish: (added: readonly LakeFile[], removed?: readonly string[]) => Promise<void>;
}

/** What stands in for a Parquet file: its magic numbers, and text in between. */
export const bodyOf = ({ key, bytes }: Pick<LakeFile, 'key' | 'bytes'>): Buffer =>
  Buffer.from(`PAR1${key.padEnd(bytes - 8, '.').slice(0, bytes - 8)}PAR1`);

let serial = 0;

export const aLakeFile = (parts: Partial<LakeFile> = {}): LakeFile => {
  const tenant = parts.tenant ?? aTenantId();
  const metric = parts.metric ?? `m_${'0'.repeat(26)}`;
  const name = String(serial++).padStart(6, '0');
  return {
    key: `lake/v1/tenant=${tenant}/metric=${metric}/day=2026-11-23/${name}.parquet`,
    tenant,
    metric,
    metricName: '',
    day: '2026-11-23',
    rows: 1,
    bytes: 200,
    firstTimestamp: 1,
    lastTimestamp: 2,
    fields: '',
    names: [],
    ...parts,
  };
};

/** The contract of LakeSource. */
export const lakeSourceContract = (name: string, world: () => LakeSourceWorld): void => {
  describe(`${name}: the lake as queries read it`, () => {
    it("shows a tenant's published files, those of now", async () => {
      const { lake, publish } = world();
      const tenant = aTenantId();
      expect(await lake.files(tenant)).toEqual([]);
      const [a, b, c] = [aLakeFile({ tenant }), aLakeFile({ tenant }), aLakeFile({ tenant })];
      await publish([a, aLakeFile()]);
      expect(await lake.files(tenant)).toEqual([a]);
      await publish([b]);
      expect(await lake.files(tenant)).toEqual([a, b]);
      await publish([c], [a.key, b.key]);
      expect(await lake.files(tenant)).toEqual([c]);
    });

    it('has files whole at their paths while they are held, below the folder of their tenant', async () => {
      const { lake, publish } = world();
      const tenant = aTenantId();
      const files = [aLakeFile({ tenant }), aLakeFile({ tenant, bytes: 90_000 })];
      await publish(files);
      const letGo = await lake.hold(files);
      for (const file of files) {
        expect(readFileSync(lake.path(file)).equals(bodyOf(file))).toBe(true);
        expect(relative(lake.folder(tenant), lake.path(file))).not.toMatch(/^\.\.|^\//);
        expect(relative(lake.folder(aTenantId()), lake.path(file))).toMatch(/^\.\./);
      }
      letGo();
      letGo();
    });

    it('has nothing else below the folder of a tenant', async () => {
      const { lake, publish } = world();
      const file = aLakeFile();
      await publish([file, aLakeFile()]);
      (await lake.hold([file]))();
      const there = readdirSync(lake.folder(file.tenant), { recursive: true, withFileTypes: true });
      expect(there.filter((entry) => entry.isFile()).map((entry) => entry.name)).toEqual([
        file.key.split('/').at(-1),
      ]);
    });

    it('keeps files for who holds them when others take their place in the lake', async () => {
      const { lake, publish } = world();
      const tenant = aTenantId();
      const [small, large] = [aLakeFile({ tenant }), aLakeFile({ tenant })];
      await publish([small]);
      const letGo = await lake.hold([small]);
      await publish([large], [small.key]);
      const other = await lake.hold([large]);
      expect(readFileSync(lake.path(small)).equals(bodyOf(small))).toBe(true);
      other();
      letGo();
    });

    it('holds the same file for many, each until it lets go, and nothing at no cost', async () => {
      const { lake, publish } = world();
      const file = aLakeFile();
      await publish([file]);
      const all = await Promise.all([
        lake.hold([file]),
        lake.hold([file, file]),
        lake.hold([]),
        lake.hold([file]),
      ]);
      for (const letGo of all) {
        expect(readFileSync(lake.path(file)).equals(bodyOf(file))).toBe(true);
        letGo();
      }
    });
  });
};
