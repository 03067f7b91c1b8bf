import { stage } from '../target.ts';

/** A session may be used again. */
export const dropStage = (): string => `DROP TABLE ${stage}`;
