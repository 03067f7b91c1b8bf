import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

it('has a default for everything, an empty value included', () => {
  const defaults = readConfig({});
  expect(defaults).toMatchObject({ data: resolve('./data'), host: '127.0.0.1', region: 'us-east-1' });
  const empty = {
    SLUICE_DATA: '',
    SLUICE_HOST: '',
    SLUICE_REGION: '',
    SLUICE_SHARDS: '',
    SLUICE_ORIGINS: '',
  };
  // An empty SLUICE_DATA was the working folder: files of the data folder, and its mode, went there.
  expect(readConfig(empty)).toEqual(defaults);
});

it('takes origins of web apps with commas between them', () => {
  const { origins } = readConfig({ SLUICE_ORIGINS: 'https://app.example.com, http://localhost:3000' });
  expect(origins).toEqual(['https://app.example.com', 'http://localhost:3000']);
});

it.each(['*', 'app.example.com', 'https://app.example.com/', 'ftp://app.example.com'])(
  'refuses the origin %s, which no browser sends',
  (origin) => {
    expect(() => readConfig({ SLUICE_ORIGINS: origin })).toThrow(`SLUICE_ORIGINS has "${origin}"`);
  },
);
