import { textAt } from './attributes.ts';
import { each, ruleOver, unless, type Rule } from './rule.ts';
import { allowing, conditionsOn, type Statement } from './statements.ts';

/**
 * A service acts for whoever asks it. What lets a service in must say for whose sake: for a resource of ours (SourceArn) in our account
 * (SourceAccount). Else somebody else's trail, topic or bucket makes the service reach into ours (AWS-FACTS 4.3, confused deputy).
 */
const operators: Readonly<Record<string, readonly string[]>> = {
  'aws:SourceAccount': ['StringEquals'],
  'aws:SourceArn': ['ArnEquals', 'ArnLike', 'StringEquals', 'StringLike'],
};

/** Where a service is not documented to send one of the two; an operator …IfExists then, so that it holds where it is sent. */
const softer: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Lambda is not documented to name the source wherever it takes a role; the account it always names.
  'lambda.amazonaws.com': { 'aws:SourceArn': 'ArnLikeIfExists' },
  // Beanstalk is documented to send an id of its own (sts:ExternalId), and neither of the two.
  'elasticbeanstalk.amazonaws.com': {
    'aws:SourceAccount': 'StringEqualsIfExists',
    'aws:SourceArn': 'ArnLikeIfExists',
  },
};

/** EC2 names no source: an instance has the role that whoever started it passed, and passing is a right of its own (policy/iam.ts). */
const namesNobody = ['ec2.amazonaws.com'];

const isBound = (statement: Statement, key: string, service: string): boolean =>
  conditionsOn(statement, key).some(
    ({ operator, values }) =>
      (operators[key]?.includes(operator) === true || softer[service]?.[key] === operator) &&
      values.length > 0 &&
      values.every((value) => value !== '' && !/^\*+$/.test(value)),
  );

const deputyFault = (statement: Statement): string | undefined => {
  for (const service of statement.principals.Service.filter((one) => !namesNobody.includes(one)))
    for (const key of Object.keys(operators))
      if (!isBound(statement, key, service))
        return `its statement ${statement.sid} lets ${service} in without ${key}`;
  return undefined;
};

/** What a service must send to use a key on its own account, beside the account itself. */
const byService: readonly { readonly service: RegExp; readonly key: string; readonly operator: string }[] = [
  { service: /^logs\./, key: 'kms:EncryptionContext:aws:logs:arn', operator: 'ArnLike' },
  { service: /./, key: 'aws:SourceAccount', operator: 'StringEquals' },
  // Not documented to tell KMS the account; the policy of the topic asks them for it strictly.
  { service: /^(cloudwatch|budgets)\./, key: 'aws:SourceAccount', operator: 'StringEqualsIfExists' },
];

const keyServiceFault = (statement: Statement): string | undefined => {
  const loose = statement.principals.Service.filter(
    (name) =>
      !byService.some(
        ({ service, key, operator }) =>
          service.test(name) &&
          conditionsOn(statement, key).some(
            (one) => one.operator === operator && one.values.every((value) => /\d{12}/.test(value)),
          ),
      ),
  );
  return unless(
    loose.length === 0,
    `its statement ${statement.sid} lets ${loose.join(', ')} use the key for anybody`,
  );
};

const usesData = ({ actions }: Statement): boolean =>
  actions.some((one) => /^kms:(Encrypt|Decrypt|ReEncrypt|GenerateDataKey|\*)/.test(one));

const keyUseFault = (statement: Statement): string | undefined => {
  if (statement.principals.AWS.length === 0 || !usesData(statement)) return undefined;
  const isStrict = (key: string, form: RegExp): boolean =>
    conditionsOn(statement, key).some(
      ({ operator, values }) =>
        operator === 'StringEquals' && values.length > 0 && values.every((value) => form.test(value)),
    );
  return (
    unless(
      isStrict('kms:ViaService', /^[a-z0-9-]+\.[a-z0-9-]+\.amazonaws\.com$/),
      `its statement ${statement.sid} lets whoever has the right use the key without a service`,
    ) ??
    unless(isStrict('kms:CallerAccount', /^\d{12}$/), `its statement ${statement.sid} is for every account`)
  );
};

/** The gateway sends no account, and the ARN of its API names it. */
const sendsNoAccount = ['apigateway.amazonaws.com'];

const conditions = 'add the conditions aws:SourceArn and aws:SourceAccount for the resource it is meant for';

export const deputies: readonly Rule[] = [
  ruleOver(
    'a role is taken for a resource of ours alone',
    allowing('trust'),
    deputyFault,
    `make the role with standards/service-role.ts, or ${conditions}`,
  ),
  ruleOver('a service acts on a resource for ours alone', allowing('resource'), deputyFault, conditions),
  ruleOver(
    'a service uses a key for our account alone',
    allowing('key'),
    keyServiceFault,
    'add StringEquals aws:SourceAccount, or list in policy/deputies.ts what the service sends instead',
  ),
  ruleOver(
    'a key is used through services alone',
    allowing('key'),
    keyUseFault,
    'add StringEquals kms:ViaService and kms:CallerAccount, as standards/encryption-key.ts does',
  ),
  each(
    'a function is called for a resource of ours alone',
    'aws_lambda_permission',
    ({ attributes }) =>
      unless(/[^*]/.test(textAt(attributes, 'source_arn')), 'it has no source_arn') ??
      unless(
        sendsNoAccount.includes(textAt(attributes, 'principal')) ||
          textAt(attributes, 'source_account') !== '',
        'it has no source_account',
      ),
    'set source_arn and source_account (the gateway alone sends no account)',
  ),
  ruleOver(
    'who signed in elsewhere is no one here',
    allowing('trust'),
    (statement) =>
      unless(
        statement.principals.Federated.length === 0 ||
          statement.conditions.some(
            ({ operator, key }) => operator === 'StringEquals' && key.endsWith(':aud'),
          ),
        `its statement ${statement.sid} takes identities of every pool`,
      ),
    'add StringEquals on the audience: the identity pool of this stack',
  ),
];
