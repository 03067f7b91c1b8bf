import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coversPattern } from './covers.ts';
import { readDocument, type Document } from './document.ts';
import { documentDiff } from './text.ts';
import { openStatements, widenings } from './widening.ts';

const document = (...statements: readonly object[]): Document => {
  const read = readDocument(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  if (read === undefined) throw new Error('no document');
  return read;
};
const read = {
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: 'arn:aws:s3:::b/*',
  Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
};
const deny = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

describe('what widens a policy', () => {
  it.each<[string, readonly object[], readonly object[], string]>([
    [
      'a new action',
      [read],
      [{ ...read, Action: ['s3:GetObject', 's3:DeleteObject'] }],
      'new action: s3:deleteobject',
    ],
    ['a star for an action', [read], [{ ...read, Action: 's3:*' }], 'new action: s3:*'],
    [
      'a new resource',
      [read],
      [{ ...read, Resource: ['arn:aws:s3:::b/*', 'arn:aws:s3:::c/*'] }],
      'new resource',
    ],
    ['a shorter prefix', [read], [{ ...read, Resource: 'arn:aws:s3:::*' }], 'new resource'],
    ['a condition that is gone', [read], [{ ...read, Condition: {} }], 'condition removed or loosened'],
    [
      'a value more in a condition',
      [read],
      [{ ...read, Condition: { StringEquals: { 'aws:SourceAccount': ['123456789012', '999999999999'] } } }],
      'loosened',
    ],
    [
      'IfExists',
      [read],
      [{ ...read, Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' } } }],
      'loosened',
    ],
    [
      'a wider principal',
      [{ ...read, Principal: { AWS: '123456789012' } }],
      [{ ...read, Principal: '*' }],
      'wider principal: *',
    ],
    [
      'NotAction for Action',
      [read],
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:aws:s3:::b/*', Condition: read.Condition }],
      'new action: all but iam:*',
    ],
    ['a Deny that is gone', [read, deny], [read], 'no longer denied'],
    ['a Deny of less', [deny], [{ ...deny, Action: 's3:Get*' }], 'no longer denied'],
    [
      'a Deny under one more condition',
      [deny],
      [{ ...deny, Condition: { ...deny.Condition, StringEquals: { 'aws:PrincipalTag/x': 'y' } } }],
      'no longer denied',
    ],
    [
      'a new statement',
      [read],
      [read, { Effect: 'Allow', Action: 'kms:Decrypt', Resource: 'k' }],
      'new: allow kms:decrypt on k',
    ],
  ])('%s', (_, before, after, message) => {
    expect(widenings(document(...before), document(...after))).toEqual(
      expect.arrayContaining([expect.stringContaining(message)]),
    );
  });

  it('an older version, in which variables are text', () => {
    const text = JSON.stringify({ Version: '2008-10-17', Statement: [deny] });
    expect(widenings(document(deny), readDocument(text) ?? document())).toHaveLength(1);
  });
});

describe('what does not', () => {
  it.each<[string, readonly object[], readonly object[]]>([
    [
      'the same in another order',
      [read, deny],
      [deny, { ...read, Action: ['s3:ListBucket', 's3:GetObject'] }],
    ],
    ['other case of actions', [read], [{ ...read, Action: ['S3:getobject'] }]],
    ['an action less', [read], [{ ...read, Action: 's3:GetObject' }]],
    [
      'an action within a star',
      [{ ...read, Action: 's3:Get*' }],
      [{ ...read, Action: 's3:GetObjectTagging' }],
    ],
    ['a longer prefix', [read], [{ ...read, Resource: 'arn:aws:s3:::b/raw/*' }]],
    [
      'one more condition',
      [read],
      [{ ...read, Condition: { ...read.Condition, Bool: { 'aws:SecureTransport': 'true' } } }],
    ],
    [
      'a statement cut in two',
      [read],
      [
        { ...read, Action: 's3:GetObject' },
        { ...read, Action: 's3:ListBucket' },
      ],
    ],
    ['a Sid', [read], [{ ...read, Sid: 'Read' }]],
    ['one more Deny', [read], [read, deny]],
    [
      'an account written as its root',
      [{ ...read, Principal: { AWS: '123456789012' } }],
      [{ ...read, Principal: { AWS: ['arn:aws:iam::123456789012:root'] } }],
    ],
    [
      'more left out of NotAction',
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
      [{ Effect: 'Allow', NotAction: ['iam:*', 's3:*'], Resource: '*' }],
    ],
  ])('%s', (_, before, after) => {
    expect(widenings(document(...before), document(...after))).toEqual([]);
  });
});

describe('patterns', () => {
  const pattern = fc.stringMatching(/^[ab*?]{0,6}$/);
  const toRegExp = (text: string) => new RegExp(`^${text.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  const texts = fc.stringMatching(/^[abc]{0,7}$/);

  it('never cover what they do not match', () => {
    fc.assert(
      fc.property(
        pattern,
        pattern,
        fc.array(texts, { minLength: 20, maxLength: 20 }),
        (outer, inner, some) => {
          if (!coversPattern(outer, inner)) return true;
          return some.every((text) => !toRegExp(inner).test(text) || toRegExp(outer).test(text));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('cover exactly the texts that they match', () => {
    fc.assert(
      fc.property(pattern, texts, (outer, text) => coversPattern(outer, text) === toRegExp(outer).test(text)),
    );
  });

  it('take an escaped star for a character', () => {
    expect(coversPattern('a${*}', 'ab')).toBe(false);
    expect(coversPattern('a*', 'a${*}')).toBe(true);
  });
});

describe('a policy in words', () => {
  it('shows what was added to a statement and taken from it', () => {
    const after = { ...read, Action: ['s3:GetObject', 's3:PutObject'], Condition: {} };
    expect(documentDiff(document(read), document({ ...read, Action: after.Action }))).toEqual([
      '  ~ allow s3:getobject, s3:listbucket on arn:aws:s3:::b/*',
      '    + action s3:putobject',
      '    - action s3:listbucket',
    ]);
    expect(documentDiff(document(read), document(after, deny))).toEqual([
      expect.stringMatching(
        /^ {2}- allow s3:getobject, s3:listbucket on .* when StringEquals aws:sourceaccount 123456789012$/,
      ),
      '  + allow s3:getobject, s3:putobject on arn:aws:s3:::b/*',
      '  + deny * s3:* on * when Bool aws:securetransport false',
    ]);
    expect(documentDiff(document(read), document(read))).toEqual([]);
  });

  it('names what is open to all', () => {
    const open = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
    expect(openStatements(document(open))).toHaveLength(1);
    expect(openStatements(document(read, deny))).toEqual([]);
    expect(openStatements(document({ Effect: 'Allow', Action: '*', Resource: '*' }))).toHaveLength(1);
  });
});
