/** The import rule of docs/architecture.md. */
const only = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    only(
      'no-cycles',
      'Modules that need each other are one module.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    only('nothing-imports-tests', 'Shipped code does not know its tests.', { pathNot: '^test/' }, { path: '^test/' }),
    only(
      'engine-is-pure',
      'The engine runs anywhere: no Node, no page, only zod.',
      { path: '^src-engine/' },
      { pathNot: ['^src-engine/', '^node_modules/zod/', '^node_modules/assemblyscript/'] },
    ),
    only(
      'contract-is-pure',
      'The contract is shared with the page.',
      { path: '^src-main/contract/' },
      { pathNot: ['^src-main/contract/', '^src-engine/spec/', '^node_modules/(zod|@msgpack)/'] },
    ),
    only(
      'main-knows-no-page',
      'The main side does not reach into the page.',
      { path: '^src-main/' },
      { path: '^src-renderer/' },
    ),
    only(
      'app-knows-no-host',
      'The application does not know which host it runs in.',
      { path: '^src-main/(app|storage|datasets|training|inference|bundle)/' },
      { path: '^src-main/(hosts|cli)/' },
    ),
    only(
      'workers-know-no-electron',
      'Electron lives in its host.',
      { path: '^src-', pathNot: '^src-main/hosts/electron/' },
      { path: '^(node_modules/)?electron($|/)' },
    ),
    only(
      'preload-knows-names-only',
      'A sandboxed preload can load nothing but Electron; types are no code.',
      { path: '^src-main/hosts/electron/preload\\.ts$' },
      {
        pathNot: ['^src-main/contract/names\\.ts$', '^(node_modules/)?electron($|/)'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    only(
      'names-are-bare',
      'The preload carries this file: it may import types only.',
      { path: '^src-main/contract/names\\.ts$' },
      { dependencyTypesNot: ['type-only'] },
    ),
    only(
      'page-sees-contract-and-engine',
      'The page reaches the application through the contract.',
      { path: '^src-renderer/' },
      { path: '^src-main/', pathNot: '^src-main/contract/' },
    ),
    only('page-has-no-node', 'The page runs in a browser.', { path: '^src-renderer/' }, { dependencyTypes: ['core'] }),
    only(
      'charts-only',
      'Chart.js is used in one place.',
      { path: '^src-renderer/', pathNot: '^src-renderer/charts/' },
      { path: '^node_modules/chart.js/' },
    ),
    only(
      'no-unresolvable',
      'Every import leads somewhere.',
      {},
      { couldNotResolve: true, pathNot: ['\\?(modulePath|asset)$', '^electron$'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^src-engine/kernels/assembly/', '^out/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.vue', '.json'],
    },
  },
}
