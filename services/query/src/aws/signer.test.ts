import { gatewayHeaders } from '@sluice/core/layout';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { aKey, anId, aTenant } from '@sluice/testing/factories/directory';
import { describe, expect, it } from 'vitest';
import { signerFinder } from './signer.ts';

const arns = {
  userArnPrefix: 'arn:aws:iam::123456789012:user/sluice/dev/',
  signedInArnPrefix: 'arn:aws:sts::123456789012:assumed-role/sluice-dev-signed-in/',
};

const world = async (tenants: number) => {
  const directory = memoryDirectory();
  const made = Array.from({ length: tenants }, () => aTenant());
  for (const tenant of made) await directory.createTenant(tenant);
  let asked = 0;
  const keys: typeof directory.keys = (tenant, device) => {
    asked += 1;
    return directory.keys(tenant, device);
  };
  const find = signerFinder({ ...directory, keys }, arns);
  const add = async (at: number, id?: string) => {
    const key = aKey({
      tenant: made[at]?.id ?? aTenant().id,
      device: anId(),
      ...(id === undefined ? {} : { id }),
    });
    await directory.addKey(key, 2);
    return key;
  };
  const ofUser = (user: string) => find({ [gatewayHeaders.user]: `${arns.userArnPrefix}${user}` });
  return { directory, find, add, ofUser, asked: () => asked };
};

describe('signerFinder', () => {
  it('finds the key of an IAM user in any tenant, and then remembers which', async () => {
    const { add, ofUser, asked } = await world(40);
    const key = await add(37);
    expect(await ofUser(key.device)).toEqual(key);
    expect(asked()).toBe(40);
    expect(await ofUser(key.device)).toEqual(key);
    expect(asked()).toBe(41);
  });

  it('asks for the tenant alone that the path of the user names', async () => {
    const { directory, add, ofUser, asked } = await world(40);
    const key = await add(37);
    expect(await ofUser(`${key.tenant}/${key.device}`)).toEqual(key);
    expect(asked()).toBe(1);
    const [other] = await directory.tenants();
    expect(await ofUser(`${other?.id ?? ''}/${key.device}`)).toBeUndefined();
    expect(asked()).toBe(2);
    for (const path of [
      `nobody/${key.device}`,
      `${key.tenant}/`,
      `a/${key.tenant}/${key.device}`,
      `/${key.device}`,
    ])
      expect(await ofUser(path), path).toBeUndefined();
    expect(asked()).toBe(2);
  });

  it('knows a user no more whose keys were revoked', async () => {
    const { directory, add, ofUser } = await world(2);
    const key = await add(1);
    expect(await ofUser(key.device)).toEqual(key);
    await directory.revokeKey(key.id);
    expect(await ofUser(key.device)).toBeUndefined();
  });

  it('takes the identity of the role of signed-in users alone', async () => {
    const { add, find } = await world(1);
    const key = await add(0, 'us-east-1:0d7c5a5e-1111-4222-8333-444455556666');
    const identity = { [gatewayHeaders.identity]: key.id };
    const arn = `${arns.signedInArnPrefix}CognitoIdentityCredentials`;
    expect(await find({ ...identity, [gatewayHeaders.user]: arn })).toEqual(key);
    for (const other of ['', `${arns.userArnPrefix}someone`, arn.replace('signed-in', 'other'), `x${arn}`])
      expect(await find({ ...identity, [gatewayHeaders.user]: other })).toBeUndefined();
    expect(await find(identity)).toBeUndefined();
  });

  it('finds nobody for a name that no user can have', async () => {
    const { ofUser, asked } = await world(1);
    for (const name of ['', 'a/b', 'a b', 'x'.repeat(65), 'é'])
      expect(await ofUser(name), name).toBeUndefined();
    expect(asked()).toBe(0);
  });
});
