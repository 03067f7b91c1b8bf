import {
  GetJobRunCommand,
  ResourceNotFoundException,
  StartJobRunCommand,
  type EMRServerlessClient,
  type GetJobRunCommandOutput,
} from '@aws-sdk/client-emr-serverless';
import { OutOfService } from '@sluice/core/failure';
import { calling } from '../shared/calling.ts';
import { everyService, type Reactions } from '../shared/reaction.ts';
import { jobPolicy, type JobPlaces } from './job-policy.ts';

export interface EmrJobsOptions {
  readonly client: EMRServerlessClient;
  readonly applicationId: string;
  /** ARN of the role that jobs have at most. */
  readonly role: string;
  /** Address of the runner, `s3://…/run_plan.py`. */
  readonly runner: string;
  readonly places: JobPlaces;
  /** After so long a job is ended, minutes: a run that hangs must not hold the next one up for the 12 hours that are usual. */
  readonly minutes: number;
}

/** EMR Serverless' answers. */
const emrReactions: Reactions = {
  ...everyService,
  ConflictException: 'again',
  ServiceQuotaExceededException: 'again',
  ResourceNotFoundException: 'away',
  ValidationException: 'refused',
};

interface Job {
  readonly token: string;
  readonly plan: string;
  readonly result: string;
}

const start = async (options: EmrJobsOptions, { token, plan, result }: Job): Promise<string> => {
  const { client, applicationId, role, runner, places, minutes } = options;
  const { jobRunId } = await client.send(
    new StartJobRunCommand({
      applicationId,
      clientToken: token,
      name: `sluice-etl-${token}`,
      executionRoleArn: role,
      executionIamPolicy: { policy: jobPolicy(token, places) },
      executionTimeoutMinutes: minutes,
      jobDriver: { sparkSubmit: { entryPoint: runner, entryPointArguments: [plan, result] } },
    }),
  );
  if (jobRunId === undefined) throw new OutOfService('EMR Serverless gave no id of a job');
  return jobRunId;
};

type Run = GetJobRunCommandOutput['jobRun'];

const stateOf = (run: Run) => {
  switch (run?.state) {
    case 'SUCCESS':
      return { state: 'succeeded' } as const;
    case 'FAILED':
    case 'CANCELLED':
      return { state: 'failed', reason: run.stateDetails ?? run.state } as const;
    case 'SUBMITTED':
    case 'PENDING':
    case 'SCHEDULED':
    case 'QUEUED':
    case 'RUNNING':
    case 'CANCELLING':
    case undefined:
    default: // what may be new has not ended
      return { state: 'running' } as const;
  }
};

/** Jobs on one application of EMR Serverless. Without a retry policy: a failed run is begun anew, from what is archived by then. */
export const emrJobs = (options: EmrJobsOptions) => ({
  start: (job: Job): Promise<string> =>
    calling('start a job of the batch', emrReactions, () => start(options, job)),
  stateOf: (jobRunId: string) =>
    calling(`ask for the job ${jobRunId}`, emrReactions, async () => {
      const { client, applicationId } = options;
      try {
        const { jobRun } = await client.send(new GetJobRunCommand({ applicationId, jobRunId }));
        return stateOf(jobRun);
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        return { state: 'failed', reason: 'EMR Serverless does not know it (any more)' } as const;
      }
    }),
});
