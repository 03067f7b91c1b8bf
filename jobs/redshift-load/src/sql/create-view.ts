import type { Dialect } from '../dialects/dialect.ts';
import { identifier, shownIdentifier, within } from '@sluice/core/warehouse';
import type { View } from '../naming/view.ts';
import type { Target } from '@sluice/core/warehouse';

/** The metric by the names that people gave. */
export const createView = ({ viewOptions }: Dialect, { schema, table }: Target, view: View): string => {
  const columns = view.columns.map(
    ({ column, label }) => `${identifier(column)} AS ${shownIdentifier(label)}`,
  );
  return `CREATE VIEW ${within(schema, shownIdentifier(view.name))} AS SELECT ${columns.join(', ')} FROM ${table}${viewOptions}`;
};
