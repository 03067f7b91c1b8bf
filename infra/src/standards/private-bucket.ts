import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging/index.js';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy/index.js';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning/index.js';
import { Construct } from 'constructs';
import { bucketArn, nameOf, type Deployment } from './deployment.ts';
import type { EncryptionKey } from './encryption-key.ts';
import { policyJson, sidOf, type Statement } from './policy-document.ts';
import type { ServiceRole } from './service-role.ts';

export interface PrivateBucketProps {
  readonly deployment: Deployment;
  /** Part of the physical name; the account is added, because bucket names are the world's. */
  readonly part: string;
  /** @default S3's own key, which is what the log delivery of S3 can write with */
  readonly key?: EncryptionKey;
  /** Where accesses are logged. @default nowhere: the bucket of those logs itself */
  readonly accessLogs?: PrivateBucket;
  /** What a service may do in it. */
  readonly statements?: readonly Statement[];
  /** Days after which old versions of an object are gone. @default 30 */
  readonly noncurrentDays?: number;
  /** On top of old versions and broken uploads, which always end. */
  readonly rules?: readonly S3BucketLifecycleConfigurationRule[];
}

/** A bucket that nobody outside reaches: encrypted, versioned, over TLS alone, without ACLs; Terraform does not destroy it. */
export class PrivateBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly #bucket: S3Bucket;
  readonly #policy: S3BucketPolicy;
  readonly #part: string;
  readonly #key: EncryptionKey | undefined;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    this.name = nameOf(props.deployment, `${props.part}-${props.deployment.account}`);
    this.arn = bucketArn(this.name);
    this.#key = props.key;
    this.#part = props.part;
    this.#bucket = new S3Bucket(this, 'Default', {
      bucket: this.name,
      lifecycle: { preventDestroy: true },
    });
    this.#policy = this.#close(props.statements ?? []);
    this.#encrypt();
    this.#keep(props);
    if (props.accessLogs !== undefined)
      new S3BucketLoggingA(this, 'access-logs', {
        bucket: this.reference,
        targetBucket: props.accessLogs.reference,
        targetPrefix: `${props.part}/`,
        // S3 looks whether the log delivery may write there.
        dependsOn: [props.accessLogs.#policy],
      });
  }

  /** Whatever is given it is made after the bucket. */
  get reference(): string {
    return this.#bucket.bucket;
  }

  /** The ARN as a reference. */
  get referenceArn(): string {
    return this.#bucket.arn;
  }

  grantGet(role: ServiceRole, ...keys: readonly string[]): void {
    this.#key?.grantDecrypt(role);
    const resources = keys.map((pattern) => `${this.arn}/${pattern}`);
    role.allow({ sid: sidOf('Get', this.#part), actions: ['s3:GetObject'], resources });
  }

  grantPut(role: ServiceRole, ...keys: readonly string[]): void {
    this.#key?.grantEncrypt(role);
    this.#key?.grantDecrypt(role); // S3 reads the parts of an upload in parts
    const resources = keys.map((pattern) => `${this.arn}/${pattern}`);
    role.allow({
      sid: sidOf('Put', this.#part),
      actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
      resources,
    });
  }

  /** Tags of objects, by which lifecycle rules choose. */
  grantTag(role: ServiceRole, keys: string): void {
    role.allow({
      sid: sidOf('Tag', this.#part),
      actions: ['s3:PutObjectTagging'],
      resources: [`${this.arn}/${keys}`],
    });
  }

  grantDelete(role: ServiceRole, ...keys: readonly string[]): void {
    role.allow({
      sid: sidOf('Delete', this.#part),
      actions: ['s3:DeleteObject'],
      resources: keys.map((pattern) => `${this.arn}/${pattern}`),
    });
  }

  grantList(role: ServiceRole): void {
    role.allow({ sid: sidOf('List', this.#part), actions: ['s3:ListBucket'], resources: [this.arn] });
  }

  #close(statements: readonly Statement[]): S3BucketPolicy {
    const bucket = this.reference;
    const block = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const policy = policyJson([overTlsAlone(this.arn), ...statements]);
    // S3 refuses a policy and the block at the same moment with a 409.
    return new S3BucketPolicy(this, 'policy', { bucket, policy, dependsOn: [block] });
  }

  #encrypt(): void {
    const by =
      this.#key === undefined
        ? { sseAlgorithm: 'AES256' }
        : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: this.#key.arn };
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: this.reference,
      rule: [{ applyServerSideEncryptionByDefault: by, bucketKeyEnabled: this.#key !== undefined }],
    });
  }

  #keep({ noncurrentDays = 30, rules = [] }: PrivateBucketProps): void {
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket: this.reference,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.reference,
      rule: [leftovers(noncurrentDays), ...rules],
      dependsOn: [versioning],
    });
  }
}

const overTlsAlone = (arn: string): Statement => ({
  sid: 'OverTlsAlone',
  effect: 'Deny',
  principal: 'anyone',
  actions: ['s3:*'],
  resources: [arn, `${arn}/*`],
  conditions: { Bool: { 'aws:SecureTransport': 'false' } },
});

const leftovers = (noncurrentDays: number): S3BucketLifecycleConfigurationRule => ({
  id: 'leftovers',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
  noncurrentVersionExpiration: [{ noncurrentDays }],
});
