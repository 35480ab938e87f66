// What the compiler cannot know: promises left alone, imports that point the wrong way, clocks and randomness where they must not be.
// Import edges: docs/architecture.md. Style that is a matter of taste is Prettier's.
import tseslint from 'typescript-eslint';

/** Relative imports of a folder of ours, from any depth. */
const folder = (names) => `^(\\.\\.?/)+(${names})(/|$)`;

/** Forbids imports; `except` names folders whose types alone may be imported. */
const edges = ({ files, ignores = [], forbidden, typesOnly, packages, message }) => ({
  files,
  ignores,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: folder(forbidden), message },
          ...(typesOnly
            ? [{ regex: folder(typesOnly), allowTypeImports: true, message: `${message} Types may be imported.` }]
            : []),
          ...(packages ? [{ regex: packages, message }] : []),
        ],
      },
    ],
  },
});

const ALL = 'activities|api|bench|config|domain|engine|papers|prisma|scripts|store|test|worker|workflows';
const allBut = (...names) =>
  ALL.split('|')
    .filter((name) => !names.includes(name))
    .join('|');

/** Everything that is not a relative path: npm packages and Node's own modules. */
const ANY_PACKAGE = '^[^.]';

const READS_A_CLOCK = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Ask a TimeSource (store/time-source.ts).',
  },
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'Ask a TimeSource (store/time-source.ts).',
  },
];
const MODULE_STATE = {
  selector:
    'Program > VariableDeclaration[kind="let"], Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
  message: 'No state outside functions: it is lost, or shared by all workflows of a worker.',
};
const CHANCE = {
  selector: 'MemberExpression[object.name="Math"][property.name="random"]',
  message: 'The domain is the same on every replay; chance comes in as an argument.',
};

export default tseslint.config(
  { ignores: ['node_modules/', '.gongzhi/', 'prisma/generated/', 'coverage/', 'docs/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },

  // Imports point one way.
  edges({
    files: ['domain/**/*.ts'],
    ignores: ['domain/**/messages.ts', 'domain/policy/**/*.ts'],
    forbidden: allBut('domain'),
    packages: ANY_PACKAGE,
    message: 'domain/ is pure: it imports nothing but itself.',
  }),
  edges({
    files: ['domain/**/messages.ts', 'domain/policy/**/*.ts'],
    forbidden: allBut('domain'),
    packages: '^(?!zod$)[^.]',
    message: 'Here domain/ may import zod, and nothing else but itself.',
  }),
  edges({
    files: ['workflows/**/*.ts'],
    forbidden: allBut('domain', 'workflows', 'activities'),
    typesOnly: 'activities',
    packages: '^(?!@temporalio/(workflow|common)$)[^.]',
    message: 'workflows/ import domain/ and @temporalio/workflow.',
  }),
  edges({
    files: ['config/**/*.ts', 'prisma/**/*.ts'],
    forbidden: allBut('config', 'prisma'),
    message: 'config/ and prisma/ stand on nothing of ours.',
  }),
  edges({
    files: ['papers/**/*.ts'],
    forbidden: allBut('papers', 'domain'),
    packages: '^(?!(docx|pdfmake|pdfmake/interfaces|fontkit|qrcode|node:crypto)$)[^.]',
    message: 'papers/ imports domain/ and what makes files; it reads nothing itself.',
  }),
  edges({
    files: ['store/**/*.ts'],
    forbidden: allBut('store', 'domain', 'papers', 'prisma'),
    packages: '^(@temporalio/|express$)',
    message: 'store/ imports domain/, papers/ and prisma/.',
  }),
  edges({
    files: ['activities/**/*.ts'],
    forbidden: allBut('activities', 'store', 'domain', 'prisma', 'workflows'),
    message: 'activities/ import store/ and domain/.',
  }),
  edges({
    files: ['engine/**/*.ts'],
    forbidden: allBut('engine', 'store', 'domain', 'prisma', 'config', 'workflows'),
    message: 'engine/ imports store/, domain/ and workflows/messages.',
  }),
  edges({
    files: ['api/**/*.ts'],
    forbidden: `${allBut('api', 'store', 'domain', 'papers', 'prisma', 'config', 'engine', 'workflows')}|workflows/(?!messages)`,
    packages: '^@temporalio/(worker|workflow|activity|testing)$',
    message: 'api/ imports domain/, papers/, store/, engine/, config/ and workflows/messages.',
  }),
  edges({
    files: ['worker/**/*.ts'],
    forbidden: 'api|bench|scripts|test',
    message: 'worker/ imports everything below it, and not the API.',
  }),

  // Time and chance are arguments.
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...READS_A_CLOCK, MODULE_STATE, CHANCE],
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'fetch', 'console'],
    },
  },
  {
    files: ['papers/**/*.ts', 'store/**/*.ts', 'api/**/*.ts', 'activities/**/*.ts', 'engine/**/*.ts', 'worker/**/*.ts'],
    ignores: ['store/time-source.ts'],
    rules: { 'no-restricted-syntax': ['error', ...READS_A_CLOCK] },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'fetch', 'console'],
      'no-restricted-syntax': [
        'error',
        MODULE_STATE,
        {
          selector: 'Property[key.name="validator"] > :function[async=true]',
          message: 'Validators are synchronous: an async one accepts everything and freezes the workflow.',
        },
        {
          selector: 'CallExpression[callee.name="condition"] > :function[async=true]',
          message: 'Predicates are synchronous.',
        },
        {
          selector: 'ThrowStatement > NewExpression[callee.name="Error"]',
          message: 'Throw an ApplicationFailure: a plain Error freezes the workflow.',
        },
      ],
    },
  },

  { files: ['scripts/**/*.ts', 'bench/**/*.ts', 'test/**/*.ts'], rules: { 'no-console': 'off' } },
);
