import { join } from 'node:path';
import { CliFailure } from '../failure.ts';
import { readInstanceFile } from './instance-file.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
}

/** Where to send requests, and who signs them. */
export interface Connection {
  /** `http://127.0.0.1:8080`, without a slash at the end. */
  readonly url: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** Where the address was found, for messages: `SLUICE_URL` or the path of the file. */
  readonly addressFrom: string;
  /** A command on data signs with the operator's key, since the environment has none: what it finds is the operator's own. @default false */
  readonly keyIsOperators?: boolean;
}

/** `operator` commands act on the platform, `data` commands on the signer's tenant. */
export type Purpose = 'operator' | 'data';

type Env = Readonly<Record<string, string | undefined>>;

const set = (env: Env, name: string): string | undefined => {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
};

const regionOf = (env: Env): string => set(env, 'SLUICE_REGION') ?? 'us-east-1';

/** The key of the environment, if there is one. Half a key is a mistake that is better told than passed over. */
const keyOf = (env: Env): Credentials | undefined => {
  const accessKeyId = set(env, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = set(env, 'AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined) throw missing('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY');
  if (secretAccessKey === undefined) throw missing('AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID');
  const sessionToken = set(env, 'AWS_SESSION_TOKEN');
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
};

const missing = (name: string, other: string): CliFailure =>
  new CliFailure(`${other} is set and ${name} is not; set both, or neither`, 2);

const urlOf = (text: string, from: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new CliFailure(
      `${from} is ${JSON.stringify(text)}; it takes an address like http://127.0.0.1:8080`,
      2,
    );
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
};

const fromEnvironment = (env: Env, text: string): Connection => {
  const url = urlOf(text, 'SLUICE_URL');
  const credentials = keyOf(env);
  if (credentials === undefined)
    throw new CliFailure(
      'SLUICE_URL is set, so the key comes from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; set them, or unset SLUICE_URL to use the instance on this machine',
      2,
    );
  return { url, region: regionOf(env), credentials, addressFrom: 'SLUICE_URL', keyIsOperators: false };
};

/**
 * Finds the instance and the key. With `SLUICE_URL` both come from the environment. Without, the address is that of `sluice.json` in
 * `SLUICE_DATA` (default `./data`); operators' commands sign with its admin key, others with the environment's key if it holds one.
 * @throws CliFailure when there is no instance, no key, or half a key
 */
export const connectionFor = (purpose: Purpose, env: Env): Connection => {
  const url = set(env, 'SLUICE_URL');
  if (url !== undefined) return fromEnvironment(env, url);
  const path = join(set(env, 'SLUICE_DATA') ?? './data', 'sluice.json');
  const file = readInstanceFile(path);
  const own = purpose === 'data' ? keyOf(env) : undefined;
  return {
    url: urlOf(file.http, path),
    region: regionOf(env),
    credentials: own ?? file.admin,
    addressFrom: path,
    keyIsOperators: purpose === 'data' && own === undefined,
  };
};
