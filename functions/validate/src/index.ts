export { validate, type ValidateServices } from './validate.ts';
