/** The value of two decimal digits at a position; NaN when there are none. */
export const twoDigits = (text: string, at: number): number => {
  const high = text.charCodeAt(at) - 48;
  const low = text.charCodeAt(at + 1) - 48;
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : Number.NaN;
};

/** The value of four decimal digits at a position; NaN when there are none. */
export const fourDigits = (text: string, at: number): number =>
  twoDigits(text, at) * 100 + twoDigits(text, at + 2);

/** True when the character at a position is a decimal digit; false past the end. */
export const isDigitAt = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
};

/** The milliseconds of a fraction of a second written in `count` digits from a position on; further digits are cut. */
export const millisOf = (text: string, at: number, count: number): number => {
  let millis = 0;
  let weight = 100;
  for (let i = 0; i < count && i < 3; i++) {
    millis += (text.charCodeAt(at + i) - 48) * weight;
    weight /= 10;
  }
  return millis;
};
