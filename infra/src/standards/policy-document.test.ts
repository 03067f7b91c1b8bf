import { describe, expect, it } from 'vitest';
import { ImpossibleSetting } from '../errors.ts';
import { policyJson, sidOf, type Statement } from './policy-document.ts';

const read: Statement = { sid: 'Read', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] };

describe('policyJson', () => {
  it('renders a document', () => {
    const write = {
      ...read,
      sid: 'Write',
      principal: { service: 's3.amazonaws.com' },
      resources: ['a', 'b'],
    };
    expect(JSON.parse(policyJson([read, write]))).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::a/*' },
        {
          Sid: 'Write',
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: ['s3:GetObject'],
          Resource: ['a', 'b'],
        },
      ],
    });
  });

  it('takes the same statement twice as one', () => {
    expect(policyJson([read, { ...read }])).toBe(policyJson([read]));
  });

  const refused: readonly (readonly [string, readonly Statement[], RegExp])[] = [
    [
      'two of one sid',
      [read, { ...read, actions: ['s3:PutObject'] }],
      /two different statements have the sid Read/,
    ],
    ['every resource without a reason', [{ ...read, resources: ['*'] }], /say why none can be/],
    ['every action', [{ ...read, actions: ['*'] }], /allows every action/],
    ['no action', [{ ...read, actions: [] }], /no actions/],
    ['a sid with a blank', [{ ...read, sid: 'Read it' }], /letters and digits/],
    ['a hidden every', [{ sid: 'Read', actions: ['a:B'], everyResource: 'why' }], /must start with Any/],
  ];
  it.each(refused)('refuses %s', (_, statements, message) => {
    expect(() => policyJson(statements)).toThrow(ImpossibleSetting);
    expect(() => policyJson(statements)).toThrow(message);
  });
});

it('sidOf makes a sid of a verb and a part', () => {
  expect(sidOf('Read', 'near-line')).toBe('ReadNearLine');
});
