export { classify, type Copy, type Fate } from './classify.ts';
