import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget/index.js';
import { Construct } from 'constructs';
import { wholeNumber } from '../standards/checked.ts';
import { nameOf, type Deployment } from '../standards/deployment.ts';
import type { Topic } from '../standards/topic.ts';

export interface BudgetProps {
  readonly deployment: Deployment;
  readonly monthlyDollars: number;
  readonly topic: Topic;
}

/** What the account may cost a month: told when four fifths are spent, and when the forecast is above it. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { deployment, monthlyDollars, topic }: BudgetProps) {
    super(scope, id);
    const tell = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notificationType,
      threshold,
      thresholdType: 'PERCENTAGE',
      comparisonOperator: 'GREATER_THAN',
      subscriberSnsTopicArns: [topic.reference],
    });
    new BudgetsBudget(this, 'Default', {
      name: nameOf(deployment, 'budget-exceeded'),
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: `${wholeNumber('the monthly budget in dollars', monthlyDollars, 1, 10_000_000)}.0`,
      limitUnit: 'USD',
      notification: [tell('ACTUAL', 80), tell('FORECASTED', 100)],
      dependsOn: [topic.policy],
    });
  }
}
