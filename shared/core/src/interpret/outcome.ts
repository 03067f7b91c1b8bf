/** A stable code for machines and a sentence for people. */
export interface Reason {
  readonly code: string;
  readonly reason: string;
}

/** A value that did not fit its field and is kept as text beside the others. */
export interface Notice extends Reason {
  readonly field: string;
}

/** An event as the schema reads it: what the staged line holds. */
export interface Interpreted {
  readonly ok: true;
  /** The metric's id. */
  readonly metric: string;
  /** The metric's name as sent. */
  readonly as: string;
  /** Event time, epoch ms. */
  readonly timestamp: number;
  /** JSON text of the objects `fields` and `unknown` of the staged line. */
  readonly fields: string;
  readonly unknown: string;
  readonly notices: readonly Notice[];
}

/** Or why it cannot become a row: it will be an error record. */
export type Interpretation = Interpreted | ({ readonly ok: false } & Reason);
