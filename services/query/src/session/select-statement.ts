import type { Bound, Opened, TableSpec } from '../engine/protocol.ts';
import type { Child } from '../process/child.ts';
import {
  SqlError,
  type Column,
  type Cursor,
  type Portion,
  type SqlValue,
  type Statement,
} from '../sql-session.ts';
import type { TableMention } from '../sql/context.ts';
import type { Parameter } from '../sql/parameters.ts';
import { always, type TimeRange } from '../sql/scope.ts';
import { isUnreadable } from '../tenant/holding.ts';
import type { LetGo } from '../tenant/lake-source.ts';
import type { SessionContext } from './context.ts';
import { columnsIn } from './data-columns.ts';
import { factsOf, sessionFunctions } from './facts.ts';
import { timeoutMs } from './settings.ts';

interface Parsed {
  readonly child: Child;
  readonly statement: number;
  readonly mentions: readonly TableMention[];
  readonly parameterCount: number;
}

const budgetOf = (context: SessionContext): number => {
  const asked = timeoutMs(context.settings.get('statement_timeout') ?? '0') ?? 0;
  return asked === 0 ? context.statementMs : Math.min(asked, context.statementMs);
};

const parse = async (context: SessionContext, sql: string): Promise<Parsed> => {
  const child = await context.engine.child();
  return { child, ...(await child.ask({ op: 'parse', sql, sessionFunctions })) };
};

/** How much a statement must see: what its predicates need, or everything. */
type Reach = 'needed' | 'all';

const boundOf = (
  context: SessionContext,
  parsed: Parsed,
  specs: readonly (TableSpec | undefined)[],
  parameters: readonly Parameter[],
): Bound => ({
  statement: parsed.statement,
  keys: specs.map((spec) => spec?.key ?? null),
  parameters,
  facts: factsOf(context),
});

/** The ranges that a statement needs of its tables; everything where the names of its columns come from the data. */
const rangesOf = async (
  parsed: Parsed,
  bound: Bound,
  specs: readonly TableSpec[],
  reach: Reach,
): Promise<ReadonlyMap<string, TimeRange>> => {
  const everything = specs.some((spec) => spec.kind !== 'declared') || reach === 'all';
  if (everything) return new Map(specs.map((spec) => [spec.key, always]));
  const { ranges } = await parsed.child.ask({ op: 'plan', ...bound });
  return new Map(ranges.map(([key, from, to]) => [key, { from, to }]));
};

const distinct = (specs: readonly (TableSpec | undefined)[]): readonly TableSpec[] => [
  ...new Map(specs.filter((spec) => spec !== undefined).map((spec) => [spec.key, spec])).values(),
];

/** The schema may change while chunks are listed; more often than this in a row it will not. */
const attempts = 10;

const loadAll = async (
  context: SessionContext,
  tables: readonly TableSpec[],
  ranges: ReadonlyMap<string, TimeRange>,
  version: number,
): Promise<boolean> => {
  for (const spec of tables) {
    context.run.check();
    if ((await context.engine.sync(spec, ranges.get(spec.key) ?? always, version)) === 'changed')
      return false;
  }
  return true;
};

/** A metric that was deleted and has no rows since is no table, although its old rows are still stored. */
const withoutEmpty = async (
  context: SessionContext,
  bound: Bound,
  tables: readonly TableSpec[],
): Promise<Bound> => {
  const empty = new Set<string>();
  for (const { kind, key, name, tombstones } of tables)
    if (kind === 'undeclared' && tombstones.some((tombstone) => tombstone.name === name))
      if ((await columnsIn(context, key)).isEmpty) empty.add(key);
  return { ...bound, keys: bound.keys.map((key) => (key !== null && empty.has(key) ? null : key)) };
};

/** Finds a statement's tables as they are now, and loads what it needs of them. */
const makeReady = async (
  context: SessionContext,
  parsed: Parsed,
  parameters: readonly Parameter[],
  reach: Reach,
): Promise<Bound> => {
  const { engine, stores, finder, tenant } = context;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const schema = await stores.schemas.get(tenant);
    const specs = await Promise.all(parsed.mentions.map((mention) => finder.find(schema, mention)));
    const tables = distinct(specs);
    for (const spec of tables) await engine.declare(spec);
    const bound = boundOf(context, parsed, specs, parameters);
    const ranges = await rangesOf(parsed, bound, tables, reach);
    if (await loadAll(context, tables, ranges, schema.version)) return withoutEmpty(context, bound, tables);
  }
  throw new SqlError('40001', 'the schema changes faster than it can be read; send the statement again');
};

/** A name may be unknown only because the hours that hold it are not loaded: then everything is, and it is looked for again. */
const withNames = async <T>(work: (reach: Reach) => Promise<T>): Promise<T> => {
  try {
    return await work('needed');
  } catch (error) {
    if (!(error instanceof SqlError) || !['42703', '42702'].includes(error.sqlstate)) throw error;
    return work('all');
  }
};

interface Opening {
  readonly spentMs: number;
  /** What the rows come from. */
  readonly letGo: LetGo;
}

const cursorOf = (context: SessionContext, parsed: Parsed, { spentMs, letGo }: Opening): Cursor => {
  const { child, statement } = parsed;
  let left = budgetOf(context) - spentMs;
  let done = false;
  const fetch = async (maxRows: number): Promise<Portion> => {
    const began = performance.now();
    const portion = await context.run.run({
      child,
      budgetMs: left,
      interrupt: () => child.ask({ op: 'interrupt', statement }),
      work: () => child.ask({ op: 'fetch', statement, maxRows }),
    });
    left -= performance.now() - began;
    context.engine.touch();
    done = portion.done;
    return portion;
  };
  return {
    next: async (maxRows) => {
      if (done) return { rows: [], done };
      try {
        const portion = await fetch(maxRows);
        if (portion.done) letGo();
        return portion;
      } catch (error) {
        letGo(isUnreadable(error));
        throw error;
      }
    },
    close: async () => {
      done = true;
      await child.ask({ op: 'endCursor', statement }).catch(() => undefined);
      letGo();
    },
  };
};

const sameColumns = (a: readonly Column[], b: readonly Column[]): boolean =>
  a.length === b.length && a.every((column, i) => column.name === b[i]?.name);

const typedParameters = (
  values: readonly SqlValue[],
  types: readonly (string | undefined)[],
): readonly Parameter[] =>
  values.map((value, i) => {
    const type = types[i];
    return type === undefined ? { value } : { value, type };
  });

interface Prepared {
  readonly context: SessionContext;
  readonly sql: string;
  readonly types: readonly (string | undefined)[];
  parsed: Parsed;
}

const endStatement = async ({ parsed }: Prepared): Promise<void> => {
  await parsed.child.ask({ op: 'endStatement', statement: parsed.statement }).catch(() => undefined);
};

const describe = async ({ context, parsed, types }: Prepared, reach: Reach): Promise<readonly Column[]> => {
  const nulls = Array.from({ length: parsed.parameterCount }, () => null);
  const bound = await makeReady(context, parsed, typedParameters(nulls, types), reach);
  return (await parsed.child.ask({ op: 'describe', ...bound })).columns;
};

const open = async (
  prepared: Prepared,
  columns: readonly Column[],
  values: readonly SqlValue[],
  reach: Reach,
): Promise<Cursor> => {
  const { context, sql, types } = prepared;
  // The engine may have ended since (idle, out of memory): the statement is parsed again in the new one.
  if (prepared.parsed.child.ended) prepared.parsed = await parse(context, sql);
  const bound = await makeReady(context, prepared.parsed, typedParameters(values, types), reach);
  const { answer, ...opening } = await openReading(context, prepared.parsed, bound);
  if (sameColumns(answer.columns, columns)) return cursorOf(context, prepared.parsed, opening);
  opening.letGo();
  throw new SqlError(
    '0A000',
    'cached plan must not change result type: the schema changed, prepare the statement again',
  );
};

/** Opens a statement with the files of the lake that it reads held; the session lets them go at the latest when it closes. */
const openReading = async (
  context: SessionContext,
  { child, statement }: Parsed,
  bound: Bound,
): Promise<Opening & { readonly answer: Opened }> => {
  let began = 0;
  const ask = (there: readonly string[]) => {
    context.run.check();
    began = performance.now();
    return context.run.run({
      child,
      budgetMs: budgetOf(context),
      interrupt: () => child.ask({ op: 'interrupt', statement }),
      work: () => child.ask({ op: 'open', ...bound, there }),
    });
  };
  const read = await context.engine.reading<Opened>(ask);
  const letGo: LetGo = (isDoubtful) => {
    context.reads.delete(letGo);
    read.letGo(isDoubtful);
  };
  context.reads.add(letGo);
  return { answer: read.answer, spentMs: performance.now() - began, letGo };
};

/** A cancel may come while no query runs; to the client the statement is under way. */
const described = async (prepared: Prepared): Promise<readonly Column[]> => {
  const columns = await withNames((reach) => describe(prepared, reach));
  prepared.context.run.check();
  return columns;
};

/** Parses, checks and binds a SELECT. */
export const prepareSelect = async (
  context: SessionContext,
  sql: string,
  types: readonly (string | undefined)[],
): Promise<Statement> => {
  context.run.begin();
  const prepared: Prepared = { context, sql, types, parsed: await parse(context, sql) };
  const columns = await described(prepared).catch(async (error: unknown) => {
    await endStatement(prepared);
    throw error;
  });
  const { parameterCount } = prepared.parsed;
  return {
    columns,
    parameterCount,
    tag: 'SELECT',
    execute: async (values) => {
      if (values.length !== parameterCount)
        throw new SqlError(
          '08P01',
          `the statement takes ${parameterCount} parameters, ${values.length} were given`,
        );
      context.run.begin();
      context.engine.touch();
      return withNames((reach) => open(prepared, columns, values, reach));
    },
    close: () => endStatement(prepared),
  };
};
