import type { PlanInput } from './etl-plan.ts';
import { textLiteral } from './text.ts';

/** Whether a metric's id is of one that is declared: ids are one tenant's alone. */
export const isDeclared = (id: string, { metrics }: Pick<PlanInput, 'metrics'>): string =>
  metrics.length === 0
    ? 'false'
    : `${id} IN (${metrics.map(({ metric }) => textLiteral(metric.id)).join(', ')})`;

/** Whether files of a metric can be written anew: it is declared, or never was. */
export const isWritable = (id: string, input: Pick<PlanInput, 'metrics'>): string =>
  `(${id} LIKE 'u%' OR ${isDeclared(id, input)})`;
