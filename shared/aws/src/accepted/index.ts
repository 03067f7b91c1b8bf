export { dynamoLedger, type LedgerOptions } from './ledger.ts';
