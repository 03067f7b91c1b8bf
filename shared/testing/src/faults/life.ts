import { Crash } from './errors.ts';
import type { Call, Choose, Fault } from './plan.ts';
import type { Random } from './random.ts';

/** The faults of one life of the composition: from its building to its crash. */
export interface Life {
  readonly random: Random;
  /** The fault of the next call. Throws Crash when this life is over: nothing that a dead process left running may have an effect. */
  next(port: string, method: string): { readonly call: Call; readonly fault: Fault | undefined };
  /** Ends this life. */
  crash(call: Call, when: 'before' | 'after'): never;
}

/** What was injected, by `port.method fault`, and how many calls there were; kept over crashes. */
export interface Injected {
  readonly calls: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** Lives that share one choice of faults and one count. */
export interface Lives {
  /** Begins a new life and ends the one before, crashed or not. */
  begin(): Life;
  /** No faults from here on, so that what is in flight can drain. */
  calm(): void;
  injected(): Injected;
}

export const livesOf = (random: Random, choose: Choose): Lives => {
  const counts = new Map<string, number>();
  let calls = 0;
  let isCalm = false;
  let current = 0;
  const begin = (): Life => {
    const born = (current += 1);
    return {
      random,
      next: (port, method) => {
        if (born !== current) throw new Crash(`before ${port}.${method}`);
        const call = { port, method, number: calls };
        calls += 1;
        const fault = isCalm ? undefined : choose(call);
        const key = `${port}.${method} ${fault ?? ''}`;
        if (fault !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
        return { call, fault };
      },
      crash: ({ port, method, number }, when) => {
        if (born === current) current += 1;
        throw new Crash(`${when} ${port}.${method} (call ${number})`);
      },
    };
  };
  return { begin, calm: () => void (isCalm = true), injected: () => ({ calls, counts }) };
};
