import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.ts';
import { planText } from '../testing.fixture.ts';
import { readPlan } from './read.ts';

describe('a file that is no plan', () => {
  const form = { format_version: '1.2', planned_values: {} };
  it.each([
    ['nothing', '', 'it is empty'],
    ['a binary plan', 'PK\u0003\u0004', 'terraform show -json'],
    ['half a file', '{"format_version":', 'not JSON'],
    ['an array', '[]', 'an array where a plan is an object'],
    ['null', 'null', 'null where'],
    ['a log of plan -json', '{"@level":"info"}', 'prints a log'],
    ['a state', '{"format_version":"1.0","values":{}}', 'a state, not a plan'],
    ['another major form', '{"format_version":"2.0","planned_values":{}}', '2.0'],
    ['a plan that failed', JSON.stringify({ ...form, errored: true }), 'ended with an error'],
    ['changes that are none', JSON.stringify({ ...form, resource_changes: {} }), 'an object, not an array'],
    ['a change without address', JSON.stringify({ ...form, resource_changes: [{}] }), 'resource_changes[0]'],
    ['an unknown action', planText([{ type: 'aws_x', actions: ['explode'] }]), '"explode"'],
  ])('%s is refused with what it is', (_, text, message) => {
    expect(() => readPlan(text)).toThrow(InputError);
    expect(() => readPlan(text)).toThrow(message);
  });
});

describe('a plan', () => {
  it('may have no changes', () => {
    expect(readPlan('{"format_version":"1.2","planned_values":{}}').changes).toEqual([]);
  });

  it('gives moves, replacements and what forces them', () => {
    const [change] = readPlan(
      planText([
        {
          type: 'aws_x',
          actions: ['delete', 'create'],
          before: { name: 'a' },
          after: { name: 'b' },
          previous: 'aws_x.old',
          paths: [['name']],
        },
      ]),
    ).changes;
    expect(change).toMatchObject({ action: 'replace', movedFrom: 'aws_x.old', forcedBy: ['name'] });
  });
});
