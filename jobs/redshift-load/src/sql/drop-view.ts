import { shownIdentifier, within } from '../naming/identifier.ts';
import type { Target } from '../target.ts';

export const dropView = ({ schema }: Target, name: string): string =>
  `DROP VIEW IF EXISTS ${within(schema, shownIdentifier(name))}`;
