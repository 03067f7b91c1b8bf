import type { Target } from '../target.ts';

/** The events of one hour of arrival, from its first to before its last millisecond. */
export const listRows = ({ table }: Target, from: number, to: number): string =>
  `SELECT record_id, "index", "timestamp", event_id, sent_name FROM ${table} WHERE received_at >= ${from} AND received_at < ${to}`;
