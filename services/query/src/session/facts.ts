import type { SessionFacts } from '../sql/context.ts';
import type { SessionContext } from './context.ts';
import { databaseName, serverVersion } from './settings.ts';

const factFunctions = (keyId: string): Readonly<Record<string, string>> => ({
  version: `PostgreSQL ${serverVersion} (Sluice)`,
  current_database: databaseName,
  current_catalog: databaseName,
  current_schema: 'public',
  current_user: keyId,
  current_role: keyId,
  session_user: keyId,
  user: keyId,
  pg_backend_pid: '1',
  pg_is_in_recovery: 'f',
});

/** Functions about the session, which are answered here and never by the engine. */
export const sessionFunctions: readonly string[] = [...Object.keys(factFunctions('')), 'current_setting'];

export const factsOf = (context: SessionContext): SessionFacts => ({
  functions: factFunctions(context.keyId),
  settings: Object.fromEntries(context.settings),
});
