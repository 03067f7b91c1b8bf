/**
 * Every kind of alarm and notice: what it means for those who use the platform, in one sentence. The runbook of a kind is
 * `docs/runbooks/<kind>.md`. One list, for the stack, for its dashboard and for the test that every runbook is there.
 */
export const alarmKinds = {
  'front-door-failing':
    'Senders get 5xx and must send again; what was acknowledged before is safe, new events wait at the senders.',
  'front-door-slow': 'Senders wait longer than 3 seconds for their answer, and may time out and send again.',
  'function-failing':
    'A function ends with errors: its calls are answered 5xx, or its records are tried again.',
  'function-throttled':
    'A function runs as often as it may: calls are answered 5xx, or its stream is read slower than it is written.',
  'consumer-behind':
    'Events are accepted but not yet in SQL or in the books; at the age of the retention they would be lost.',
  'stream-throttled': 'A stream takes less than it is given: senders get retry or 503, stages wait.',
  'given-up-lost':
    'A record that was given up could not be written to the on-failure bucket: its events are in the archive alone.',
  'archive-behind':
    'A stage is archived late; at the age of the retention records would be missing in the archive, and cannot be replayed.',
  'error-records-behind':
    'Error records wait to be delivered and are dropped after 24 hours: notices are late, then missing; SQL has them.',
  'table-throttled': 'A table refuses reads or writes: calls are answered 503, consumers wait.',
  'near-line-throttled': 'Near-line tables refuse writes or reads: events are accepted but come to SQL late.',
  'query-unhealthy':
    'SQL and REST queries fail or wait, on some instances or on all; what is sent is taken and stored as before.',
  'query-busy':
    'Queries are slow, and no further instance may be started: the service has as many as its settings allow.',
  'batch-failing':
    'A run of the batch failed: the lake and the warehouse grow older, near-line weeks cannot be dropped; events are taken and found as before.',
  'batch-left-out':
    'Archived events could not be read by the batch: they are in SQL as long as their near-line week stays, and neither in the lake nor in the warehouse.',
  'load-failed':
    'Rows of a metric are in the lake and not in the warehouse, and later loads of that metric wait behind.',
  'books-gap':
    'Events that were accepted are nowhere, or are more than were accepted, or the books of a tenant cannot be made.',
  'files-waiting':
    'Files of events that tenants sent are not read, or not to their end: their events are neither accepted nor in SQL.',
  'capacity-at-maximum':
    'A stream or a near-line table has all the capacity that its settings allow, and more is wanted: what is above it is refused, and waits.',
  'capacity-calls-low':
    'A stream or a near-line table may be changed only a few more times today: a rise later in the day may be followed slowly, and refused in part.',
  'capacity-behind':
    'A stream or a near-line table refuses requests although it may have more capacity: senders get retry or 503, or events come to SQL late.',
  'capacity-failing':
    'The capacity of a stream or of a near-line table stays as it is, whatever is wanted: a rise would be refused in part.',
  'week-table-missing':
    'The near-line table of this week or of the next is not there: from the first event of that week on, events are accepted and do not come to SQL.',
  'notices-failing': 'Notices do not reach those who subscribed: a fault may go unseen.',
  'budget-exceeded': 'The month costs more than was planned.',
  'our-errors':
    'Events that our code could not handle, records that were given up, or objects that were not delivered: they wait for a replay.',
  'customer-errors': 'Events of tenants were refused; the tenants read why in errors.stream.',
} as const;

export type AlarmKind = keyof typeof alarmKinds;

/** Where it is written what to do: a path in the repository. */
export const runbookOf = (kind: AlarmKind): string => `docs/runbooks/${kind}.md`;

/** The text that whoever is woken reads first. */
export const descriptionOf = (kind: AlarmKind): string => `${alarmKinds[kind]} Runbook: ${runbookOf(kind)}`;
