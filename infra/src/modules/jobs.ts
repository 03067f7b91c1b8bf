import { createHash } from 'node:crypto';
import { EmrserverlessApplication } from '@cdktf/provider-aws/lib/emrserverless-application/index.js';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object/index.js';
import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import { wholeNumber } from '../standards/checked.ts';
import { iamArn, nameOf, type Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import type { Artifact } from '../standards/lambda.ts';
import { ServiceRole } from '../standards/service-role.ts';
import type { Buckets } from './buckets.ts';

export interface JobsProps {
  readonly deployment: Deployment;
  readonly settings: Settings['batch'];
  readonly buckets: Buckets;
  /** Of the buckets. */
  readonly key: EncryptionKey;
  /** The runner of plans, a Python file. */
  readonly runner: Artifact;
}

/** Spark 3.5 (ENGINES.md 1). */
const release = 'emr-7.5.0';

/** Folder of the jobs' logs in the lake's bucket (`jobLogs` of the adapter that starts them). */
const logFolder = 'job-logs/';

/** Spark on EMR Serverless: it costs while a job runs, and for a quarter of an hour after. */
export class Jobs extends Construct {
  /** Id of the application, as a reference. */
  readonly applicationId: string;
  /** What a job may do at most; each is given less when it is started. */
  readonly role: ServiceRole;
  /** Address of the runner. */
  readonly runner: string;
  readonly #arn: string;
  readonly #roleArn: string;

  constructor(scope: Construct, id: string, props: JobsProps) {
    super(scope, id);
    const { deployment, buckets, key, settings } = props;
    const application = new EmrserverlessApplication(this, 'Default', {
      name: nameOf(deployment, 'jobs'),
      type: 'spark',
      releaseLabel: release,
      architecture: 'ARM64',
      autoStartConfiguration: { enabled: true },
      autoStopConfiguration: { enabled: true, idleTimeoutMinutes: 15 },
      maximumCapacity: capacityOf(settings.mostVcpu),
      monitoringConfiguration: {
        managedPersistenceMonitoringConfiguration: { enabled: false },
        s3MonitoringConfiguration: {
          logUri: `s3://${buckets.lake.name}/${logFolder}`,
          encryptionKeyArn: key.arn,
        },
      },
    });
    this.applicationId = application.id;
    this.#arn = application.arn;
    this.role = this.#makeRole(props);
    this.#roleArn = iamArn(deployment, `role/${nameOf(deployment, 'etl-job')}`);
    this.runner = this.#upload(props);
  }

  /** Starts jobs and asks for them. */
  grantStart(role: ServiceRole): void {
    role.allow(
      { sid: 'StartJobs', actions: ['emr-serverless:StartJobRun'], resources: [this.#arn] },
      { sid: 'AskForJobs', actions: ['emr-serverless:GetJobRun'], resources: [`${this.#arn}/jobruns/*`] },
      {
        sid: 'PassJobRole',
        actions: ['iam:PassRole'],
        resources: [this.#roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
      },
    );
  }

  #makeRole({ deployment, buckets }: JobsProps): ServiceRole {
    const { account, region } = deployment;
    const role = new ServiceRole(this, 'role', {
      deployment,
      part: 'etl-job',
      description: 'Jobs of the batch: they read the staged archive, and read and write the lake',
      service: 'emr-serverless.amazonaws.com',
      trusted: {
        ArnLike: { 'aws:SourceArn': `arn:aws:emr-serverless:${region}:${account}:/applications/*` },
      },
    });
    buckets.archive.grantGet(role, 'archive/staged/*');
    buckets.archive.grantList(role);
    buckets.lake.grantGet(role, '*');
    buckets.lake.grantPut(role, 'lake/v1/*', 'load/v1/*', `${logFolder}*`);
    buckets.lake.grantDelete(role, '*/_staging-*');
    buckets.lake.grantList(role);
    return role;
  }

  /** Called by its content, so that a job under way keeps the runner that it was started with. */
  #upload({ buckets, runner }: JobsProps): string {
    const hash = createHash('sha256').update(runner.sourceCodeHash).digest('hex').slice(0, 16);
    const key = `jobs/${hash}/run_plan.py`;
    new S3Object(this, 'runner', {
      bucket: buckets.lake.reference,
      key,
      source: runner.filename,
      lifecycle: { createBeforeDestroy: true },
    });
    return `s3://${buckets.lake.name}/${key}`;
  }
}

/** An account has 16 vCPU at first (CAPACITY 2.3). 4 GB and 20 GB of disk for each, as the usual worker has. */
const capacityOf = (vcpu: number) => {
  const most = wholeNumber('the most vCPU of the batch', vcpu, 4, 4_000);
  return { cpu: `${most} vCPU`, memory: `${4 * most} GB`, disk: `${20 * most} GB` };
};
