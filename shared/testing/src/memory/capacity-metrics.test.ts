import type { StreamMinute, TableMinute } from '@sluice/core/ports';
import { streamMetricsContract, tableMetricsContract } from '../contracts/capacity-metrics.ts';
import { memoryMetrics } from './capacity-metrics.ts';

streamMetricsContract('memory', async () => memoryMetrics<StreamMinute>());
tableMetricsContract('memory', async () => memoryMetrics<TableMinute>());
