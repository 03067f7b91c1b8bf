import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetType, TerraformAsset } from 'cdktf';
import { MissingArtifact } from './errors.ts';
import type { ArtifactName, ArtifactSource } from './modules/functions.ts';

const hashPattern = /^[A-Za-z0-9+/]{43}=$/;

/** What is no function. */
const described: Readonly<Partial<Record<ArtifactName, string>>> = {
  query: 'the query service',
  'etl-runner': 'the runner of the batch',
};

const hashOf = (folder: string, name: ArtifactName): string => {
  const path = join(folder, `${name}.json`);
  const what = described[name] ?? `the function ${name}`;
  const missing = `${what} is not built: run npm run build`;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new MissingArtifact(`${missing} (${path} cannot be read)`, { cause: error });
  }
  const { sha256 } = parsed(text);
  if (typeof sha256 === 'string' && hashPattern.test(sha256)) return sha256;
  throw new MissingArtifact(`${missing} (${path} has no sha256 in base64)`);
};

const parsed = (text: string): { readonly sha256?: unknown } => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};

/**
 * The bundles of a folder, `<name>.zip` beside `<name>.json` `{sha256}`. The path in the plan is the same for every code, so that
 * a change of code is one changed line, the hash (STYLE.md C9). Throws MissingArtifact.
 */
export const artifactsIn =
  (folder: string): ArtifactSource =>
  (scope, name) => {
    const sourceCodeHash = hashOf(folder, name);
    const path = join(folder, name === 'etl-runner' ? `${name}.py` : `${name}.zip`);
    const asset = new TerraformAsset(scope, `${name}-code`, {
      path,
      type: AssetType.FILE,
      assetHash: 'bundle',
    });
    return { filename: asset.path, sourceCodeHash };
  };
