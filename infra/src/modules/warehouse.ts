import { RedshiftserverlessNamespace } from '@cdktf/provider-aws/lib/redshiftserverless-namespace/index.js';
import { RedshiftserverlessWorkgroup } from '@cdktf/provider-aws/lib/redshiftserverless-workgroup/index.js';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js';
import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import { wholeNumber } from '../standards/checked.ts';
import { arnOf, nameOf, type Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import { ServiceRole } from '../standards/service-role.ts';
import type { Buckets } from './buckets.ts';
import type { Network } from './network.ts';

export interface WarehouseProps {
  readonly deployment: Deployment;
  readonly settings: Settings['warehouse'];
  readonly network: Network;
  readonly buckets: Buckets;
  readonly key: EncryptionKey;
}

/** Redshift Serverless in the private network: encrypted, audited, with a bound on what it costs. It sleeps when nobody asks. */
export class Warehouse extends Construct {
  /** Of the workgroup. */
  readonly name: string;
  readonly database = 'sluice';
  /** ARN of the role that COPY reads load files with. */
  readonly copyRoleArn: string;
  readonly #arn: string;

  constructor(scope: Construct, id: string, props: WarehouseProps) {
    super(scope, id);
    const { deployment } = props;
    this.name = nameOf(deployment, 'warehouse');
    const role = this.#makeCopyRole(props);
    this.copyRoleArn = role.arn;
    const namespace = this.#makeNamespace(props, role);
    const workgroup = this.#makeWorkgroup(props, namespace);
    this.#arn = workgroup.arn;
  }

  /** Runs SQL by the Data API, and reads results of its own alone (AWS-FACTS 1.8). */
  grantSql(role: ServiceRole): void {
    role.allow(
      {
        sid: 'RunSql',
        actions: ['redshift-data:ExecuteStatement', 'redshift-data:BatchExecuteStatement'],
        resources: [this.#arn],
      },
      { sid: 'BeAUser', actions: ['redshift-serverless:GetCredentials'], resources: [this.#arn] },
      {
        sid: 'AnyStatementOfOwn',
        actions: ['redshift-data:DescribeStatement', 'redshift-data:GetStatementResult'],
        everyResource: 'statements have no ARN; the condition is who submitted them',
        // Two dollars: Terraform would take one for its own.
        conditions: { StringEquals: { 'redshift-data:statement-owner-iam-userid': '$${aws:userid}' } },
      },
    );
  }

  #makeCopyRole({ deployment, buckets }: WarehouseProps): ServiceRole {
    const role = new ServiceRole(this, 'copy-role', {
      deployment,
      part: 'warehouse-copy',
      description: 'COPY into the warehouse: it reads load files and their manifests',
      service: 'redshift-serverless.amazonaws.com',
      trusted: { ArnLike: { 'aws:SourceArn': arnOf(deployment, 'redshift-serverless', 'namespace/*') } },
    });
    buckets.lake.grantGet(role, 'load/*');
    buckets.lake.grantList(role);
    return role;
  }

  #makeNamespace({ deployment, key }: WarehouseProps, role: ServiceRole): RedshiftserverlessNamespace {
    return new RedshiftserverlessNamespace(this, 'namespace', {
      namespaceName: nameOf(deployment, 'warehouse'),
      dbName: this.database,
      kmsKeyId: key.arn,
      manageAdminPassword: true,
      adminPasswordSecretKmsKeyId: key.arn,
      iamRoles: [role.reference],
      logExports: ['userlog', 'connectionlog', 'useractivitylog'],
      lifecycle: { preventDestroy: true },
    });
  }

  #makeWorkgroup(
    { settings, network }: WarehouseProps,
    namespace: RedshiftserverlessNamespace,
  ): RedshiftserverlessWorkgroup {
    const group = new SecurityGroup(this, 'group', {
      name: this.name,
      description: 'The warehouse: nothing comes in but by the Data API; it reads S3 by its endpoint',
      vpcId: network.vpcId,
    });
    const base = wholeNumber('the base capacity of the warehouse in RPU', settings.baseRpu, 8, 512);
    return new RedshiftserverlessWorkgroup(this, 'workgroup', {
      workgroupName: this.name,
      namespaceName: namespace.namespaceName,
      baseCapacity: base,
      maxCapacity: wholeNumber('the most capacity of the warehouse in RPU', settings.mostRpu, base, 5_632),
      publiclyAccessible: false,
      enhancedVpcRouting: true,
      subnetIds: [...network.warehouse.ids],
      securityGroupIds: [group.id],
      configParameter: [
        { parameterKey: 'require_ssl', parameterValue: 'true' },
        { parameterKey: 'enable_case_sensitive_identifier', parameterValue: 'true' },
        { parameterKey: 'max_query_execution_time', parameterValue: '14400' },
      ],
      lifecycle: { preventDestroy: true },
    });
  }
}
