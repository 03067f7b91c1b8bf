import type { TenantId } from '@sluice/core/layout';
import type { Finder } from '../catalogue/finder.ts';
import type { LetGo } from '../tenant/lake-source.ts';
import type { TenantEngine, TenantStores } from '../tenant/tenant-engine.ts';
import type { Runner } from './runner.ts';

/** What the statements of a session share. */
export interface SessionContext {
  readonly tenant: TenantId;
  readonly keyId: string;
  readonly stores: TenantStores;
  readonly engine: TenantEngine;
  readonly finder: Finder;
  /** How to let go of the files that open results are read from. */
  readonly reads: Set<LetGo>;
  /** By lower-case name. */
  readonly settings: Map<string, string>;
  readonly run: Runner;
  /** The longest a statement may run, ms. */
  readonly statementMs: number;
  closed(): boolean;
}
