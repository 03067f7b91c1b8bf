import { defineConfig } from 'vitest/config';

/** Minutes of the real Terraform against a moto server: `npm run test:terraform` runs them. */
const slow =
  process.env['SLUICE_TERRAFORM'] === '1'
    ? []
    : ['test/terraform/apply.test.ts', 'test/terraform/plans.test.ts'];

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/data/**', '**/dist/**', '**/cdktf.out/**', ...slow],
    pool: 'forks',
    testTimeout: 30_000,
  },
});
