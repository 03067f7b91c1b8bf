/** What is on its way between the functions, for the books. */
export { lambdaPending, type LambdaPendingOptions } from './lambda-pending.ts';
export { iteratorAge } from './iterator-age.ts';
