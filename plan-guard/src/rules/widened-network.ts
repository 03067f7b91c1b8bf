import type { Change } from '../plan/plan.ts';
import { coversOpening, isOpenToAll, openingsIn, openingText } from './network.ts';
import { joinsExisting } from './owner.ts';
import type { Rule } from './rule.ts';

/** No security group lets through more than before; a new one is not open to every address. */
export const keepsNetwork: Rule = (change, { plan }) => {
  const { address, type, action } = change;
  if (!['create', 'update', 'replace'].includes(action)) return [];
  const isNew = action === 'create' && !joinsExisting(change, plan);
  return faults(change, isNew).map((why) => ({
    address,
    what: type.endsWith('_rule') ? 'a security group rule is widened' : 'a security group is widened',
    why,
    label: 'widen-access',
    step: 'have a person read what is opened and set the label',
  }));
};

const faults = ({ type, before, after, unknown }: Change, isNew: boolean): readonly string[] => {
  const old = openingsIn(type, before);
  const opened = openingsIn(type, after)
    .filter((one) => (isNew ? isOpenToAll(one) : !old.some((outer) => coversOpening(outer, one))))
    .map((one) => `opens ${openingText(one)}`);
  const hidden =
    isNew || !/security_group$/.test(type)
      ? []
      : ['ingress', 'egress'].filter((name) => unknown[name] === true);
  return [
    ...opened,
    ...hidden.map((name) => `${name} is known only after the apply, so nobody can compare it`),
  ];
};
