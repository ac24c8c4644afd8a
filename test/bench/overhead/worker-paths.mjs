import { registerHooks } from 'node:module'

/** `x.worker.ts?modulePath` as the build understands it: the path of the file, which Node runs as it is. */
registerHooks({
  load: (url, context, next) =>
    /\?(modulePath|asset)$/.test(url)
      ? {
          format: 'module',
          shortCircuit: true,
          source: `import { fileURLToPath } from 'node:url'\nexport default fileURLToPath(${JSON.stringify(url.replace(/\?.*/, ''))})`,
        }
      : next(url, context),
})
