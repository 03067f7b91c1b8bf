import {
  CreateApplicationCommand,
  EMRServerlessClient,
  GetJobRunCommand,
  StartApplicationCommand,
} from '@aws-sdk/client-emr-serverless';
import { afterAll, describe, expect, it } from 'vitest';
import { clientSettings } from '../clients/index.ts';
import { onEmulator } from '../testing/clients.ts';
import { startMoto } from '../testing/moto.ts';
import { answer, RewritingHandler } from '../testing/service-faults.ts';
import { emrJobs } from './index.ts';
import { jobPolicy } from './job-policy.ts';

const moto = await startMoto('jobs on EMR Serverless');
const settings = { ...clientSettings({ answerMs: 30_000 }), ...onEmulator(moto?.port ?? 1) };
afterAll(async () => {
  settings.requestHandler.destroy();
  await moto?.close();
});

const places = {
  archive: 'sluice-staging-archive-111122223333',
  lake: 'sluice-staging-lake-111122223333',
  key: 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000',
};
const options = {
  role: 'arn:aws:iam::123456789012:role/sluice-staging-etl-job',
  runner: 's3://lake/jobs/run_plan.py',
  places,
  minutes: 120,
};
const job = {
  token: '01JR0000000000000000000000',
  plan: 's3://lake/lake/v1/runs/01JR0000000000000000000000/plan.json',
  result: 's3://lake/lake/v1/runs/01JR0000000000000000000000/result.json',
};

describe.skipIf(moto === undefined)('on moto', () => {
  it('a job is started with its token, its rights and its time, and asked for', async () => {
    const client = new EMRServerlessClient(settings);
    const { applicationId = '' } = await client.send(
      new CreateApplicationCommand({
        name: 'etl',
        releaseLabel: 'emr-7.5.0',
        type: 'SPARK',
        clientToken: 'a',
      }),
    );
    await client.send(new StartApplicationCommand({ applicationId }));
    const jobs = emrJobs({ ...options, client, applicationId });
    const id = await jobs.start(job);
    const { jobRun } = await client.send(new GetJobRunCommand({ applicationId, jobRunId: id }));
    expect(jobRun).toMatchObject({
      name: `sluice-etl-${job.token}`,
      jobDriver: { sparkSubmit: { entryPoint: options.runner, entryPointArguments: [job.plan, job.result] } },
    });
    expect(['running', 'succeeded']).toContain((await jobs.stateOf(id)).state);
    expect(await jobs.stateOf('00f0000000000000')).toEqual({
      state: 'failed',
      reason: 'EMR Serverless does not know it (any more)',
    });
  });
});

const answering = (status: number, body: string, asked: unknown[] = []) =>
  emrJobs({
    ...options,
    applicationId: 'a',
    client: new EMRServerlessClient({
      ...settings,
      maxAttempts: 1,
      requestHandler: new RewritingHandler((request) => {
        const sent: unknown = request.body;
        asked.push(sent instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(sent)) : sent);
        return Promise.resolve(answer(status, body, 'application/json'));
      }),
    }),
  });

it('the token is the run, so that a start that is sent again starts nothing', async () => {
  const asked: unknown[] = [];
  const id = await answering(200, '{"applicationId":"a","jobRunId":"j","arn":"x"}', asked).start(job);
  expect(id).toBe('j');
  expect(asked).toMatchObject([{ clientToken: job.token, executionTimeoutMinutes: 120 }]);
});

it.each([
  ['SUCCESS', 'succeeded'],
  ['FAILED', 'failed'],
  ['CANCELLED', 'failed'],
  ['CANCELLING', 'running'],
  ['QUEUED', 'running'],
  ['SOMETHING_NEW', 'running'],
])('%s means %s', async (state, expected) => {
  const body = JSON.stringify({ jobRun: { state, stateDetails: 'why' } });
  const found = await answering(200, body).stateOf('j');
  expect(found.state).toBe(expected);
  if (found.state === 'failed') expect(found.reason).toBe('why');
});

it('a cluster that does not answer well is an outage', async () => {
  await expect(answering(500, '{"message":"no"}').start(job)).rejects.toMatchObject({ name: 'OutOfService' });
  await expect(answering(500, '{"message":"no"}').stateOf('j')).rejects.toMatchObject({
    name: 'OutOfService',
  });
});

describe('the rights of a run', () => {
  const policy = jobPolicy(job.token, places);
  const statements = (JSON.parse(policy) as { Statement: { Action: string[]; Resource: string[] }[] })
    .Statement;

  it('fit into what the service takes', () => expect(policy.length).toBeLessThanOrEqual(2_048));

  it('delete nothing but what the run staged', () => {
    const deleting = statements.filter(({ Action }) => Action.some((one) => /Delete|\*/.test(one)));
    expect(deleting.flatMap(({ Resource }) => Resource)).toSatisfy((all: string[]) =>
      all.every((one) => one.includes(`/_staging-${job.token}`)),
    );
    expect(statements.flatMap(({ Resource }) => Resource)).not.toContain('*');
  });
});
