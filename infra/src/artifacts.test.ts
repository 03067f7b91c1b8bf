import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { afterAll, describe, expect, it } from 'vitest';
import { artifactsIn } from './artifacts.ts';
import { MissingArtifact } from './errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-artifacts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const artifactOf = (text: string | undefined, zip = 'code') => {
  if (text !== undefined) writeFileSync(join(folder, 'count.json'), text);
  writeFileSync(join(folder, 'count.zip'), zip);
  return artifactsIn(folder)(new TerraformStack(new App({ outdir: 'unused' }), 'stack'), 'count');
};

describe('artifactsIn', () => {
  it('says how to build what is not there', () => {
    expect(() => artifactOf(undefined)).toThrow(MissingArtifact);
    expect(() => artifactOf(undefined)).toThrow(/the function count is not built: run npm run build/);
  });

  it.each(['', '{}', 'null', '{"sha256":7}', '{"sha256":"short"}', '{"sha256":"'])('refuses %s', (text) => {
    expect(() => artifactOf(text)).toThrow(/count is not built: run npm run build .*no sha256/);
  });

  it('gives the hash, and a path that does not change with the code', () => {
    const of = (code: string) => {
      const sha256 = createHash('sha256').update(code).digest('base64');
      return { sha256, ...artifactOf(JSON.stringify({ sha256, bytes: code.length }), code) };
    };
    const [one, two] = [of('one'), of('two')];
    expect([one.sourceCodeHash, two.sourceCodeHash]).toEqual([one.sha256, two.sha256]);
    expect(one.filename).toBe(two.filename);
    expect(one.filename).toMatch(/^assets\/count-code_?[0-9A-F]*\/bundle\/count\.zip$/);
  });
});
