import { actionDays, readActions } from '@sluice/core/capacity';
import { Refusal } from '@sluice/core/http';
import { onlyArguments } from './arguments.ts';
import type { Call } from './call.ts';

const dayMs = 86_400_000;

/** `GET meta/capacity`: what the scalers changed from `since` on (an ISO 8601 time; a day ago unless told). */
export const listCapacity = async ({ args, services }: Call): Promise<unknown> => {
  onlyArguments(args, 'since');
  const now = services.clock.now();
  const { since } = args;
  const from = since === undefined ? now - dayMs : typeof since === 'string' ? Date.parse(since) : Number.NaN;
  if (!(from <= now))
    throw new Refusal(
      400,
      `since must be a time that has been, as 2026-11-23T12:00:00Z; it is ${JSON.stringify(since).slice(0, 100)}`,
    );
  const actions = await readActions(services.states, from, now);
  return {
    since: new Date(Math.max(from, now - actionDays * dayMs)).toISOString(),
    isScaled: services.planCapacity !== undefined,
    actions,
  };
};

/** `GET meta/capacity/plan`: what the scalers would do now, with the reason; none of it is done. */
export const planCapacity = async ({ args, services }: Call): Promise<unknown> => {
  onlyArguments(args);
  const { planCapacity: plan } = services;
  return { isScaled: plan !== undefined, actions: (await plan?.()) ?? [] };
};
