import { renameSync, writeFileSync } from 'node:fs';

/** `sluice.json` (API.md 7): where the instance listens, and the platform's own key. */
export interface InstanceFile {
  readonly http: string;
  readonly sql: { readonly host: string; readonly port: number };
  readonly admin: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Replaces the file whole, readable by its owner only: it holds a secret. */
export const writeInstanceFile = (path: string, file: InstanceFile): void => {
  const draft = `${path}.new`;
  writeFileSync(draft, `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
};
