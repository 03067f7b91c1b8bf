import { type Failure, OutOfService } from '@sluice/core/failure';
import type { Life } from './life.ts';
import type { Fault } from './plan.ts';
import type { Random } from './random.ts';

const failureOf = (fault: Fault, where: string): Failure => {
  const code = fault === 'throttle' ? 'ThrottlingException' : 'InternalFailure';
  return { class: 'retryable', code, message: `injected: ${fault} at ${where}` };
};

/** The positions that fail: each with even odds, at least one, and not all when there is more than one. */
const someOf = (random: Random, count: number): ReadonlySet<number> => {
  const failing = new Set<number>();
  for (let i = 0; i < count; i += 1) if (random() < 0.5) failing.add(i);
  const spared = Math.floor(random() * count);
  if (count > 1 && failing.size === count) failing.delete(spared);
  if (failing.size === 0) failing.add(spared);
  return failing;
};

/** A call that is done or throws. `some` does a random part of it, for `partial`; without it, `partial` does nothing. */
export const injectOne = async <T>(
  life: Life,
  port: string,
  method: string,
  effect: () => Promise<T>,
  some?: () => Promise<unknown>,
): Promise<T> => {
  const { call, fault } = life.next(port, method);
  if (fault === undefined) return effect();
  const error = new OutOfService(failureOf(fault, `${port}.${method}`).message);
  switch (fault) {
    case 'throttle':
    case 'all':
    case 'failure-before':
      throw error;
    case 'partial':
      await some?.();
      throw error;
    case 'timeout-after-success':
      await effect();
      throw error;
    case 'crash-before':
      return life.crash(call, 'before');
    case 'crash-after':
      await effect();
      return life.crash(call, 'after');
  }
};

/** Random items of a call, in order: for `partial` of a call that has one outcome. */
export const partOf = <I>(life: Life, items: readonly I[]): readonly I[] => {
  const failing = someOf(life.random, items.length);
  return items.filter((_, i) => !failing.has(i));
};

/**
 * A call that has an outcome per item, in order. Infrastructure faults are outcomes here, never thrown;
 * a time-out after success hides the outcomes of some items or of all.
 */
export const injectEach = async <I, O extends { readonly ok: boolean }>(
  life: Life,
  where: { readonly port: string; readonly method: string },
  items: readonly I[],
  effect: (items: readonly I[]) => Promise<readonly O[]>,
  refuse: (failure: Failure) => O,
): Promise<readonly O[]> => {
  const { call, fault } = life.next(where.port, where.method);
  if (fault === undefined) return effect(items);
  const refused = refuse(failureOf(fault, `${where.port}.${where.method}`));
  switch (fault) {
    case 'throttle':
    case 'all':
    case 'failure-before':
      return items.map(() => refused);
    case 'partial': {
      const failing = someOf(life.random, items.length);
      const done = [...(await effect(items.filter((_, i) => !failing.has(i))))];
      return items.map((_, i) => (failing.has(i) ? refused : (done.shift() ?? refused)));
    }
    case 'timeout-after-success': {
      const done = await effect(items);
      const hidden = life.random() < 0.5 ? undefined : someOf(life.random, items.length);
      return done.map((outcome, i) => (hidden === undefined || hidden.has(i) ? refused : outcome));
    }
    case 'crash-before':
      return life.crash(call, 'before');
    case 'crash-after':
      await effect(items);
      return life.crash(call, 'after');
  }
};
