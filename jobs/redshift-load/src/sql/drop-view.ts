import { shownIdentifier, within } from '@sluice/core/warehouse';
import type { Target } from '@sluice/core/warehouse';

export const dropView = ({ schema }: Target, name: string): string =>
  `DROP VIEW IF EXISTS ${within(schema, shownIdentifier(name))}`;
