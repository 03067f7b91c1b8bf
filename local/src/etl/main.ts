import { run } from '@sluice/redshift-load';
import { runAll, sweep } from '@sluice/etl';
import { withWarehouse } from './loads.ts';
import { openEtl } from './services.ts';

/** One run of the batch, and the loads that wait, in a process that ends with it: what it took of memory is given back. */
const [data = '', retryRefused = ''] = process.argv.slice(2);
try {
  const etl = await openEtl(data);
  const { lake, objects } = etl.services;
  const summary = await runAll(etl.services, { retryRefused: retryRefused === 'true' });
  await withWarehouse(data, { lake, objects, states: etl.states }, (services) =>
    run({ kind: 'published' }, services),
  );
  await sweep(etl.services);
  await etl.close();
  process.send?.({ summary });
} catch (error) {
  process.send?.({ failure: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
process.disconnect();
