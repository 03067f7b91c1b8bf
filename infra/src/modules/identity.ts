import { CognitoIdentityPool } from '@cdktf/provider-aws/lib/cognito-identity-pool/index.js';
import { CognitoIdentityPoolRolesAttachment } from '@cdktf/provider-aws/lib/cognito-identity-pool-roles-attachment/index.js';
import { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool/index.js';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client/index.js';
import { IamGroup } from '@cdktf/provider-aws/lib/iam-group/index.js';
import { IamGroupPolicy } from '@cdktf/provider-aws/lib/iam-group-policy/index.js';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { iamUserPath } from '@sluice/core/layout';
import { Construct } from 'constructs';
import { iamArn, nameOf, type Deployment } from '../standards/deployment.ts';
import { policyJson, type Statement } from '../standards/policy-document.ts';

/** A group of IAM users that are keys of ours. */
export interface Group {
  readonly name: string;
  /** The name as a reference: whatever is given it is made after the group. */
  readonly reference: string;
  readonly arn: string;
}

interface UserPool {
  readonly pool: CognitoUserPool;
  readonly client: CognitoUserPoolClient;
}

/**
 * Who may call the front door: users by Cognito, devices and keys as IAM users below a path. Which tenant somebody is of, and what a role of ours may do
 * there, is not decided here but by the directory, in the functions.
 */
export class Identity extends Construct {
  readonly devices: Group;
  readonly users: Group;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly identityPoolId: string;
  /** What the ARN of a key's IAM user begins with, and that of a session of who signed in by the pool. */
  readonly userArnPrefix: string;
  readonly signedInArnPrefix: string;
  readonly #deployment: Deployment;
  readonly #role: IamRole;

  constructor(scope: Construct, id: string, deployment: Deployment) {
    super(scope, id);
    this.#deployment = deployment;
    this.userArnPrefix = iamArn(deployment, `user${iamUserPath(deployment.environment)}`);
    this.signedInArnPrefix = `arn:aws:sts::${deployment.account}:assumed-role/${nameOf(deployment, 'signed-in')}/`;
    this.devices = this.#group('devices');
    this.users = this.#group('users');
    const users = this.#userPool();
    const identities = this.#identityPool(users);
    this.userPoolId = users.pool.id;
    this.clientId = users.client.id;
    this.identityPoolId = identities.id;
    this.#role = this.#signedIn(identities);
  }

  /** What each may call; the front door's statements, because its id is in their ARNs. */
  permit(calls: { readonly devices: Statement; readonly users: Statement }): void {
    const ofUsers = policyJson([calls.users]);
    new IamRolePolicy(this, 'signed-in-calls', { name: 'calls', role: this.#role.name, policy: ofUsers });
    const policy = policyJson([calls.devices]);
    new IamGroupPolicy(this, 'devices-calls', { name: 'calls', group: this.devices.reference, policy });
    const both = policyJson([calls.devices, calls.users]);
    new IamGroupPolicy(this, 'users-calls', { name: 'calls', group: this.users.reference, policy: both });
  }

  #group(part: string): Group {
    const path = iamUserPath(this.#deployment.environment);
    const name = nameOf(this.#deployment, part);
    const { name: reference } = new IamGroup(this, part, { name, path });
    return { name, reference, arn: iamArn(this.#deployment, `group${path}${name}`) };
  }

  #userPool(): UserPool {
    const name = nameOf(this.#deployment, 'users');
    const pool = new CognitoUserPool(this, 'user-pool', {
      name,
      deletionProtection: 'ACTIVE',
      usernameAttributes: ['email'],
      autoVerifiedAttributes: ['email'],
      usernameConfiguration: { caseSensitive: false },
      // An administrator of a tenant invites; nobody signs up by himself.
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      accountRecoverySetting: { recoveryMechanism: [{ name: 'verified_email', priority: 1 }] },
      mfaConfiguration: 'OPTIONAL',
      softwareTokenMfaConfiguration: { enabled: true },
      passwordPolicy,
      lifecycle: { preventDestroy: true },
    });
    const client = new CognitoUserPoolClient(this, 'user-pool-client', {
      name,
      userPoolId: pool.id,
      generateSecret: false, // a web page and a command line keep no secret
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      ...validity,
    });
    return { pool, client };
  }

  #identityPool({ pool, client }: UserPool): CognitoIdentityPool {
    return new CognitoIdentityPool(this, 'identity-pool', {
      identityPoolName: nameOf(this.#deployment, 'users'),
      allowUnauthenticatedIdentities: false,
      allowClassicFlow: false,
      cognitoIdentityProviders: [
        { clientId: client.id, providerName: pool.endpoint, serverSideTokenCheck: true },
      ],
      lifecycle: { preventDestroy: true },
    });
  }

  #signedIn(pool: CognitoIdentityPool): IamRole {
    const role = new IamRole(this, 'signed-in', {
      name: nameOf(this.#deployment, 'signed-in'),
      description: 'A user who signed in by the user pool',
      assumeRolePolicy: policyJson([trustOf(pool)]),
    });
    new CognitoIdentityPoolRolesAttachment(this, 'roles', {
      identityPoolId: pool.id,
      roles: { authenticated: role.arn },
    });
    return role;
  }
}

const passwordPolicy = {
  minimumLength: 14,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: false, // length does more
  temporaryPasswordValidityDays: 3,
};

const validity = {
  accessTokenValidity: 60,
  idTokenValidity: 60,
  refreshTokenValidity: 30,
  tokenValidityUnits: [{ accessToken: 'minutes', idToken: 'minutes', refreshToken: 'days' }],
};

const trustOf = (pool: CognitoIdentityPool): Statement => ({
  sid: 'SignedIn',
  principal: { federated: 'cognito-identity.amazonaws.com' },
  actions: ['sts:AssumeRoleWithWebIdentity'],
  conditions: {
    StringEquals: { 'cognito-identity.amazonaws.com:aud': pool.id },
    'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
  },
});
