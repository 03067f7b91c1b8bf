/** A setting that AWS, or this design, cannot have. Thrown at synth, so that it never becomes a plan. */
export class ImpossibleSetting extends Error {
  override readonly name = 'ImpossibleSetting';
}

/** A function that was not built, or whose build left something that is none. */
export class MissingArtifact extends Error {
  override readonly name = 'MissingArtifact';
}

/** A week that is none, or that the tables cannot be rolled to. */
export class WeekOutOfRange extends Error {
  override readonly name = 'WeekOutOfRange';
}
