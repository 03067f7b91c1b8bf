import { capacityAlarms } from '@sluice/core/layout';
import { Construct } from 'constructs';
import type { AlarmKind } from '../alarms.ts';
import type { Settings } from '../environments.ts';
import { Alarm, type AlarmProps, type Metric } from '../standards/alarm.ts';
import { arnOf, type Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import type { Table } from '../standards/table.ts';
import { Topic } from '../standards/topic.ts';
import type { Archives } from './archives.ts';
import { capacityRules } from './capacity-alarms.ts';
import type { ErrorStreams } from './error-streams.ts';
import type { FrontDoor } from './front-door.ts';
import { functionNames, type Functions } from './functions.ts';
import { consumers } from './functions/all.ts';
import {
  ofDelivery,
  ofFrontDoor,
  ofFunction,
  ofQueue,
  ofQueryEnvironment,
  ofScalingGroup,
  ofStream,
  ofTable,
  ofTopic,
} from './metrics.ts';
import type { Notices } from './notices.ts';
import { CountedLines } from '../standards/counted-lines.ts';
import type { QueryService } from './query-service.ts';
import type { Uploads } from './uploads.ts';
import type { Streams } from './streams.ts';

/** What is watched. */
export interface Watched {
  readonly frontDoor: FrontDoor;
  readonly functions: Functions;
  readonly streams: Streams;
  readonly archives: Archives;
  readonly errorStreams: ErrorStreams;
  /** Those that have a name for ever: no alarm names a week. */
  readonly tables: readonly Table[];
  readonly notices: Notices;
  readonly query: QueryService;
  readonly uploads: Uploads;
}

export interface AlarmsProps {
  readonly deployment: Deployment;
  readonly settings: Settings;
  readonly key: EncryptionKey;
  readonly watched: Watched;
}

const minuteMs = 60_000;
const always = { bad: 3, of: 3 };
const often = { bad: 3, of: 5 };
const once = { bad: 1, of: 1 };
/**
 * A run and its retry. Lambda tells a run at its end, under the minute of its beginning, and tries again one and two minutes after it: of
 * runs that time out after 15 minutes no five minutes ever have three.
 */
const twiceInAnHour = { bad: 2, of: 60 };
/** One run, told up to 15 minutes late. */
const onceLate = { bad: 1, of: 20 };

/** The alarms, and the topic that they and the budget ring. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly all: Alarm[] = [];
  readonly #props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#props = props;
    this.topic = this.#makeTopic();
    this.#frontDoor();
    this.#functions();
    this.#consumers();
    this.#streams();
    this.#deliveries();
    this.#tables();
    this.#notices();
    this.#query();
    this.#batch();
    this.#capacity();
    this.#books();
  }

  #makeTopic(): Topic {
    const { deployment, settings, key } = this.#props;
    const { account } = deployment;
    return new Topic(this, 'alarms', {
      deployment,
      part: 'alarms',
      key,
      publishers: [
        { service: 'cloudwatch.amazonaws.com', sources: [arnOf(deployment, 'cloudwatch', 'alarm:*')] },
        { service: 'budgets.amazonaws.com', sources: [`arn:aws:budgets::${account}:*`] },
      ],
      emails: settings.alarmEmails,
    });
  }

  #ring(
    kind: AlarmKind,
    subject: string | undefined,
    metric: AlarmProps['metric'],
    rule: Pick<AlarmProps, 'above' | 'minutes'>,
  ): void {
    const { deployment } = this.#props;
    const id = subject === undefined ? kind : `${kind}-${subject}`;
    const named = subject === undefined ? {} : { subject };
    this.all.push(new Alarm(this, id, { deployment, kind, ...named, metric, ...rule, topic: this.topic }));
  }

  #frontDoor(): void {
    const { id } = this.#props.watched.frontDoor;
    this.#ring('front-door-failing', undefined, ofFrontDoor(id, '5xx', 'Sum'), { above: 5, minutes: often });
    const rule = { above: 3_000, minutes: { bad: 10, of: 15 } };
    this.#ring('front-door-slow', undefined, ofFrontDoor(id, 'Latency', 'p99'), rule);
  }

  #functions(): void {
    for (const part of functionNames) {
      const { functions } = this.#props.watched;
      const { name } = functions.get(part);
      const failing = { above: 0, minutes: functions.seldom.has(part) ? twiceInAnHour : often };
      this.#ring('function-failing', part, ofFunction(name, 'Errors', 'Sum'), failing);
      const throttled = { above: 0, minutes: often };
      this.#ring('function-throttled', part, ofFunction(name, 'Throttles', 'Sum'), throttled);
    }
  }

  /** At ten minutes somebody should look; at quarters of the retention somebody must (AWS-FACTS 1.2). */
  #consumers(): void {
    const retention = this.#props.settings.streams.retentionHours * 60 * minuteMs;
    const ladder: Readonly<Record<string, number>> = {
      'ten-minutes': 10 * minuteMs,
      'a-quarter': retention / 4,
      half: retention / 2,
      'three-quarters': (retention * 3) / 4,
    };
    for (const part of consumers) {
      const { name } = this.#props.watched.functions.get(part);
      for (const [step, above] of Object.entries(ladder))
        this.#ring('consumer-behind', `${part}-${step}`, ofFunction(name, 'IteratorAge', 'Maximum'), {
          above,
          minutes: always,
        });
      const lost = ofFunction(name, 'DestinationDeliveryFailures', 'Sum');
      this.#ring('given-up-lost', part, lost, { above: 0, minutes: once });
    }
  }

  #streams(): void {
    const { raw, staged } = this.#props.watched.streams;
    for (const [stage, { name }] of Object.entries({ raw, staged })) {
      const metric = ofStream(name, 'WriteProvisionedThroughputExceeded', 'Sum');
      this.#ring('stream-throttled', stage, metric, { above: 0, minutes: often });
    }
  }

  #deliveries(): void {
    const { watched, settings } = this.#props;
    const { raw, staged } = watched.archives;
    const late = (buffer: number) => ({ above: 4 * buffer + 600, minutes: always });
    for (const [stage, { name }] of Object.entries({ raw, staged })) {
      const age = ofDelivery(name, 'DeliveryToS3.DataFreshness');
      this.#ring('archive-behind', stage, age, late(settings.archives.buffer.seconds));
      const behind = ofDelivery(name, 'KinesisMillisBehindLatest');
      this.#ring('archive-behind', `${stage}-reading`, behind, { above: 30 * minuteMs, minutes: always });
    }
    for (const { name, id } of watched.errorStreams.members) {
      const age = ofDelivery(name, 'DeliveryToS3.DataFreshness');
      this.#ring('error-records-behind', id, age, late(settings.errors.buffer.seconds));
    }
  }

  #tables(): void {
    const rule = { above: 0, minutes: often };
    for (const { name, part } of this.#props.watched.tables)
      for (const verb of ['Read', 'Write'])
        this.#ring(
          'table-throttled',
          `${part}-${verb.toLowerCase()}s`,
          ofTable(name, `${verb}ThrottleEvents`),
          rule,
        );
    // Over all tables of the account, so that it names no week and none is forgotten.
    for (const verb of ['Read', 'Write']) {
      const query = `SELECT SUM(${verb}ThrottleEvents) FROM SCHEMA("AWS/DynamoDB", TableName)`;
      this.#ring('near-line-throttled', `${verb.toLowerCase()}s`, { query }, rule);
    }
  }

  #notices(): void {
    const { customers, ours } = this.#props.watched.notices;
    for (const [whose, { arn }] of Object.entries({ customers, ours })) {
      const metric: Metric = ofTopic(arn, 'NumberOfNotificationsFailed');
      this.#ring('notices-failing', whose, metric, { above: 0, minutes: once });
    }
  }

  #query(): void {
    const { name, scalingGroup } = this.#props.watched.query;
    const degraded = { above: 15, minutes: { bad: 5, of: 5 } };
    this.#ring('query-unhealthy', undefined, ofQueryEnvironment(name), degraded);
    // Scaling begins at 60 %: above 85 % for so long it has come to its end.
    const full = { above: 85, minutes: { bad: 20, of: 20 } };
    this.#ring('query-busy', undefined, ofScalingGroup(scalingGroup, 'CPUUtilization'), full);
  }

  /** By lines of the functions that change capacities. */
  #capacity(): void {
    const { watched, deployment } = this.#props;
    for (const { part, kind, subject, minutes } of capacityRules) {
      const lines = new CountedLines(this, `${kind}-${subject}-lines`, {
        deployment,
        part: `${kind}-${subject}`,
        logs: watched.functions.get(part).logs,
        messages: [capacityAlarms[kind]],
      });
      this.#ring(kind, subject, lines.metric, { above: 0, minutes });
    }
  }

  #batch(): void {
    const { watched, deployment } = this.#props;
    const never = { above: 0, minutes: once };
    this.#ring('batch-failing', undefined, ofFunction(watched.functions.get('etl').name, 'Errors', 'Sum'), {
      above: 0,
      minutes: onceLate,
    });
    const leftOut = new CountedLines(this, 'left-out', {
      deployment,
      part: 'batch-left-out',
      logs: watched.functions.get('etl').logs,
      // As jobs/etl's wake-all.ts tells them.
      messages: ['the batch left out'],
    });
    this.#ring('batch-left-out', undefined, leftOut.metric, never);
    const lines = new CountedLines(this, 'loads', {
      deployment,
      part: 'load-failed',
      logs: watched.functions.get('redshift-load').logs,
      // As jobs/redshift-load tells them.
      messages: ['a load needs a person', 'the warehouse and the lake disagree'],
    });
    this.#ring('load-failed', undefined, lines.metric, never);
    const { name, deadName } = watched.uploads.queue;
    const old = { above: 3_600, minutes: always };
    this.#ring('files-waiting', undefined, ofQueue(name, 'ApproximateAgeOfOldestMessage'), old);
    this.#ring('files-waiting', 'dead', ofQueue(deadName, 'ApproximateNumberOfMessagesVisible'), never);
  }

  #books(): void {
    const { watched, deployment } = this.#props;
    const lines = new CountedLines(this, 'books', {
      deployment,
      part: 'books-gap',
      logs: watched.functions.get('books').logs,
      // As functions/books tells them.
      messages: ['gap', 'no books'],
    });
    this.#ring('books-gap', undefined, lines.metric, { above: 0, minutes: once });
  }
}
