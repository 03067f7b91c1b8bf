/** Hours of a month. */
const monthHours = 730;

const times = (field: string, of: number): number => (field === '*' ? of : field.split(',').length);

/**
 * How often a month EventBridge wakes by an expression: `rate(15 minutes)`, or a `cron` of minutes and hours that are `*` or lists; days are
 * taken as every day. 0 for what is none.
 */
export const wakesAMonth = (expression: string): number => {
  const [, count = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const unitHours = { minute: 1 / 60, hour: 1, day: 24 }[unit];
  if (unitHours !== undefined) return monthHours / (Number(count) * unitHours);
  const [, minutes, hours] = /^cron\(([\d,*]+) ([\d,*]+) \S+ \S+ \S+ \S+\)$/.exec(expression) ?? [];
  if (minutes === undefined || hours === undefined) return 0;
  return (monthHours / 24) * times(minutes, 60) * times(hours, 24);
};
