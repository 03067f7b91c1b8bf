const pattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** `20150830T123600Z` of a time in epoch milliseconds. */
export const formatAmzDate = (at: number): string => new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, '');

/** Epoch milliseconds of `20150830T123600Z`; undefined when the text is not exactly such a date (a 13th month, a 30 February). */
export const parseAmzDate = (text: string): number | undefined => {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour, minute, second] = found.slice(1).map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  return formatAmzDate(at) === text ? at : undefined;
};
