// The arrows of docs/architecture.md, as rules. Folders not named here may be imported by whoever needs them.
const slices = '(?!(?:platform|migrations)/)[^/]+'

const channels = 'email|webform|chat|telegram|whatsapp|vk|max|viber|phone|social'

/** What may import which slice besides itself; `search` and `reports` read other slices' tables by SQL only. */
const below = {
  identity: [],
  fields: ['identity'],
  calendars: ['identity'],
  customers: ['identity', 'fields'],
  search: ['identity', 'customers', 'tickets'],
  tickets: ['identity', 'customers', 'fields', 'search'],
  checklists: ['identity', 'tickets'],
  notifications: ['identity', 'customers', 'tickets'],
  knowledge: ['identity', 'customers', 'tickets', 'notifications'],
  surveys: ['identity', 'customers', 'tickets', 'channels', 'calendars', 'notifications'],
  webhooks: ['identity', 'customers', 'fields', 'tickets', 'notifications'],
  macros: ['identity', 'customers', 'fields', 'tickets', 'channels', 'calendars'],
  routing: ['identity', 'customers', 'fields', 'tickets', 'calendars', 'notifications'],
  sla: ['identity', 'customers', 'fields', 'tickets', 'calendars', 'notifications'],
  rules: [
    'identity',
    'customers',
    'fields',
    'tickets',
    'channels',
    'calendars',
    'checklists',
    'notifications',
    'webhooks',
    'macros',
    'routing',
    'sla',
    'surveys',
  ],
  portal: [
    'identity',
    'customers',
    'fields',
    'calendars',
    'tickets',
    'channels',
    'knowledge',
    'surveys',
    'notifications',
  ],
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'contract-imports-zod-only',
      comment: 'The contract crosses the wire; browser and server both load it.',
      severity: 'error',
      from: { path: '^contract/', pathNot: '[.]test[.]ts$' },
      to: { pathNot: ['^contract/', '^node_modules/zod/'] },
    },
    {
      name: 'platform-imports-no-slice',
      comment: 'Plumbing knows no business word.',
      severity: 'error',
      from: { path: '^server/platform/', pathNot: '[.]test[.]ts$' },
      to: { path: `^server/(${slices})/` },
    },
    {
      name: 'slices-by-the-front-door',
      comment: "Another slice's index.ts is all there is to import from it.",
      severity: 'error',
      from: { path: `^server/(${slices})/`, pathNot: '[.]test[.]ts$' },
      to: { path: `^server/(${slices})/`, pathNot: ['^server/$1/', `^server/(${slices})/index[.]ts$`] },
    },
    ...Object.entries(below).map(([slice, allowed]) => ({
      name: `${slice}-imports-only-below`,
      comment: 'It states what happened; those above answer.',
      severity: 'error',
      from: { path: `^server/${slice}/`, pathNot: '[.]test[.]ts$' },
      to: {
        path: `^server/(${slices})/`,
        pathNot: [slice, ...allowed].map((name) => `^server/${name}/`),
      },
    })),
    {
      name: 'channels-are-plugs',
      comment: 'One channel never knows another; only the registry knows them all.',
      severity: 'error',
      from: { path: `^server/channels/(${channels})/`, pathNot: '[.]test[.]ts$' },
      to: { path: `^server/channels/(${channels})/`, pathNot: '^server/channels/$1/' },
    },
    {
      name: 'web-never-imports-server',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(server|test|bench|scripts)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-never-imports-web',
      severity: 'error',
      from: { path: '^server/', pathNot: '[.]test[.]ts$' },
      to: { path: '^(web|test|bench|scripts)/' },
    },
    {
      name: 'widget-takes-types-only',
      severity: 'error',
      from: { path: '^web/widget/' },
      to: { path: '^(contract|web/workspace)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ui-knows-no-workspace',
      severity: 'error',
      from: { path: '^web/ui/' },
      to: { path: '^web/(workspace|widget)/' },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'runtime-needs-runtime-packages',
      comment: 'The server starts without devDependencies.',
      severity: 'error',
      from: { path: '^(server|contract)/', pathNot: '[.]test[.]ts$|[.]fixture[.]ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: '^(dist|data)/' },
    tsPreCompilationDeps: true,
    parser: 'tsc',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
