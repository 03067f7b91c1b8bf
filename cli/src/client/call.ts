import { CliFailure, messageOf, oneLine } from '../failure.ts';
import type { Client, Request } from './client.ts';
import { unreachable } from './unreachable.ts';

/** A JSON value that is known to be an object, for reading one member after the other. */
export type Members = ReadonlyMap<string, unknown>;

/** The members of a JSON object; none of anything else. */
export const membersOf = (value: unknown): Members =>
  new Map<string, unknown>(
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [],
  );

/** A text by its name, or undefined. */
export const textOf = (value: unknown, name: string): string | undefined => {
  const member = membersOf(value).get(name);
  return typeof member === 'string' ? member : undefined;
};

/** The elements of a JSON list; none of anything else. */
export const elementsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Parses JSON; undefined when it is none. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Gateways answer with bodies of their own: `{"message"}`, or a page. */
const saidBy = (text: string): string => {
  const message = textOf(parsed(text), 'message');
  return oneLine(message ?? text.slice(0, 300)) || 'no reason was given';
};

/** What a tenant has is not there for the operator, and some of what a tenant may do is not the operator's. */
const operatorHint = (status: number, said: string): string =>
  status === 403 || status === 404 || said.includes('SQLSTATE 42P01')
    ? '; it was asked as the operator, by the key of sluice.json: for a tenant set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
    : '';

/** The failure that tells of an answer outside 2xx. Reads its body. */
export const refusedBy = async (response: Response, { connection }: Client): Promise<CliFailure> => {
  const text = await response.text().catch(() => '');
  const type = textOf(parsed(text), 'type') ?? response.statusText;
  const id = response.headers.get('x-amzn-requestid');
  const who = response.status === 403 ? `, key ${connection.credentials.accessKeyId}` : '';
  const said = saidBy(text);
  const hint = connection.keyIsOperators ? operatorHint(response.status, said) : '';
  return new CliFailure(
    `${said} (${response.status} ${type}${who}${id === null ? '' : `, request ${id}`})${hint}`,
  );
};

const bodyText = async (response: Response, client: Client): Promise<string> => {
  try {
    return await response.text();
  } catch (error) {
    throw unreachable(error, client.connection);
  }
};

/**
 * Makes a call and reads its JSON answer.
 * @throws CliFailure when it is refused, or the answer is no JSON
 */
export const call = async (client: Client, request: Request): Promise<unknown> => {
  const response = await client.ask(request);
  if (!response.ok) throw await refusedBy(response, client);
  const text = await bodyText(response, client);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliFailure(
      `${client.connection.url} answered ${request.path} with something that is not JSON (${messageOf(error)}); is it a Sluice?`,
    );
  }
};

/** As {@link call}, with a JSON body. */
export const callWith = (
  client: Client,
  request: Pick<Request, 'method' | 'path'>,
  body: unknown,
): Promise<unknown> =>
  call(client, {
    ...request,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
