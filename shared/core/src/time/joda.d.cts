import type * as Joda from '@js-joda/core';
import type { Locale } from '@js-joda/locale_en-us';
export function core(): typeof Joda;
export function zoned(): typeof Joda;
export function english(): Locale;
