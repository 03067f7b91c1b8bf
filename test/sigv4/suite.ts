import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../shared/sigv4-suite/v4');

/** False where the suite's data is not beside the repository; the tests that need it say so and are skipped. */
export const suiteIsHere = existsSync(folder);

export const whyNot = `SKIPPED: the SigV4 suite is not at ../shared/sigv4-suite beside the repository`;

export interface WireRequest {
  readonly method: string;
  readonly target: string;
  /** As Node gives them: name, value, name, value. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface Case {
  readonly name: string;
  readonly normalize: boolean;
  readonly secret: string;
  readonly token: string | undefined;
  readonly signedRequest: string;
  readonly signed: WireRequest;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
}

/** The suite's files end lines with a line feed alone; a line that starts with a blank continues the header before it. */
const parse = (text: string): WireRequest => {
  const end = text.indexOf('\n\n');
  const [first = '', ...lines] = (end < 0 ? text.trimEnd() : text.slice(0, end)).split('\n');
  const [, method = '', target = ''] = /^(\S+) (.*) HTTP\/1\.1$/.exec(first) ?? [];
  const rawHeaders: string[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (line.startsWith(' ')) rawHeaders.push(`${rawHeaders.pop() ?? ''}\n${line}`);
    else rawHeaders.push(line.slice(0, colon), line.slice(colon + 1));
  }
  return { method, target, rawHeaders, body: Buffer.from(end < 0 ? '' : text.slice(end + 2)) };
};

const read = (name: string): Case => {
  const file = (part: string): string => readFileSync(join(folder, name, part), 'utf8');
  const context = JSON.parse(file('context.json')) as {
    normalize: boolean;
    credentials: { secret_access_key: string; token?: string };
  };
  const signedRequest = file('header-signed-request.txt');
  return {
    name,
    normalize: context.normalize,
    secret: context.credentials.secret_access_key,
    token: context.credentials.token,
    signedRequest,
    signed: parse(signedRequest),
    canonicalRequest: file('header-canonical-request.txt').trimEnd(),
    stringToSign: file('header-string-to-sign.txt').trimEnd(),
    signature: file('header-signature.txt').trim(),
  };
};

export const suite = (): readonly Case[] => (suiteIsHere ? readdirSync(folder).sort().map(read) : []);

/** Where and when the suite signed. */
export const suiteRealm = { region: 'us-east-1', service: 'service' };
export const suiteTime = Date.parse('2015-08-30T12:36:00Z');
