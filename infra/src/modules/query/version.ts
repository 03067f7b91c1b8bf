import { createHash } from 'node:crypto';
import { ElasticBeanstalkApplicationVersion } from '@cdktf/provider-aws/lib/elastic-beanstalk-application-version/index.js';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object/index.js';
import { Construct } from 'constructs';
import { nameOf, type Deployment } from '../../standards/deployment.ts';
import type { Artifact } from '../../standards/lambda.ts';
import type { PrivateBucket } from '../../standards/private-bucket.ts';

export interface VersionProps {
  readonly deployment: Deployment;
  /** The name of Beanstalk's application, as a reference. */
  readonly application: string;
  readonly artifact: Artifact;
  readonly bucket: PrivateBucket;
}

/** The code of the service, called by its content: the same code is the same version, and other code is made before the old is dropped. */
export class Version extends Construct {
  /** A reference. */
  readonly label: string;

  constructor(scope: Construct, id: string, { deployment, application, artifact, bucket }: VersionProps) {
    super(scope, id);
    const hash = createHash('sha256').update(artifact.sourceCodeHash).digest('hex').slice(0, 16);
    const lifecycle = { createBeforeDestroy: true };
    const object = new S3Object(this, 'object', {
      bucket: bucket.reference,
      key: `versions/${hash}.zip`,
      source: artifact.filename,
      lifecycle,
    });
    this.label = new ElasticBeanstalkApplicationVersion(this, 'Default', {
      name: nameOf(deployment, `query-${hash}`),
      description: 'The query service, by the hash of its code',
      application,
      bucket: bucket.reference,
      key: object.key,
      lifecycle,
    }).name;
  }
}
