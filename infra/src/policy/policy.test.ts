import { describe, expect, it } from 'vitest';
import { all, environments } from '../testing/synthesized.ts';
import { rules } from './all.ts';
import { badAccess } from './bad-access.fixture.ts';
import { badCapacity } from './bad-capacity.fixture.ts';
import { badData } from './bad-data.fixture.ts';
import { badFlow } from './bad-flow.fixture.ts';
import { badPolicies, goodLeading } from './bad-policies.fixture.ts';
import { badTrusts } from './bad-trusts.fixture.ts';
import { badWarehouse, goodWarehouse } from './bad-warehouse.fixture.ts';
import { everyResource } from './iam.ts';
import { violationsOf } from './rule.ts';
import { stackOf } from './stack.ts';
import { allowing } from './statements.ts';

const dev = stackOf(all.dev.resource);
const badStacks = [
  ...badData,
  ...badAccess,
  ...badFlow,
  ...badPolicies,
  ...badTrusts,
  ...badWarehouse,
  ...badCapacity,
];
const named = (name: string) => {
  const rule = rules.find((one) => one.name === name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule;
};

describe.each(environments)('the stack of %s', (environment) => {
  it('breaks no rule', () => {
    expect(violationsOf(rules, stackOf(all[environment].resource))).toEqual([]);
  });
});

describe('a rule is found to be broken:', () => {
  it.each(badStacks)('%s (%s)', (name, _, breaking) => {
    const rule = named(name);
    const { stack, address } = breaking(dev);
    const found = violationsOf([rule], stack).filter((line) => line.startsWith(`${address}: `));
    expect(found).not.toEqual([]);
    for (const line of found) {
      expect(line).toContain(`Rule: ${name}. To do: ${rule.remedy}.`);
      expect(line).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('each of them, and each has a name of its own', () => {
    const names = rules.map(({ name }) => name);
    expect([...new Set(badStacks.map(([name]) => name))].toSorted()).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(names.length);
    console.log(`${names.length} rules, ${badStacks.length} bad stacks`);
  });

  it('not by a tenant policy that has all that the bad ones lack', () => {
    expect(violationsOf(rules, goodLeading(dev).stack)).toEqual([]);
  });

  it.each(goodWarehouse)('not by a warehouse or jobs that have all that the bad ones lack', (adding) => {
    expect(violationsOf(rules, adding(dev).stack)).toEqual([]);
  });
});

describe('the list of statements on every resource', () => {
  it('has no line that no statement needs any more', () => {
    const sids = new Set(allowing()(dev).map(({ sid }) => sid));
    expect(Object.keys(everyResource).filter((sid) => !sids.has(sid))).toEqual([]);
  });
});
