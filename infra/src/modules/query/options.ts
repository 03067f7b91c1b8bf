import type { Settings } from '../../environments.ts';
import { ImpossibleSetting } from '../../errors.ts';
import { matching, oneOf, wholeNumber } from '../../standards/checked.ts';
import type { Network } from '../network.ts';
import { ports } from './ports.ts';

/** Option settings of Elastic Beanstalk: namespace to names and values. */
export type Options = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface OptionsProps {
  readonly settings: Settings['query'];
  readonly network: Network;
  /** Security group of the instances. */
  readonly group: string;
  readonly profile: string;
  readonly serviceRole: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly logRetentionDays: number;
}

/** Everything that the environment is told, in the words of Beanstalk. What is not here is as Beanstalk has it. */
export const optionsOf = (props: OptionsProps): Options => ({
  ...instances(props),
  ...balancing(props),
  ...scaling(props.settings),
  ...operation(props),
  'aws:elasticbeanstalk:application:environment': props.variables,
});

/** Graviton alone: the artifact has the packages of arm64. */
const armForm = /^[a-z]+\d+g[a-z]*\.[a-z0-9]+$/;

/** Gigabytes. A volume has 16,384 at most. */
export const lakeCacheOf = ({ lakeCacheGigabytes }: Settings['query']): number =>
  wholeNumber("the query service's cache of the lake in gigabytes", lakeCacheGigabytes, 1, 16_000);

const instances = ({ settings, network, group, profile }: OptionsProps): Options => ({
  'aws:ec2:instances': {
    InstanceTypes: matching(
      'the instance type of the query service',
      settings.instanceType,
      armForm,
      'one of arm64, like t4g.large',
    ),
    SupportedArchitectures: 'arm64',
  },
  'aws:autoscaling:launchconfiguration': {
    IamInstanceProfile: profile,
    SecurityGroups: group,
    DisableDefaultEC2SecurityGroup: 'true',
    DisableIMDSv1: 'true',
    // Scaling and its alarm look at minutes; at five a burst is over before it is seen.
    MonitoringInterval: '1 minute',
    RootVolumeType: 'gp3',
    // What does not fit into an engine's memory is spilled to it: four times the memory of an engine at most. And files of the lake.
    RootVolumeSize: String(30 + lakeCacheOf(settings)),
  },
  'aws:ec2:vpc': {
    VPCId: network.vpcId,
    Subnets: network.instances.ids.join(','),
    ELBSubnets: network.balancers.ids.join(','),
    ELBScheme: 'internal',
    AssociatePublicIpAddress: 'false',
  },
});

/** A process behind the load balancer. A connection is one session: it stays where it is until it ends, at most half a minute after a change. */
const process = (port: number): Readonly<Record<string, string>> => ({
  Port: String(port),
  Protocol: 'TCP',
  HealthCheckInterval: '10',
  HealthyThresholdCount: '3',
  UnhealthyThresholdCount: '3',
  DeregistrationDelay: '30',
});

const balancing = ({ serviceRole }: OptionsProps): Options => ({
  'aws:elasticbeanstalk:environment': {
    EnvironmentType: 'LoadBalanced',
    LoadBalancerType: 'network',
    ServiceRole: serviceRole,
  },
  // The service streams its answers and ends TLS itself: nothing stands between it and the load balancer.
  'aws:elasticbeanstalk:environment:proxy': { ProxyServer: 'none' },
  'aws:elasticbeanstalk:environment:process:default': { ...process(ports.rest), HealthCheckPath: '/health' },
  'aws:elasticbeanstalk:environment:process:sql': process(ports.sql),
  [`aws:elbv2:listener:${ports.sql}`]: { ListenerEnabled: 'true', Protocol: 'TCP', DefaultProcess: 'sql' },
});

/** By processor: an engine that waits for memory or for DynamoDB gains nothing from one more instance, one that computes does. */
const scaling = ({ instances: { least, most } }: Settings['query']): Options => {
  wholeNumber('the least instances of the query service', least, 1, 100);
  if (!Number.isInteger(most) || most < least || most > 100)
    throw new ImpossibleSetting(
      `the most instances of the query service is ${most}; it must be a whole number from ${least}, the least, to 100`,
    );
  return {
    'aws:autoscaling:asg': { MinSize: String(least), MaxSize: String(most), Cooldown: '300' },
    'aws:autoscaling:trigger': {
      MeasureName: 'CPUUtilization',
      Statistic: 'Average',
      Unit: 'Percent',
      Period: '1',
      BreachDuration: '3',
      UpperThreshold: '60',
      UpperBreachScaleIncrement: '1',
      LowerThreshold: '20',
      LowerBreachScaleIncrement: '-1',
    },
  };
};

const operation = ({ logRetentionDays, serviceRole }: OptionsProps): Options => ({
  'aws:elasticbeanstalk:healthreporting:system': {
    SystemType: 'enhanced',
  },
  // One more instance for the time of a change, so that sessions are never on fewer than there were.
  'aws:elasticbeanstalk:command': {
    DeploymentPolicy: 'RollingWithAdditionalBatch',
    BatchSizeType: 'Fixed',
    BatchSize: '1',
  },
  'aws:autoscaling:updatepolicy:rollingupdate': { RollingUpdateEnabled: 'true', RollingUpdateType: 'Health' },
  // Security fixes of the system without us; the platform's version is then Beanstalk's to change (see ignoreChanges).
  'aws:elasticbeanstalk:managedactions': {
    ManagedActionsEnabled: 'true',
    PreferredStartTime: 'Tue:09:00',
    ServiceRoleForManagedUpdates: serviceRole,
  },
  'aws:elasticbeanstalk:managedactions:platformupdate': {
    UpdateLevel: 'minor',
    InstanceRefreshEnabled: 'true',
  },
  'aws:elasticbeanstalk:cloudwatch:logs': { StreamLogs: 'true', ...kept(logRetentionDays) },
  'aws:elasticbeanstalk:cloudwatch:logs:health': {
    HealthStreamingEnabled: 'true',
    ...kept(logRetentionDays),
  },
});

/** Fewer than CloudWatch Logs takes. */
const retentions = [365, 400, 545, 731, 1_827, 3_653];

const kept = (days: number) => ({
  DeleteOnTerminate: 'false',
  RetentionInDays: String(oneOf('the retention of logs of the query service in days', days, retentions)),
});
