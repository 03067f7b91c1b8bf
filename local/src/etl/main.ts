import { runEtl, summaryOf } from '@sluice/etl';
import { openEtl } from './services.ts';

/** One run of the batch, in a process that ends with it: what it took of memory is given back. */
const [data = '', retryRefused = ''] = process.argv.slice(2);
try {
  const etl = await openEtl(data);
  const summary = summaryOf(await runEtl(etl.services, { retryRefused: retryRefused === 'true' }));
  await etl.close();
  process.send?.({ summary });
} catch (error) {
  process.send?.({ failure: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
process.disconnect();
