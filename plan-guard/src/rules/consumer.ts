import { at, textOf } from '../json.ts';
import type { Rule } from './rule.ts';

/** A consumer of a stream has a place for what it gives up on: else a record is dropped after the last try (promise P2). */
export const givesUpSafely: Rule = ({ address, type, action, after, unknown }) => {
  if (type !== 'aws_lambda_event_source_mapping' || !['create', 'update', 'replace'].includes(action))
    return [];
  // Streams have a starting position; queues have none, and keep what failed themselves.
  const isStream = (textOf(after['starting_position']) ?? '') !== '' || unknown['starting_position'] === true;
  const path = ['destination_config', 0, 'on_failure', 0, 'destination_arn'] as const;
  const has = (textOf(at(after, ...path)) ?? '') !== '' || at(unknown, ...path) === true;
  if (!isStream || has) return [];
  return [
    {
      address,
      what: 'a stream consumer has no failure destination',
      why: 'a record that it gives up on would be gone without a trace',
      step: 'give it destination_config.on_failure with the on-failure bucket',
    },
  ];
};
