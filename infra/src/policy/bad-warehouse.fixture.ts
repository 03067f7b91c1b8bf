/** A warehouse and jobs as they should be, and each with one thing broken. */
import { adding, type BadStack, type Breaking } from './broken.fixture.ts';

type Form = Readonly<Record<string, unknown>>;

/** By a reference to a key that the stack has. */
const keyed =
  (make: (key: string) => Breaking): Breaking =>
  (stack) => {
    const key = stack.find(({ type }) => type === 'aws_kms_key');
    return make(`\${${key?.address ?? ''}.arn}`)(stack);
  };

const kept = { lifecycle: { prevent_destroy: true } };
const namespace = (changed: Form): Breaking =>
  keyed((key) =>
    adding('aws_redshiftserverless_namespace', {
      ...kept,
      kms_key_id: key,
      log_exports: ['userlog', 'connectionlog', 'useractivitylog'],
      manage_admin_password: true,
      ...changed,
    }),
  );
const workgroup = (changed: Form): Breaking =>
  adding('aws_redshiftserverless_workgroup', {
    ...kept,
    publicly_accessible: false,
    enhanced_vpc_routing: true,
    config_parameter: [
      { parameter_key: 'datestyle', parameter_value: 'ISO' },
      { parameter_key: 'require_ssl', parameter_value: 'true' },
    ],
    max_capacity: 32,
    ...changed,
  });
const jobs = (changed: Form, logs: Form = {}): Breaking =>
  keyed((key) =>
    adding('aws_emrserverless_application', {
      auto_stop_configuration: { enabled: true },
      maximum_capacity: { cpu: '64 vCPU', memory: '256 GB' },
      monitoring_configuration: {
        managed_persistence_monitoring_configuration: { enabled: false },
        s3_monitoring_configuration: { log_uri: 's3://logs/', encryption_key_arn: key },
        ...logs,
      },
      ...changed,
    }),
  );

/** They break no rule: what the bad ones lack is what makes them bad. */
export const goodWarehouse: readonly Breaking[] = [namespace({}), workgroup({}), jobs({})];

export const badWarehouse: readonly BadStack[] = [
  [
    'the warehouse is encrypted with a key of ours, and audited',
    'no key',
    namespace({ kms_key_id: undefined }),
  ],
  [
    'the warehouse is encrypted with a key of ours, and audited',
    'no log',
    namespace({ log_exports: ['userlog'] }),
  ],
  [
    'nobody knows the password of the warehouse',
    'by default',
    namespace({ manage_admin_password: undefined }),
  ],
  ['nobody knows the password of the warehouse', 'in the state', namespace({ admin_user_password: 'x' })],
  [
    'the warehouse is reached from inside, by TLS',
    'in the clear, said',
    workgroup({
      config_parameter: [
        { parameter_key: 'require_ssl', parameter_value: 'false' },
        { parameter_key: 'auto_mv', parameter_value: 'true' },
      ],
    }),
  ],
  [
    'nobody knows the password of the warehouse',
    'in the settings',
    namespace({ admin_user_password_wo: 'x' }),
  ],
  ['the warehouse is reached from inside, by TLS', 'public', workgroup({ publicly_accessible: true })],
  ['the warehouse is reached from inside, by TLS', 'round about', workgroup({ enhanced_vpc_routing: false })],
  ['the warehouse is reached from inside, by TLS', 'in the clear', workgroup({ config_parameter: [] })],
  ['the warehouse has a bound on what it costs', 'none', workgroup({ max_capacity: undefined })],
  ['what holds data is not destroyed', 'a warehouse', namespace({ lifecycle: {} })],
  ['what holds data is not destroyed', 'its workgroup', workgroup({ lifecycle: {} })],
  [
    'jobs stop when they are done, and have a bound on what they cost',
    'never',
    jobs({ auto_stop_configuration: { enabled: false } }),
  ],
  [
    'jobs stop when they are done, and have a bound on what they cost',
    'no bound',
    jobs({ maximum_capacity: undefined }),
  ],
  [
    'logs of jobs are encrypted with a key of ours',
    'kept by AWS',
    jobs({ monitoring_configuration: undefined }),
  ],
  [
    'logs of jobs are encrypted with a key of ours',
    'in the clear',
    jobs({}, { s3_monitoring_configuration: { log_uri: 's3://logs/' } }),
  ],
  [
    'logs of jobs are encrypted with a key of ours',
    'also kept by AWS',
    jobs({}, { managed_persistence_monitoring_configuration: { enabled: true } }),
  ],
];
