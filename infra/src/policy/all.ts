import { alarmRules } from './alarms.ts';
import { capacityRules } from './capacity.ts';
import { delivery } from './delivery.ts';
import { deputies } from './deputies.ts';
import { encryption } from './encryption.ts';
import { eventSources } from './event-sources.ts';
import { functionRules } from './functions.ts';
import { iam } from './iam.ts';
import { jobRules } from './jobs.ts';
import { logs } from './logs.ts';
import { publicAccess } from './public-access.ts';
import { routes } from './routes.ts';
import type { Rule } from './rule.ts';
import { stateful } from './stateful.ts';
import { tenantIsolation } from './tenant-isolation.ts';
import { warehouse } from './warehouse.ts';

/** Every rule that the stack of every environment must keep. */
export const rules: readonly Rule[] = [
  ...encryption,
  ...publicAccess,
  ...iam,
  ...deputies,
  ...eventSources,
  ...functionRules,
  ...logs,
  ...routes,
  ...tenantIsolation,
  ...stateful,
  ...alarmRules,
  ...delivery,
  ...warehouse,
  ...jobRules,
  ...capacityRules,
];
