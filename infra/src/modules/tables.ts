import { tableKeys } from '@sluice/core/layout';
import { Construct } from 'constructs';
import type { Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import { Table, type TableCapacity } from '../standards/table.ts';

export interface TablesProps {
  readonly deployment: Deployment;
  readonly capacity: TableCapacity;
  readonly key: EncryptionKey;
}

/** The tables that are no near-line tables. */
export class Tables extends Construct {
  /** What tenants declared. */
  readonly schemas: Table;
  /** Tenants, devices and keys. */
  readonly directory: Table;
  /** What was accepted, and what dropped tables held. */
  readonly counts: Table;
  /** How far long work is: the batch, loads, files. */
  readonly state: Table;

  constructor(scope: Construct, id: string, props: TablesProps) {
    super(scope, id);
    const make = (part: string) => new Table(this, part, { ...props, part, keys: tableKeys });
    this.schemas = make('schemas');
    this.directory = make('directory');
    this.counts = make('counts');
    this.state = make('state');
  }
}
