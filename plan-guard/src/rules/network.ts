import { at, elementsOf, numberOf, textOf, textsOf, type Members } from '../json.ts';
import { coversCidr } from './cidr.ts';

/** One thing that a security group lets through: a protocol, ports, a peer. */
export interface Opening {
  readonly direction: 'ingress' | 'egress';
  /** `tcp`, `udp`, a number; `-1` is all. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** An address range, a group, a prefix list, `self`, or `unknown`. */
  readonly peer: string;
}

export const openingText = ({ direction, protocol, from, to, peer }: Opening): string => {
  const ports = protocol === '-1' ? 'everything' : `${protocol} ${from === to ? from : `${from}-${to}`}`;
  return `${direction} ${ports} ${direction === 'ingress' ? 'from' : 'to'} ${peer}`;
};

/** What a resource of a security group opens; nothing for other types. */
export const openingsIn = (type: string, values: Members): readonly Opening[] => {
  if (type === 'aws_security_group' || type === 'aws_default_security_group')
    return (['ingress', 'egress'] as const).flatMap((direction) =>
      elementsOf(values[direction]).flatMap((rule) => openings(direction, rule)),
    );
  if (type === 'aws_security_group_rule')
    return openings(values['type'] === 'egress' ? 'egress' : 'ingress', values);
  const direction = /^aws_vpc_security_group_(ingress|egress)_rule$/.exec(type)?.[1];
  if (direction === undefined) return [];
  return openings(direction === 'egress' ? 'egress' : 'ingress', values);
};

const peerNames = [
  'cidr_blocks',
  'ipv6_cidr_blocks',
  'prefix_list_ids',
  'security_groups',
  'source_security_group_id',
  'cidr_ipv4',
  'cidr_ipv6',
  'prefix_list_id',
  'referenced_security_group_id',
];

const openings = (direction: Opening['direction'], rule: unknown): readonly Opening[] => {
  const protocol = (textOf(at(rule, 'protocol')) ?? textOf(at(rule, 'ip_protocol')) ?? '').replace(
    /^all$/,
    '-1',
  );
  const peers = peerNames.flatMap((name) => textsOf(at(rule, name)));
  if (at(rule, 'self') === true) peers.push('self');
  if (protocol === '') return [];
  const from = numberOf(at(rule, 'from_port')) ?? 0;
  const to = numberOf(at(rule, 'to_port')) ?? 65_535;
  return (peers.length === 0 ? ['unknown'] : peers).map((peer) => ({ direction, protocol, from, to, peer }));
};

/** Whether `outer` lets through all that `inner` does. */
export const coversOpening = (outer: Opening, inner: Opening): boolean =>
  outer.direction === inner.direction &&
  (outer.protocol === '-1' ||
    (outer.protocol === inner.protocol && outer.from <= inner.from && outer.to >= inner.to)) &&
  (outer.peer === inner.peer ? outer.peer !== 'unknown' : coversCidr(outer.peer, inner.peer));

/** Open to every address. */
export const isOpenToAll = ({ direction, peer }: Opening): boolean =>
  direction === 'ingress' && /^(0\.0\.0\.0|::)\/0$/.test(peer);
