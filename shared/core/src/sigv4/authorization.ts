import { Refusal } from '../http/answer.ts';

/** The parts of an `Authorization` header of Signature Version 4, well-formed but not verified. */
export interface Authorization {
  readonly accessKeyId: string;
  /** Of the scope: `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** Lower-case names in ascending order, without repeats. */
  readonly signedHeaders: readonly string[];
  /** 64 lower-case hexadecimal digits. */
  readonly signature: string;
}

const algorithm = 'AWS4-HMAC-SHA256';
const partNames = ['Credential', 'SignedHeaders', 'Signature'] as const;
const example = `${algorithm} Credential=<key id>/<date>/<region>/<service>/aws4_request, SignedHeaders=<names>, Signature=<hex>`;

const malformed = (fault: string): Refusal =>
  new Refusal(403, `the Authorization header ${fault}; expected: ${example}`);

const partsOf = (list: string): ReadonlyMap<string, string> => {
  const parts = new Map<string, string>();
  for (const part of list.split(',')) {
    const [name = '', ...value] = part.trim().split('=');
    if (parts.has(name)) throw malformed(`repeats ${name}`);
    if (!partNames.some((known) => known === name)) throw malformed('has a part that is not known');
    parts.set(name, value.join('='));
  }
  return parts;
};

const required = (parts: ReadonlyMap<string, string>, name: (typeof partNames)[number]): string => {
  const value = parts.get(name);
  if (value === undefined || value === '') throw malformed(`lacks ${name}`);
  return value;
};

const credential = /^([^/\s]{1,128})\/(\d{8})\/([^/\s]+)\/([^/\s]+)\/aws4_request$/;
/** RFC 9110's token characters without upper-case letters. */
const headerName = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

const signedHeadersOf = (list: string): readonly string[] => {
  const names = list.split(';');
  const inOrder = names.every(
    (name, at) => headerName.test(name) && (at === 0 || (names[at - 1] ?? '') < name),
  );
  if (!inOrder) throw malformed('has SignedHeaders that are not lower-case names in ascending order');
  return names;
};

/**
 * Reads an `Authorization` header. Refuses with 403 when it is missing, of another algorithm, malformed or incomplete; the message says which.
 * @example `parseAuthorization('AWS4-HMAC-SHA256 Credential=AK/20150830/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa0…')`
 */
export const parseAuthorization = (header: string | undefined): Authorization => {
  if (header === undefined)
    throw new Refusal(
      403,
      'the request is not signed: it has no Authorization header (signatures in the query are not taken)',
    );
  if (!header.startsWith(`${algorithm} `)) throw malformed(`is not of the algorithm ${algorithm}`);
  const parts = partsOf(header.slice(algorithm.length + 1));
  const scope = credential.exec(required(parts, 'Credential'));
  if (scope === null) throw malformed('has a malformed Credential');
  const signature = required(parts, 'Signature');
  if (!/^[0-9a-f]{64}$/.test(signature))
    throw malformed('has a Signature that is not 64 lower-case hexadecimal digits');
  const [, accessKeyId = '', date = '', region = '', service = ''] = scope;
  const signedHeaders = signedHeadersOf(required(parts, 'SignedHeaders'));
  return { accessKeyId, date, region, service, signedHeaders, signature };
};
