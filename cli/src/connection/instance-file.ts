import { readFileSync } from 'node:fs';
import { CliFailure, messageOf, systemCodeOf } from '../failure.ts';

/** What `sluice.json` says (API.md 7), as far as the command line needs it. */
export interface InstanceFile {
  readonly http: string;
  readonly admin: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  let at: unknown = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = new Map<string, unknown>(Object.entries(at)).get(name);
  }
  return typeof at === 'string' && at !== '' ? at : undefined;
};

const parse = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliFailure(
      `${path} is not JSON (${messageOf(error)}); it is written anew when Sluice starts: restart it`,
    );
  }
};

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT')
      throw new CliFailure(
        `there is no ${path}. Is Sluice running? Start it with npm start, or name its folder in SLUICE_DATA; for another machine set SLUICE_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
      );
    throw new CliFailure(`cannot read ${path}: ${messageOf(error)}`);
  }
};

/** Reads `sluice.json`. Fails with what to do when it is missing, unreadable or not what it should be. */
export const readInstanceFile = (path: string): InstanceFile => {
  const value = parse(read(path), path);
  const http = textAt(value, 'http');
  const accessKeyId = textAt(value, 'admin', 'accessKeyId');
  const secretAccessKey = textAt(value, 'admin', 'secretAccessKey');
  if (http === undefined || accessKeyId === undefined || secretAccessKey === undefined)
    throw new CliFailure(
      `${path} lacks an address or the admin key; it is written anew when Sluice starts: restart it`,
    );
  return { http, admin: { accessKeyId, secretAccessKey } };
};
