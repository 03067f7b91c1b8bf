import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Clocks, randomness and the environment are handed in (habit 10): only entry points and the named adapters read them. */
const handedIn = [
  { object: 'Date', property: 'now', message: 'take a Clock' },
  { object: 'process', property: 'env', message: 'read it in a config.ts or main.ts' },
  { object: 'Math', property: 'random', message: 'take a source of randomness' },
];
const newDate = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'take a Clock' },
];

export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/dist/**', '**/cdktf.out/**', '**/data/**', '**/generated/**'] },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, ...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/unified-signatures': 'off',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': ['error', ...handedIn],
      'no-restricted-syntax': ['error', ...newDate],
      eqeqeq: 'error',
    },
  },
  {
    files: [
      '**/config.ts',
      '**/*-config.ts',
      '**/main.ts',
      '**/*-main.ts',
      '*.config.ts',
      '**/clock.ts',
      '**/scripts/**',
      'test/**',
      '**/*.test.ts',
      'shared/testing/**',
      '**/src/testing/**',
    ],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    files: ['test/**', '**/*.test.ts', 'shared/testing/**', '**/src/testing/**', '**/scripts/**'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
