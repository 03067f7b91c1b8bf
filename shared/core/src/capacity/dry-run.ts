import type { StateStore, StreamControl, TableControl } from '../ports/index.ts';

/** Reads all, keeps nothing: so that what a tick would decide can be seen without a trace of it. */
const readOnly = (state: StateStore): StateStore => ({
  get: (...key) => state.get(...key),
  rows: (...partition) => state.rows(...partition),
  replace: () => Promise.resolve('stored'),
  remove: () => Promise.resolve('removed'),
});

/** Services of a tick that decides on real metrics and asks for nothing: each change is answered `accepted`, and none is made. */
export const dryStreams = <Services extends { readonly state: StateStore; readonly control: StreamControl }>(
  services: Services,
): Services => ({
  ...services,
  state: readOnly(services.state),
  control: {
    describe: (stream) => services.control.describe(stream),
    resize: () => Promise.resolve('accepted'),
    split: () => Promise.resolve('accepted'),
    merge: () => Promise.resolve('accepted'),
  },
});

/** As `dryStreams`, of tables. */
export const dryTables = <Services extends { readonly state: StateStore; readonly control: TableControl }>(
  services: Services,
): Services => ({
  ...services,
  state: readOnly(services.state),
  control: {
    describe: (table) => services.control.describe(table),
    provision: () => Promise.resolve('accepted'),
    payPerRequest: () => Promise.resolve('accepted'),
  },
});

/** Was a dry run asked for? By `{"dryRun": true}`; the clock's own event has no such member. */
export const isDryRun = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && Reflect.get(event, 'dryRun') === true;
