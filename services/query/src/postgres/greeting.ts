import { serverVersion } from '../session/settings.ts';
import type { SqlSession } from '../sql-session.ts';
import type { MessageWriter } from './writer.ts';

/**
 * What a driver reads of the server at the start. The version is the catalogue's: clients choose the columns of their catalogue queries by it.
 */
const parameters = {
  server_version: serverVersion,
  server_encoding: 'UTF8',
  client_encoding: 'UTF8',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  integer_datetimes: 'on',
  standard_conforming_strings: 'on',
  is_superuser: 'off',
  in_hot_standby: 'on',
  default_transaction_read_only: 'on',
} as const;

/** Tells the server's parameters and the key by which the session can be cancelled. */
export const greet = (
  writer: MessageWriter,
  started: ReadonlyMap<string, string>,
  key: { readonly pid: number; readonly secret: number },
): void => {
  const application = started.get('application_name') ?? '';
  for (const [name, value] of Object.entries({ ...parameters, application_name: application }))
    writer.begin('S').text(name).text(value).end();
  writer.begin('K').int32(key.pid).int32(key.secret).end();
};

/** The settings of a startup packet that mean something here; the others are taken and do nothing, as drivers send many. */
const applied = ['application_name', 'statement_timeout'];

/** `-c name=value` and `--name=value` of the parameter `options` (PGOPTIONS). */
const settingsOf = (options: string): ReadonlyMap<string, string> =>
  new Map(
    [...options.matchAll(/(?:-c\s*|--)([\w-]+)=((?:\\.|\S)*)/g)].map(([, name = '', value = '']) => [
      name.toLowerCase().replaceAll('-', '_'),
      value.replaceAll(/\\(.)/g, '$1'),
    ]),
  );

/** Sets what the startup packet asks for. Throws SqlError 22023 for a value that is none. */
export const applySettings = async (
  session: SqlSession,
  started: ReadonlyMap<string, string>,
): Promise<void> => {
  const options = settingsOf(started.get('options') ?? '');
  for (const name of applied) {
    const value = started.get(name) ?? options.get(name);
    if (value === undefined || value === '') continue;
    const statement = await session.prepare(`SET ${name} = '${value.replaceAll("'", "''")}'`);
    await statement.close();
  }
};
