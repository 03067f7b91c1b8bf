import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  EntityAlreadyExistsException,
  GetUserCommand,
  LimitExceededException,
  ListAccessKeysCommand,
  NoSuchEntityException,
  RemoveUserFromGroupCommand,
  type IAMClient,
  type User,
} from '@aws-sdk/client-iam';
import { OutOfService, SluiceError } from '@sluice/core/failure';
import type { KeyMint, KeyUser, MintedKey } from '@sluice/core/ports';
import { calling } from '../shared/calling.ts';
import { iamReactions } from './reactions.ts';

export interface IamKeysOptions {
  /** It retries by itself (`@sluice/aws/clients`). */
  readonly client: IAMClient;
  /** Users are made below it, each in a folder of his tenant, and only those are ours: `/sluice/dev/`. */
  readonly path: string;
  /** Groups by what their policies let a key call: devices send, users also declare and ask. Nothing else in the account. */
  readonly groups: { readonly devices: string; readonly users: string };
}

/** What `work` gives, or undefined when what it names is not there. */
const ifThere = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
};

const tagOf = (user: User | undefined, name: string): string | undefined =>
  user?.Tags?.find(({ Key }) => Key === name)?.Value;

/** With the tenant, so that the ARN of whoever signs tells it: `/sluice/dev/01JD…/`. */
const pathOf = ({ path }: IamKeysOptions, { tenant }: KeyUser): string => `${path}${tenant}/`;

/** Names are unique in the account, whatever the path: one that is there already must be the one that we would make. */
const checkOurs = async (options: IamKeysOptions, user: KeyUser): Promise<void> => {
  const { client, path } = options;
  const { User } = await client.send(new GetUserCommand({ UserName: user.name }));
  // Those of before were made below the path itself.
  const isBelow = User?.Path === path || User?.Path === pathOf(options, user);
  if (isBelow && tagOf(User, 'tenant') === user.tenant && tagOf(User, 'device') === user.device) return;
  throw new SluiceError({
    class: 'ours',
    code: 'NotOurUser',
    message: `the IAM user ${user.name} is not below ${path}, or not of tenant ${user.tenant} and device ${user.device}`,
  });
};

const createUser = async (options: IamKeysOptions, user: KeyUser): Promise<void> => {
  const Tags = [
    { Key: 'tenant', Value: user.tenant },
    { Key: 'device', Value: user.device },
  ];
  try {
    const Path = pathOf(options, user);
    await options.client.send(new CreateUserCommand({ UserName: user.name, Path, Tags }));
  } catch (error) {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
    await checkOurs(options, user);
  }
};

const createKey = async ({ client }: IamKeysOptions, UserName: string): Promise<MintedKey> => {
  try {
    const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId: id, SecretAccessKey: secret } = AccessKey ?? {};
    if (id === undefined || secret === undefined)
      throw new OutOfService(`IAM answered without a key for the user ${UserName}`);
    return { id, secret };
  } catch (error) {
    if (!(error instanceof LimitExceededException)) throw error;
    const message = `the user ${UserName} has as many access keys as IAM allows (2); revoke one first`;
    throw new SluiceError({ class: 'customer', code: 'TooManyKeys', message }, { cause: error });
  }
};

const groupOf = ({ groups }: IamKeysOptions, { role }: KeyUser): string =>
  role === 'device' ? groups.devices : groups.users;

const deleteUser = async ({ client, groups }: IamKeysOptions, UserName: string): Promise<void> => {
  const list = await ifThere(() => client.send(new ListAccessKeysCommand({ UserName })));
  for (const { AccessKeyId } of list?.AccessKeyMetadata ?? [])
    await ifThere(() => client.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId })));
  for (const GroupName of [groups.devices, groups.users])
    await ifThere(() => client.send(new RemoveUserFromGroupCommand({ UserName, GroupName })));
  await ifThere(() => client.send(new DeleteUserCommand({ UserName })));
};

/**
 * Access keys by IAM: a user below a path for each device or user, in the group of its role. Each step may find what an earlier, broken off attempt left, and
 * goes on from there. Needs iam:CreateUser, GetUser, TagUser, AddUserToGroup, CreateAccessKey, ListAccessKeys, DeleteAccessKey,
 * RemoveUserFromGroup and DeleteUser below the path. See the KeyMint port.
 */
export const iamKeys = (options: IamKeysOptions): KeyMint => {
  const { client } = options;
  return {
    mint: (user) =>
      calling(`make a key of the user ${user.name}`, iamReactions, async () => {
        await createUser(options, user);
        const GroupName = groupOf(options, user);
        await client.send(new AddUserToGroupCommand({ UserName: user.name, GroupName }));
        return createKey(options, user.name);
      }),
    revoke: (AccessKeyId, UserName) =>
      calling(`revoke the key ${AccessKeyId}`, iamReactions, async () => {
        await ifThere(() => client.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId })));
      }),
    deleteUser: (name) => calling(`delete the user ${name}`, iamReactions, () => deleteUser(options, name)),
  };
};
