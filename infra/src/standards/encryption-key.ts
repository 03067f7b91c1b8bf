import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias/index.js';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key/index.js';
import { Construct } from 'constructs';
import { nameOf, type Deployment } from './deployment.ts';
import { policyJson, sidOf, type Statement } from './policy-document.ts';
import type { ServiceRole } from './service-role.ts';

export interface EncryptionKeyProps {
  readonly deployment: Deployment;
  /** The class of data: part of the alias. */
  readonly part: string;
  readonly description: string;
  /** AWS services through which alone the key encrypts and decrypts: `kinesis`. */
  readonly services: readonly string[];
  /** What services do with it on their own account, not on a caller's. */
  readonly statements?: readonly Statement[];
}

const uses = ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'DescribeKey'].map(
  (verb) => `kms:${verb}`,
);

/** All that is no use of the data, so that nobody is locked out and an administrator of the account reads nothing by being one. */
const administration = [
  ...['Create', 'Describe', 'Enable', 'List', 'Put', 'Update', 'Revoke', 'Disable', 'Get'],
].map((verb) => `kms:${verb}*`);
const keeping = ['TagResource', 'UntagResource', 'ScheduleKeyDeletion', 'CancelKeyDeletion'].map(
  (verb) => `kms:${verb}`,
);

/**
 * A key for one class of data, rotated each year. Its policy names services, not roles: the key works only through the services of its
 * class, and which role may use those is in the roles' own policies, where a reviewer looks. (A policy that names a role breaks
 * when the role is made again, and would have to name whoever applies.)
 */
export class EncryptionKey extends Construct {
  /** A reference: the id is AWS's. Read once, so that it is the same text in every statement. */
  readonly arn: string;
  readonly #part: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    this.#part = props.part;
    const key = new KmsKey(this, 'Default', {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyJson([...ownStatements(props), ...(props.statements ?? [])]),
      lifecycle: { preventDestroy: true },
    });
    const name = `alias/${nameOf(props.deployment, props.part)}`;
    new KmsAlias(this, 'alias', { name, targetKeyId: key.keyId });
    this.arn = key.arn;
  }

  /** What is encrypted can be read. */
  grantDecrypt(role: ServiceRole): void {
    this.#grant(role, 'Decrypt', ['kms:Decrypt', 'kms:DescribeKey']);
  }

  /** Something can be encrypted: a stream's record, an object. */
  grantEncrypt(role: ServiceRole): void {
    this.#grant(role, 'Encrypt', [
      'kms:GenerateDataKey',
      'kms:Encrypt',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ]);
  }

  #grant(role: ServiceRole, verb: string, actions: readonly string[]): void {
    role.allow({ sid: sidOf(verb, this.#part), actions, resources: [this.arn] });
  }
}

/** In a key's policy the resource `*` is the key itself. */
const itself = 'the key itself';

const ownStatements = ({ deployment, services }: EncryptionKeyProps): readonly Statement[] => {
  const { account, region } = deployment;
  const principal = { account };
  const via = services.map((service) => `${service}.${region}.amazonaws.com`);
  return [
    {
      sid: 'AnyAdministration',
      principal,
      actions: [...administration, ...keeping],
      everyResource: itself,
    },
    {
      sid: 'AnyUseThroughServices',
      principal,
      actions: uses,
      everyResource: itself,
      conditions: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': via } },
    },
  ];
};
