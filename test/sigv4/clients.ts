import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import crypto from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import aws4 from 'aws4';
import { AwsV4Signer } from 'aws4fetch';
import type { Reply, Sendable } from './send.ts';
import { credentials, region, service } from './test-edge.ts';

/** Signs a request with an independent implementation; gives what is to be sent. */
export type Signer = (request: Sendable) => Promise<Sendable>;

const secrets = { ...credentials };

export const withAws4: Signer = async ({ method, host, target, headers, body }) => {
  const copy = { service, region, method, host, path: target, headers: { ...headers } };
  const signed = aws4.sign(body.length > 0 ? { ...copy, body } : copy, secrets);
  return { method, host, target: signed.path, headers: signed.headers, body };
};

export const withAws4fetch: Signer = async ({ method, host, target, headers, body }) => {
  const request = { method, url: `http://${host}${target}`, headers, ...secrets, service, region };
  const signed = await new AwsV4Signer(
    body.length > 0 ? { ...request, body: Uint8Array.from(body) } : request,
  ).sign();
  const { pathname, search } = signed.url;
  return { method, host, target: `${pathname}${search}`, headers: Object.fromEntries(signed.headers), body };
};

const queryBag = (query: string): Record<string, string | string[]> => {
  const bag: Record<string, string[]> = {};
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [name = '', value = ''] = pair.split('=').map(decodeURIComponent);
    (bag[name] ??= []).push(value);
  }
  return Object.fromEntries(
    Object.entries(bag).map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? '')]),
  );
};

export const withSmithy: Signer = async ({ method, host, target, headers, body }) => {
  const signer = new SignatureV4({ credentials: secrets, region, service, sha256: crypto.Sha256 });
  const [path = '', query = ''] = target.split('?');
  const [hostname = '', port] = host.split(':');
  const signed = await signer.sign({
    method,
    protocol: 'http:',
    hostname,
    port: Number(port),
    path,
    query: queryBag(query),
    headers: { ...headers, host },
    ...(body.length > 0 ? { body } : {}),
  });
  return { method, host, target, headers: signed.headers, body };
};

const botocoreScript = `
import sys, json, base64
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
for line in sys.stdin:
    r = json.loads(line)
    request = AWSRequest(method=r['method'], url=r['url'], headers=r['headers'], data=base64.b64decode(r['body']))
    SigV4Auth(Credentials(r['key'], r['secret']), r['service'], r['region']).add_auth(request)
    print(json.dumps(dict(request.headers)))
`;

export const withBotocore: Signer = async ({ method, host, target, headers, body }) => {
  const { accessKeyId: key, secretAccessKey: secret } = credentials;
  const order = {
    method,
    url: `http://${host}${target}`,
    headers,
    body: body.toString('base64'),
    key,
    secret,
    service,
    region,
  };
  const out = execFileSync('python3', ['-c', botocoreScript], {
    input: JSON.stringify(order),
    encoding: 'utf8',
  });
  return { method, host, target, headers: JSON.parse(out) as Record<string, string>, body };
};

/** curl signs and sends in one. */
export const sendWithCurl = async ({ method, host, target, headers, body }: Sendable): Promise<Reply> => {
  const args = ['-s', '-S', '--path-as-is', '-X', method, '-w', '\n%{http_code}'];
  args.push(
    '--aws-sigv4',
    `aws:amz:${region}:${service}`,
    '--user',
    `${credentials.accessKeyId}:${credentials.secretAccessKey}`,
  );
  for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}: ${value}`);
  if (body.length > 0) args.push('--data-binary', body.toString('utf8'));
  const { stdout } = await promisify(execFile)('curl', [...args, `http://${host}${target}`]);
  const cut = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(cut + 1)), headers: {}, body: stdout.slice(0, cut) };
};

export const clients: readonly { readonly name: string; readonly sign: Signer }[] = [
  { name: 'aws4', sign: withAws4 },
  { name: 'aws4fetch', sign: withAws4fetch },
  { name: '@smithy/signature-v4', sign: withSmithy },
];

const runs = (file: string, args: readonly string[]): string | undefined => {
  try {
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
};

export const botocoreIsHere = runs('python3', ['-c', 'import botocore']) !== undefined;

/** From 7.75 on. */
export const curlIsHere = runs('curl', ['--help', 'all'])?.includes('--aws-sigv4') ?? false;
