import { listOf, textAt, textsOf } from './attributes.ts';
import { each, unless, type Rule } from './rule.ts';
import { referred } from './stack.ts';

const namespace = 'aws_redshiftserverless_namespace';
const workgroup = 'aws_redshiftserverless_workgroup';

/** checkov has one check for Redshift Serverless (3.3.30): these rules are what looks at it. */
const audits = ['userlog', 'connectionlog', 'useractivitylog'];

export const warehouse: readonly Rule[] = [
  each(
    'the warehouse is encrypted with a key of ours, and audited',
    namespace,
    ({ attributes }, stack) => {
      const missing = audits.filter((one) => !textsOf(attributes['log_exports']).includes(one));
      return (
        unless(
          referred(stack, attributes['kms_key_id'])?.type === 'aws_kms_key',
          'it is not encrypted with a key of the stack',
        ) ?? unless(missing.length === 0, `it does not log ${missing.join(', ')}`)
      );
    },
    'set kms_key_id to a key of modules/keys.ts, and log_exports to all three',
  ),
  each(
    'nobody knows the password of the warehouse',
    namespace,
    ({ attributes }) =>
      unless(
        attributes['manage_admin_password'] === true &&
          attributes['admin_user_password'] === undefined &&
          attributes['admin_user_password_wo'] === undefined,
        'its password is in the state of Terraform',
      ),
    'set manage_admin_password: Secrets Manager makes it and changes it',
  ),
  each(
    'the warehouse is reached from inside, by TLS',
    workgroup,
    ({ attributes }) =>
      unless(attributes['publicly_accessible'] === false, 'it has a public address') ??
      unless(attributes['enhanced_vpc_routing'] === true, 'COPY leaves the network') ??
      unless(
        listOf(attributes['config_parameter']).some(
          (one) =>
            textAt(one, 'parameter_key') === 'require_ssl' && textAt(one, 'parameter_value') === 'true',
        ),
        'it takes connections in the clear',
      ),
    'set publicly_accessible false, enhanced_vpc_routing true and the parameter require_ssl',
  ),
  each(
    'the warehouse has a bound on what it costs',
    workgroup,
    ({ attributes }) => unless(Number(attributes['max_capacity']) >= 1, 'it grows without an end'),
    'set max_capacity, in RPU',
  ),
];
