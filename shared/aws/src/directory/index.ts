export { dynamoDirectory, type DirectoryOptions } from './directory.ts';
