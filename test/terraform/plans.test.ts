import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, type Ended } from './command.ts';
import { startMoto, type Moto } from './moto.ts';
import { relaxed } from './relaxed.ts';
import { emptyZip, expiring, opening, readPolicy, smallStack, type Stack } from './small-stack.ts';
import { missing, Terraform } from './terraform.ts';

/** The plan guard on plans that Terraform made, one of each kind, of a stack that is there (on a moto server). */

const reason = await missing();
if (reason !== undefined) console.log(`skipped: no real plans, because ${reason}`);

const guardProgram = join(import.meta.dirname, '../../plan-guard/main.ts');

describe.skipIf(reason !== undefined)('the plan guard on real plans', { timeout: 300_000 }, () => {
  let moto: Moto;
  let folder: string;
  let terraform: Terraform;

  const write = (stack: Stack) => {
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(relaxed(stack).stack));
  };
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const guard = (...args: readonly string[]): Promise<Ended> =>
    run(process.execPath, [guardProgram, ...args], { cwd: folder });

  /** What the guard says of the plan from the applied stack to a changed one. */
  const judged = async (change: (stack: Stack) => void, ...args: readonly string[]): Promise<Ended> => {
    const stack = smallStack();
    change(stack);
    write(stack);
    // The state was read a moment ago, by the apply.
    return guard(file('plan.json', await terraform.planned('-refresh=false')), ...args);
  };

  /** A resource of the stack, to change its attributes. */
  const attributes = (stack: Stack, type: string, id: string): Record<string, unknown> => {
    const found = stack.resource[type]?.[id];
    if (found === undefined) throw new Error(`the stack has no ${type}.${id}`);
    return found;
  };
  const drop = (type: string, id: string) => (stack: Stack) => {
    const { [id]: dropped, ...others } = stack.resource[type] ?? {};
    if (dropped === undefined) throw new Error(`the stack has no ${type}.${id}`);
    stack.resource[type] = others;
  };

  beforeAll(async () => {
    moto = await startMoto();
    folder = mkdtempSync(join(tmpdir(), 'sluice-plans-'));
    terraform = new Terraform(folder, moto.url);
    writeFileSync(join(folder, 'empty.zip'), emptyZip);
    write(smallStack());
    await terraform.init();
    const first = await guard(file('first.json', await terraform.planned()));
    expect(first.text).toContain('nothing is refused');
    await terraform.do('apply', '-auto-approve', 'plan.out');
  }, 300_000);

  afterAll(async () => {
    await moto.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('passes a plan without changes', async () => {
    const { code, text } = await judged(() => undefined);
    expect(text).toBe('0 created, 0 changed, 0 destroyed, 0 replaced, 0 moved\n\nnothing is refused\n');
    expect(code).toBe(0);
  });

  it('passes new resources, and more shards', async () => {
    const { code, text } = await judged((stack) => {
      stack.resource['aws_sqs_queue'] = { notices_queue: { name: 'sluice-dev-notices' } };
      attributes(stack, 'aws_kinesis_stream', 'raw_stream')['shard_count'] = 2;
    });
    expect(text).toContain('1 created, 1 changed, 0 destroyed');
    expect(text).toContain('~ aws_kinesis_stream.raw_stream: shard_count 1 → 2');
    expect(code).toBe(0);
  });

  it('passes a move, and tells it', async () => {
    const { code, text } = await judged((stack) => {
      const buckets = stack.resource['aws_s3_bucket'] ?? {};
      stack.resource['aws_s3_bucket'] = { 'archive_raw-bucket': buckets['archive_bucket'] ?? {} };
      stack['moved'] = [{ from: 'aws_s3_bucket.archive_bucket', to: 'aws_s3_bucket.archive_raw-bucket' }];
      const moved = JSON.stringify(stack.resource).replaceAll(
        'aws_s3_bucket.archive_bucket',
        'aws_s3_bucket.archive_raw-bucket',
      );
      stack.resource = JSON.parse(moved) as Stack['resource'];
    });
    expect(text).toContain('0 created, 0 changed, 0 destroyed, 0 replaced, 1 moved');
    expect(text).toContain('> aws_s3_bucket.archive_raw-bucket (was aws_s3_bucket.archive_bucket)');
    expect(code).toBe(0);
  });

  it('refuses to replace a stream, with what forces it', async () => {
    const { code, text } = await judged((stack) => {
      attributes(stack, 'aws_kinesis_stream', 'raw_stream')['name'] = 'sluice-dev-raw-2';
    });
    expect(text).toContain('because name cannot be changed in place');
    expect(code).toBe(1);
  });

  it('refuses to destroy a table, whatever the labels', async () => {
    const change = drop('aws_dynamodb_table', 'near-line_late');
    const { code, text } = await judged(change, '--labels', 'widen-access,shorten-retention');
    expect(text).toContain('aws_dynamodb_table.near-line_late: is destroyed');
    expect(code).toBe(1);
  });

  it('refuses a destroy of everything, and names each', async () => {
    write(smallStack());
    const { code, text } = await guard(
      file('plan.json', await terraform.planned('-destroy', '-refresh=false')),
    );
    for (const type of [
      'aws_kinesis_stream',
      'aws_dynamodb_table',
      'aws_s3_bucket',
      'aws_kms_key',
      'aws_cognito_user_pool',
    ])
      expect(text).toMatch(new RegExp(`^ {2}${type}\\..*is destroyed`, 'm'));
    expect(code).toBe(1);
  });

  it('refuses to forget a bucket, and passes it with the label', async () => {
    const forget = (stack: Stack) => {
      delete stack.resource['aws_kms_key'];
      stack['removed'] = [{ from: 'aws_kms_key.keys_events', lifecycle: { destroy: false } }];
    };
    expect((await judged(forget)).text).toContain('leaves the state');
    expect((await judged(forget, '--labels', 'forget-resource')).code).toBe(0);
  });

  it('drops a week past the retention with balanced books alone', async () => {
    const change = drop('aws_dynamodb_table', 'near-line_2025-w10');
    const without = await judged(change);
    expect(without.text).toContain('no books file was handed in');
    expect(without.code).toBe(1);
    const hour = { tenant: 'acme', hour: '2025-03-03T10' };
    const books = (stored: number) =>
      file(
        'books.json',
        JSON.stringify({
          environment: 'dev',
          takenAt: new Date(Date.now() - 60_000).toISOString(),
          balanced: stored === 5,
          hours: [{ ...hour, accepted: 5, stored, rejected: 0, duplicate: 0, corrected: 0, inFlight: 0 }],
          tables: [{ table: '2025-w10', sealed: true, hours: [hour] }],
        }),
      );
    expect((await judged(change, '--books', books(4))).text).toContain('a gap of 1 events');
    const allowed = await judged(change, '--books', books(5));
    expect(allowed.text).toContain('nothing is refused');
    expect(allowed.code).toBe(0);
  });

  // One plan for each label: a plan takes Terraform seconds.
  const asking: readonly [string, string, (stack: Stack) => void][] = [
    [
      'widen-access',
      'new action: s3:putobject',
      (stack) => {
        attributes(stack, 'aws_iam_role_policy', 'store_policy')['policy'] = readPolicy([
          's3:GetObject',
          's3:PutObject',
        ]);
      },
    ],
    [
      'widen-access',
      'known only after the apply',
      (stack) => {
        stack.resource['aws_s3_bucket'] = {
          ...stack.resource['aws_s3_bucket'],
          other_bucket: { bucket_prefix: 'x' },
        };
        const policy = readPolicy(['s3:GetObject'], '${aws_s3_bucket.other_bucket.arn}/*');
        const hidden = { name: 'hidden', role: '${aws_iam_role.store_role.name}', policy };
        stack.resource['aws_iam_role_policy'] = { ...stack.resource['aws_iam_role_policy'], hidden };
      },
    ],
    [
      'widen-access',
      'new: allow s3:deleteobject',
      (stack) => {
        const policy = {
          name: 'more',
          role: '${aws_iam_role.store_role.name}',
          policy: readPolicy(['s3:DeleteObject']),
        };
        stack.resource['aws_iam_role_policy'] = { ...stack.resource['aws_iam_role_policy'], more: policy };
      },
    ],
    [
      'widen-access',
      'opens ingress tcp 443 from 10.0.0.0/8',
      (stack) => {
        attributes(stack, 'aws_security_group', 'network_group')['ingress'] = [opening('10.0.0.0/8')];
      },
    ],
    [
      'shorten-retention',
      'retention_period falls from 168 to 24 hours',
      (stack) => {
        attributes(stack, 'aws_kinesis_stream', 'raw_stream')['retention_period'] = 24;
      },
    ],
    [
      'shorten-retention',
      'logs are kept 7 days, before 90 days',
      (stack) => {
        attributes(stack, 'aws_cloudwatch_log_group', 'store_logs')['retention_in_days'] = 7;
      },
    ],
    [
      'shorten-retention',
      'objects below raw/ expire after 30 days; before after 400',
      (stack) => {
        Object.assign(
          attributes(stack, 'aws_s3_bucket_lifecycle_configuration', 'archive_lifecycle'),
          expiring(30),
        );
      },
    ],
    [
      'shorten-retention',
      'point in time recovery is turned off',
      (stack) => {
        attributes(stack, 'aws_dynamodb_table', 'near-line_late')['point_in_time_recovery'] = {
          enabled: false,
        };
      },
    ],
    [
      'shorten-retention',
      'RETENTION_WEEKS falls from 8 to 4',
      (stack) => {
        attributes(stack, 'aws_lambda_function', 'store_function')['environment'] = {
          variables: { RETENTION_WEEKS: '4' },
        };
      },
    ],
  ];

  it.each(['widen-access', 'shorten-retention'])('asks for the label %s', async (label) => {
    const asked = asking.filter(([one]) => one === label);
    const refused = await judged((stack) => asked.forEach(([, , change]) => change(stack)));
    for (const [, why] of asked) expect(refused.text).toContain(why);
    expect(refused.text).toContain(`refused (${asked.length}):`);
    expect(refused.code).toBe(1);
    const allowed = await guard(join(folder, 'plan.json'), '--labels', `reviewed,${label}`);
    expect(allowed.text).toContain(`allowed by label (${asked.length}):`);
    expect(allowed.code).toBe(0);
  });

  it('passes a narrower policy, a narrower group and a longer retention', async () => {
    const { code, text } = await judged((stack) => {
      attributes(stack, 'aws_iam_role_policy', 'store_policy')['policy'] = readPolicy(
        ['s3:GetObject'],
        'arn:aws:s3:::sluice-dev-archive/raw/*',
      );
      attributes(stack, 'aws_security_group', 'network_group')['ingress'] = [opening('10.0.8.0/24')];
      attributes(stack, 'aws_kinesis_stream', 'raw_stream')['retention_period'] = 336;
    });
    expect(text).toContain('0 created, 3 changed');
    expect(text).toContain('nothing is refused');
    expect(code).toBe(0);
  });

  it('refuses a consumer without a failure destination, whatever the label', async () => {
    const { code, text } = await judged(
      (stack) => {
        delete attributes(stack, 'aws_lambda_event_source_mapping', 'store_mapping')['destination_config'];
      },
      '--labels',
      'widen-access,lower-protection',
    );
    expect(text).toContain('a stream consumer has no failure destination');
    expect(code).toBe(1);
  });

  it('tells a file that is no plan, with exit code 2', async () => {
    for (const [name, text] of [
      ['plan.out', 'binary plan'],
      ['terraform.tfstate', 'no format_version'],
      ['cdk.tf.json', 'no format_version'],
      ['absent.json', 'cannot be read'],
    ]) {
      const ended = await guard(join(folder, name ?? ''));
      expect(ended.text).toContain(text);
      expect(ended.code).toBe(2);
    }
    expect((await guard('--lables', 'x')).code).toBe(2);
  });
});
