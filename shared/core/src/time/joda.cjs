'use strict';
/**
 * js-joda on demand. Loading takes 15 ms (core), 80 ms (time zones) and 200 to 350 ms (texts); a process that meets
 * only ISO or numeric patterns needs none of it. CommonJS, because only `require` is both lazy and synchronous, in
 * Node and in a bundle.
 */
exports.core = () => require('@js-joda/core');

/** With the time zones. */
exports.zoned = () => {
  require('@js-joda/timezone');
  return require('@js-joda/core');
};

/** With the time zones and the English texts (names of months and days, AM and PM, names of zones). */
exports.english = () => {
  require('@js-joda/timezone');
  return require('@js-joda/locale_en-us').Locale.US;
};
