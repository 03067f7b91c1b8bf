import { expect, it } from 'vitest';
import { linesOf } from './lines.ts';
import type { StreamAction } from './tick.ts';

const action: StreamAction = {
  stream: 'raw',
  at: 0,
  kind: 'none',
  from: 4,
  to: 4,
  reason: 'it fits',
  inputs: { need: 2, keep: 2, wanted: 1, throttled: 0, callsLeft: 10 },
};
const lines = (changed: Partial<StreamAction>, inputs: Readonly<Record<string, number>> = {}) =>
  linesOf({ ...action, ...changed, inputs: { ...action.inputs, ...inputs } }, 8);

it('nothing is told of nothing', () => {
  expect(lines({})).toEqual([]);
  expect(linesOf({ ...action, from: 0, to: 0, inputs: {} }, 8)).toEqual([]);
});

it('a change is one line, with its answer and its reason', () => {
  expect(lines({ kind: 'resize', to: 8, answer: 'accepted', reason: '7.2 will be wanted' })).toEqual([
    'the stream raw: resize 4 to 8 shards (accepted): 7.2 will be wanted',
  ]);
  expect(lines({ kind: 'merge', to: 3 })).toEqual([
    'the stream raw: merge 4 to 3 shards (not asked for): it fits',
  ]);
});

it('a fault is told as what could not be looked after', () => {
  expect(lines({ kind: 'fault', reason: 'there is no such stream' })).toEqual([
    'a capacity could not be looked after: the stream raw: there is no such stream',
  ]);
});

it('at its maximum is: all that may be is there, and more will be wanted', () => {
  const line = 'a capacity is at its maximum: the stream raw: it fits';
  expect(lines({ from: 8 }, { need: 8.1 })).toEqual([line]);
  expect(lines({ from: 9 }, { need: 9.1 })).toEqual([line]);
  expect(lines({ from: 8 }, { need: 8 })).toEqual([]);
  expect(lines({ from: 7 }, { need: 12 })).toEqual([]);
});

it('refusals count below the maximum alone: there the maximum is the reason', () => {
  const line = 'requests are refused below the maximum: the stream raw: it fits';
  expect(lines({ from: 7 }, { throttled: 1 })).toEqual([line]);
  expect(lines({ from: 8 }, { throttled: 1 })).toEqual([]);
});

it('the resizes of a day are nearly spent at two, and when the service says so', () => {
  const line = 'the changes of a day are nearly spent: the stream raw: it fits';
  expect(lines({}, { callsLeft: 3 })).toEqual([]);
  expect(lines({}, { callsLeft: 2 })).toEqual([line]);
  expect(lines({ kind: 'resize', to: 8, answer: 'limit-exceeded' })).toEqual([
    'the stream raw: resize 4 to 8 shards (limit-exceeded): it fits',
    line,
  ]);
});
