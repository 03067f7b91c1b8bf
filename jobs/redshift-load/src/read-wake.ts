import type { Wake } from './run.ts';

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** What the rule that has loads compared sends (infra's modules/functions/redshift-load.ts). */
export const reconcileEvent = { wake: 'reconcile' } as const;

export const isReconcile = (event: unknown): boolean => memberOf(event, 'wake') === reconcileEvent.wake;

/**
 * Why a Lambda was woken: `Redshift Data Statement Status Change` of EventBridge, `Object Created` for a published manifest, anything else
 * is the schedule. Events may be lost or come twice: each only says that it is worth to look.
 */
export const readWake = (event: unknown): Wake => {
  const kind = memberOf(event, 'detail-type');
  const name = memberOf(memberOf(event, 'detail'), 'statementName');
  if (kind === 'Redshift Data Statement Status Change' && typeof name === 'string')
    return { kind: 'statement', name };
  return { kind: kind === 'Object Created' ? 'published' : 'schedule' };
};
