import { capacityAlarms, type CapacityAlarm } from '@sluice/core/layout';
import type { StreamAction } from './tick.ts';

/** At so few resizes of a day a person should know: two doublings are left. */
const fewCalls = 2;

const alarmsOf = (action: StreamAction, max: number): readonly CapacityAlarm[] => {
  const { kind, from, answer, inputs } = action;
  if (kind === 'fault') return ['capacity-failing'];
  const { need = 0, throttled = 0, callsLeft = Number.POSITIVE_INFINITY } = inputs;
  const isAtMaximum = from >= max && need > from;
  return [
    ...(isAtMaximum ? (['capacity-at-maximum'] as const) : []),
    ...(throttled > 0 && from > 0 && from < max ? (['capacity-behind'] as const) : []),
    ...(callsLeft <= fewCalls || answer === 'limit-exceeded' ? (['capacity-calls-low'] as const) : []),
  ];
};

const did = ({ stream, kind, from, to, reason, answer }: StreamAction): string =>
  `the stream ${stream}: ${kind} ${from} to ${to} shards (${answer ?? 'not asked for'}): ${reason}`;

/** What the log is told of a decision: what was done, where something was, and what an alarm is to ring for. */
export const linesOf = (action: StreamAction, max: number): readonly string[] => {
  const about = `the stream ${action.stream}: ${action.reason}`;
  return [
    ...(action.kind === 'none' || action.kind === 'fault' ? [] : [did(action)]),
    ...alarmsOf(action, max).map((alarm) => `${capacityAlarms[alarm]}: ${about}`),
  ];
};
