import { compilePattern } from '../time/pattern.ts';
import { schemaLimits } from './limits.ts';
import { shown } from './names.ts';

const patternFault = (text: string): string | undefined => {
  const bytes = Buffer.byteLength(text);
  if (bytes > schemaLimits.patternBytes)
    return `timestamp pattern ${shown(text)} is ${bytes} bytes long; at most ${schemaLimits.patternBytes}`;
  const compiled = compilePattern(text);
  return compiled.ok ? undefined : compiled.reason;
};

/** Why a list cannot be the timestamp patterns of a tenant or a metric; undefined when it can. */
export const patternsFault = (patterns: readonly string[]): string | undefined => {
  if (patterns.length > schemaLimits.timestampPatterns)
    return `${patterns.length} timestamp patterns; at most ${schemaLimits.timestampPatterns}`;
  for (const pattern of patterns) {
    const fault = patternFault(pattern);
    if (fault !== undefined) return fault;
  }
  return undefined;
};
