import type { Members } from '../json.ts';

/** What a plan does to one resource. `forget`: it leaves the state and stays in the account. */
export type Action = 'create' | 'update' | 'delete' | 'replace' | 'forget' | 'none';

/** One resource of a plan. */
export interface Change {
  /** `aws_kinesis_stream.raw_8C50B9BD` */
  readonly address: string;
  /** Where it was in the state before, when it moved. */
  readonly movedFrom?: string;
  readonly type: string;
  readonly action: Action;
  /** Attributes as they are; empty when it does not exist yet. */
  readonly before: Members;
  /** Attributes as they will be; empty when it will not exist. What is known only after the apply is missing here and true in `unknown`. */
  readonly after: Members;
  readonly unknown: Members;
  /** Where values are secret: the same tree, true at each. */
  readonly secret: readonly unknown[];
  /** Attributes that force a replacement, as paths. */
  readonly forcedBy: readonly string[];
}

export interface Plan {
  readonly terraformVersion: string;
  readonly changes: readonly Change[];
  /** Resources that were changed outside Terraform since the last apply. */
  readonly drifted: readonly string[];
}

/** True when the resource is there after the apply. */
export const remains = ({ action }: Change): boolean => action !== 'delete' && action !== 'forget';

/** True when the plan does something to it. */
export const isTouched = ({ action }: Change): boolean => action !== 'none';
