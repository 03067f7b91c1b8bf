import { opsTable, type Target } from '@sluice/core/warehouse';

/**
 * Before anything that reads: a transaction's snapshot is taken by its first read, so that behind the lock it sees what the one before
 * committed. Databases of a serverless namespace have snapshot isolation (AWS-FACTS 1.9): without the lock two loads both find nothing.
 */
export const lockManifest = ({ schema }: Target): string => `LOCK TABLE ${opsTable(schema, 'manifest')}`;
