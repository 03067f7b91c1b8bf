export { iamKeys, type IamKeysOptions } from './iam-keys.ts';
