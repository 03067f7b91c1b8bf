import { printable } from '../output/width.ts';
import { counted } from '../output/table.ts';
import { outcomes, type Outcome, type Reason, type Tally } from './tally.ts';

/** So many different reasons of one outcome are told. */
const told = 8;

const titles: Readonly<Record<Outcome, string>> = {
  accepted: 'accepted',
  warnings: 'accepted with a warning',
  rejected: 'rejected, not stored',
  unreadable: 'not sent, since they are no events',
};

const reasonLine = ({ outcome, code, count, line, message }: Reason): string => {
  const name = outcome === 'unreadable' ? '' : `${code}: `;
  const times =
    count === 1 ? `line ${line}` : `${count.toLocaleString('en-US')} times, first in line ${line}`;
  return `    ${printable(`${name}${message}`)} (${times})\n`;
};

const part = (outcome: Outcome, { counts, reasons }: Tally): string => {
  const own = reasons.filter((reason) => reason.outcome === outcome);
  if (own.length === 0) return '';
  const first = own.slice(0, told);
  const others = counts[outcome] - first.reduce((sum, reason) => sum + reason.count, 0);
  const more = others > 0 ? `    … and ${others.toLocaleString('en-US')} more\n` : '';
  return `  ${titles[outcome]}: ${counts[outcome].toLocaleString('en-US')}\n${first.map(reasonLine).join('')}${more}`;
};

/** The end of a send in words: counts, then the first reasons of each kind. */
export const report = (tally: Tally, seconds: number): string => {
  const { accepted, warnings, rejected, unreadable } = tally.counts;
  const sent = accepted + warnings + rejected;
  const bad = unreadable === 0 ? '' : `; ${counted(unreadable, 'row')} not sent`;
  const show = (n: number): string => n.toLocaleString('en-US');
  return `${counted(sent, 'event')} sent: ${show(accepted)} accepted, ${show(warnings)} accepted with warnings, ${show(rejected)} rejected${bad} (${seconds.toFixed(1)} s)\n${outcomes
    .map((outcome) => part(outcome, tally))
    .join('')}`;
};
