import {
  CreateGroupCommand,
  CreateUserCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListGroupsForUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aTenantId, anId } from '@sluice/testing/factories/directory';
import { clientSettings } from '../clients/index.ts';
import { onEmulator } from '../testing/clients.ts';
import { startMoto } from '../testing/moto.ts';
import {
  answer,
  faults,
  formOf,
  RewritingHandler,
  type Fault,
  type Rewrite,
} from '../testing/service-faults.ts';
import { iamKeys } from './index.ts';

const where = { path: '/sluice/dev/', groups: { devices: 'sluice-dev-devices', users: 'sluice-dev-users' } };
const moto = await startMoto('keys of IAM');
const settings = { ...clientSettings(), ...onEmulator(moto?.port ?? 1) };
afterAll(async () => {
  settings.requestHandler.destroy();
  await moto?.close();
});
const client = new IAMClient(settings);

const aUser = () => ({ name: anId(), tenant: aTenantId(), device: anId(), role: 'device' as const });
const keysOf = async (UserName: string) =>
  (await client.send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata?.map(
    (key) => key.AccessKeyId,
  );
const underFaults = (faultOf: (call: number) => Fault | undefined) => {
  const requestHandler = new RewritingHandler(faults('query', faultOf));
  return {
    keys: iamKeys({ client: new IAMClient({ ...settings, requestHandler }), ...where }),
    requestHandler,
  };
};

describe.skipIf(moto === undefined)('keys of IAM, on moto', () => {
  const keys = iamKeys({ client, ...where });
  beforeAll(async () => {
    for (const GroupName of Object.values(where.groups))
      await client.send(new CreateGroupCommand({ GroupName }));
  });

  it('are made with their user: below the path, tagged, in the group', async () => {
    const user = aUser();
    const { id, secret } = await keys.mint(user);
    expect(await keysOf(user.name)).toEqual([id]);
    expect(secret.length).toBeGreaterThan(30);
    const { User } = await client.send(new GetUserCommand({ UserName: user.name }));
    expect(User?.Path).toBe(`${where.path}${user.tenant}/`);
    expect(User?.Tags).toEqual(
      expect.arrayContaining([
        { Key: 'tenant', Value: user.tenant },
        { Key: 'device', Value: user.device },
      ]),
    );
    const { Groups } = await client.send(new ListGroupsForUserCommand({ UserName: user.name }));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual([where.groups.devices]);
  });

  it('of users are in the group of users, and leave it when they are deleted', async () => {
    const user = { ...aUser(), role: 'admin' as const };
    await keys.mint(user);
    const { Groups } = await client.send(new ListGroupsForUserCommand({ UserName: user.name }));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual([where.groups.users]);
    await keys.deleteUser(user.name);
    await expect(keysOf(user.name)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('are two for a user, no more, until one is revoked', async () => {
    const user = aUser();
    const [first, second] = [await keys.mint(user), await keys.mint(user)];
    await expect(keys.mint(user)).rejects.toMatchObject({ class: 'customer', code: 'TooManyKeys' });
    await keys.revoke(first.id, user.name);
    await keys.revoke(first.id, user.name);
    const third = await keys.mint(user);
    expect(new Set(await keysOf(user.name))).toEqual(new Set([second.id, third.id]));
  });

  it('end with their user, who may be made again', async () => {
    const user = aUser();
    await keys.mint(user);
    await keys.mint(user);
    await keys.deleteUser(user.name);
    await keys.deleteUser(user.name);
    await expect(keysOf(user.name)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await keys.mint(user);
  });

  it('are made for a user who was made before the path had tenants', async () => {
    const user = aUser();
    const Tags = [
      { Key: 'tenant', Value: user.tenant },
      { Key: 'device', Value: user.device },
    ];
    await client.send(new CreateUserCommand({ UserName: user.name, Path: where.path, Tags }));
    const { id } = await keys.mint(user);
    expect(await keysOf(user.name)).toEqual([id]);
    await keys.deleteUser(user.name);
  });

  it('are never made for a user of another tenant, or of somebody else', async () => {
    const user = aUser();
    await keys.mint(user);
    const theirs = { code: 'NotOurUser', class: 'ours' };
    await expect(keys.mint({ ...user, tenant: aTenantId() })).rejects.toMatchObject(theirs);
    await expect(keys.mint({ ...user, device: 'other' })).rejects.toMatchObject(theirs);
    const person = aUser();
    await client.send(new CreateUserCommand({ UserName: person.name }));
    await expect(keys.mint(person)).rejects.toMatchObject(theirs);
    expect(await keysOf(person.name)).toEqual([]);
  });

  it('go on from where an earlier attempt broke off, at any call', async () => {
    for (let broken = 0; broken < 3; broken += 1) {
      const user = aUser();
      const { keys: fragile } = underFaults((call) =>
        call === broken ? { name: 'AccessDenied' } : undefined,
      );
      await expect(fragile.mint(user)).rejects.toMatchObject({ code: 'ServiceUnavailable' });
      await keys.mint(user);
      expect(await keysOf(user.name)).toHaveLength(1);
    }
    for (let broken = 0; broken < 5; broken += 1) {
      const user = aUser();
      await keys.mint(user);
      await keys.mint(user);
      const { keys: fragile } = underFaults((call) =>
        call === broken ? { name: 'AccessDenied' } : undefined,
      );
      await expect(fragile.deleteUser(user.name)).rejects.toMatchObject({ code: 'ServiceUnavailable' });
      await keys.deleteUser(user.name);
      await expect(keysOf(user.name)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    }
  });

  it('are made when IAM throttles in between', async () => {
    const { keys: slow } = underFaults((call) =>
      call % 2 === 0 ? { name: 'ServiceFailure', status: 500 } : undefined,
    );
    const user = aUser();
    const { id } = await slow.mint(user);
    expect(await keysOf(user.name)).toEqual([id]);
  });
});

/** IAM that answers each action with a fixed body. */
const iamAnswering =
  (bodies: Readonly<Record<string, string>>): Rewrite =>
  async (request) => {
    const action = formOf(request).get('Action') ?? '';
    const inner = `<${action}Result>${bodies[action] ?? ''}</${action}Result>`;
    return answer(200, `<${action}Response>${inner}</${action}Response>`, 'text/xml');
  };
const keysOn = (rewrite: Rewrite) => {
  const requestHandler = new RewritingHandler(rewrite);
  return iamKeys({ client: new IAMClient({ ...settings, requestHandler }), ...where });
};

describe('keys of IAM, answers made up', () => {
  const key =
    '<AccessKey><AccessKeyId>KEYID</AccessKeyId><SecretAccessKey>hush</SecretAccessKey></AccessKey>';

  it('a key is id and secret', async () => {
    expect(await keysOn(iamAnswering({ CreateAccessKey: key })).mint(aUser())).toEqual({
      id: 'KEYID',
      secret: 'hush',
    });
  });

  it('an answer without a key is none', async () => {
    await expect(keysOn(iamAnswering({})).mint(aUser())).rejects.toMatchObject({ class: 'retryable' });
  });

  it.each([
    ['Throttling', 400, 'retryable', 'ServiceUnavailable'],
    ['ServiceFailure', 500, 'retryable', 'ServiceUnavailable'],
    ['AccessDenied', 403, 'retryable', 'ServiceUnavailable'],
    ['LimitExceeded', 409, 'retryable', 'ServiceUnavailable'],
    ['ValidationError', 400, 'ours', 'ValidationError'],
  ])('%s while the user is made is %s', async (name, status, ofClass, code) => {
    const keys = keysOn(faults('query', () => ({ name, status })));
    await expect(keys.mint(aUser())).rejects.toMatchObject({ class: ofClass, code });
  });

  it('what is gone already is no error', async () => {
    const keys = keysOn(faults('query', () => ({ name: 'NoSuchEntity', status: 404 })));
    await keys.revoke('KEYID', 'nobody');
    await keys.deleteUser('nobody');
  });
});
