import { directoryContract } from '../contracts/directory.ts';
import { memoryDirectory } from './directory.ts';

directoryContract('memory', memoryDirectory);
