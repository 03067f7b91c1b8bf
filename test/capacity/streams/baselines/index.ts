import { alarmMinute, functionRun, metricRead } from '../prices.ts';
import { lastTold, type StreamCommand, type StreamPolicy, type StreamSeen } from '../policy.ts';

const resize = (to: number): StreamCommand => ({ do: 'resize', to });

/** How many of the newest minutes are above, and how many below; a minute that is not told is `missing`. */
const votes = (
  seen: StreamSeen,
  minutes: number,
  above: number,
  below: number,
  missing: 'low' | 'nothing',
) => {
  const told = lastTold(seen, minutes);
  const absent = minutes - told.length;
  return {
    high: told.filter((one) => one > above).length,
    low: told.filter((one) => one < below).length + (missing === 'low' ? absent : 0),
  };
};

/** Daemon of awslabs, README example: 75 % for 5 minutes, up by 150 % (in its code: to 1.5 times), 25 % for 60 minutes down by a quarter. */
const awslabs = (mended: boolean, start: number): StreamPolicy => ({
  name: mended ? 'awslabs utils (mended)' : 'awslabs utils',
  source:
    'CAPACITY 1.1, T1: StreamMonitor.java; mended: missing minutes are no low ones, capacity is read each time',
  tickDollars: 6 * metricRead,
  start,
  begin: () => {
    let [quietUntil, assumed, assumedUntil] = [0, start, 0];
    return (seen) => {
      // After a change it works with the count of before for 10 minutes (fault 4); its loop waits while the stream changes (fault 5).
      if (seen.isUpdating || seen.now < quietUntil) return undefined;
      if (mended || seen.now >= assumedUntil) assumed = seen.shards;
      const { high } = votes({ ...seen, shards: assumed }, 5, 0.75, 0, 'nothing');
      const { low } = votes({ ...seen, shards: assumed }, 60, 1, 0.25, mended ? 'nothing' : 'low');
      const to =
        high >= 5 ? Math.ceil(seen.shards * 1.5) : low >= 60 ? Math.floor(seen.shards * 0.75) : seen.shards;
      if (to === seen.shards || to < 1) return undefined;
      quietUntil = seen.now + (to > seen.shards ? 15 : 60);
      assumedUntil = seen.now + 10;
      // On LimitExceeded it splits and merges one by one, waiting for each.
      return { do: 'steps', to: Math.max(to, Math.ceil(seen.shards / 2)) };
    };
  },
});

/** Mean utilizations of windows of five minutes, newest last. */
const windows = (seen: StreamSeen, count: number): readonly number[] => {
  const found: number[] = [];
  for (let window = count; window >= 1; window -= 1) {
    const to = seen.newest - (window - 1) * 5;
    let [sum, told] = [0, 0];
    for (let minute = to - 4; minute <= to; minute += 1) {
      const one = seen.told(minute);
      if (one !== undefined) [sum, told] = [sum + one.taken, told + 1];
    }
    // Missing is 0: so the alarm's metric math fills it.
    found.push(told === 0 ? 0 : sum / 5 / Math.max(1, seen.shards));
  }
  return found;
};

/** Alarms of aws-samples: 75 % in 5 of 5 windows doubles, 25 % in 57 of 60 halves. */
const awsSamples = (mended: boolean, start: number): StreamPolicy => ({
  name: mended ? 'aws-samples alarms (mended)' : 'aws-samples alarms',
  source: 'CAPACITY 1.1, T2 B1: scale.go; mended: half of an odd count is rounded up',
  tickDollars: 2 * alarmMinute,
  start,
  begin: () => (seen) => {
    if (seen.isUpdating || seen.now % 5 !== 0) return undefined;
    if (windows(seen, 5).every((one) => one >= 0.75)) return resize(2 * seen.shards);
    if (windows(seen, 60).filter((one) => one < 0.25).length < 57) return undefined;
    const half = mended ? Math.ceil(seen.shards / 2) : Math.floor(seen.shards / 2);
    return half < 1 || half === seen.shards ? undefined : resize(half);
  },
});

/** epsagon: 75 % in one window, up by steps; down to twice the most of 24 hours when all of them were at most 25 %. */
const epsagon = (start: number): StreamPolicy => ({
  name: 'epsagon',
  source: 'CAPACITY 1.1, T3: kinesis_upscaler.py, kinesis_downscaler.py',
  tickDollars: 2 * alarmMinute + functionRun / 5,
  start,
  begin: () => {
    const past: number[] = [];
    return (seen) => {
      if (seen.now % 5 !== 0) return undefined;
      const [newest = 0] = windows(seen, 1);
      past.push(newest * seen.shards);
      if (past.length > 288) past.shift();
      if (seen.isUpdating) return undefined;
      const { shards } = seen;
      if (newest >= 0.75)
        return resize(shards + Math.ceil(shards * (shards <= 3 ? 1 : shards <= 50 ? 0.5 : 0.25)));
      const most = Math.max(...past);
      if (past.length < 288 || most / shards > 0.25) return undefined;
      const to = Math.max(Math.ceil(2 * most), Math.ceil(shards / 2), 1);
      return to < shards ? resize(to) : undefined;
    };
  },
});

/** Application Auto Scaling by aws-samples: +1 above 80 % of a minute, -1 below 16 % of three windows of five, 600 s apart. */
const stepScaling = (mended: boolean, start: number): StreamPolicy => ({
  name: mended ? 'App Auto Scaling ±1 (mended)' : 'App Auto Scaling ±1',
  source: 'CAPACITY 1.1, T4 B2: index.py; mended: stops asking when a call was refused for the limit',
  tickDollars: 3 * alarmMinute,
  start,
  begin: () => {
    let quietUntil = 0;
    const calls: number[] = [];
    return (seen) => {
      if (seen.isUpdating || seen.now < quietUntil) return undefined;
      const [last = 0] = lastTold(seen, 1);
      const isLow = seen.now % 5 === 0 && windows(seen, 3).every((one) => one < 0.16);
      const to = last > 0.8 ? seen.shards + 1 : isLow ? seen.shards - 1 : seen.shards;
      if (to === seen.shards || to < 1) return undefined;
      if (mended && calls.filter((at) => at > seen.now - 1_440).length >= 10) return undefined;
      calls.push(seen.now);
      quietUntil = seen.now + 10;
      return resize(to);
    };
  },
});

const still = (name: string, shards: number): StreamPolicy => ({
  name,
  source: 'a count that somebody chose, knowing the whole series',
  tickDollars: 0,
  start: shards,
  begin: () => () => undefined,
});

/** Every tool, from the same first count; `p99` and `peak` are the series' own, the spread of its seconds included. */
export const baselines = (start: number, p99: number, peak: number): readonly StreamPolicy[] => [
  awslabs(false, start),
  awslabs(true, start),
  awsSamples(false, start),
  awsSamples(true, start),
  epsagon(start),
  stepScaling(false, start),
  stepScaling(true, start),
  still('static p99', Math.max(1, Math.ceil(p99))),
  still('static peak', Math.max(1, Math.ceil(peak))),
];
